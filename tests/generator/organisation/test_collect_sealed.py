"""``lastbild collect`` and the preview take sealed ballots where site.toml says so."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path

import pytest

from generator.organisation.storage import collecting_survey, open_storage
from generator.preview.collector import run_collector
from harness.contributions import counted
from harness.desk import Desk, refusal
from harness.organisation import Organisation
from harness.releases import configured
from harness.sealed_contributions import ballot, codes_in, public_texts, stored_ballots
from harness.servers import free_port
from questionnaire import contribution, sealed_ballot, slips
from tests.generator.preview.test_collector import SITE, ask, wait_for

TEXT = """\
[site]
address = "http://127.0.0.1:1/"
[brand]
name = "Kontor"
[survey]
id = "kontor"
title = "Kontor"
headcount = 140
opens = {opens}
closes = {closes}
[collection]
mode = "{mode}"
url = "http://127.0.0.1:{port}/"
seal = {seal}
"""


@pytest.fixture
def port() -> int:
    """A free port for the collector."""
    return free_port()


def organisation(folder: Path, port: int, *, seals: int, mode: str, starts: int = -1) -> Organisation:
    """Return an organisation with a survey sealed to so many trustees; it starts so many days from today."""
    opens = dt.datetime.now().astimezone().date() + dt.timedelta(days=starts)
    days = {"opens": opens, "closes": opens + dt.timedelta(days=30)}
    text = TEXT.format(**days, mode=mode, port=port, seal=list(public_texts(seals)))
    (folder / "site.toml").write_text(text, "utf-8")
    return Organisation("http://127.0.0.1:1/", folder, port)


@pytest.mark.parametrize(("seals", "mode"), [(1, "slips"), (2, "open")])
def test_collect_takes_sealed_ballots_and_no_code(tmp_path: Path, port: int, seals: int, mode: str) -> None:
    """With one trustee and with two; the trustees read what was sealed, and the database counts nothing."""
    kontor, site_toml = organisation(tmp_path, port, seals=seals, mode=mode), tmp_path / "site.toml"
    url, slip = f"sqlite:///{tmp_path / 'collector.sqlite'}", None
    if mode == "slips":
        slip = slips.draw(lambda _: 3)
        with open_storage(site_toml, url, collecting_survey(site_toml)) as storage:
            storage.add_slips("kontor", [slip])
    address, path = f"http://127.0.0.1:{port}/", "/v1/surveys/kontor"
    sent = ballot("M", to="kontor", seals=seals)
    contributions = (
        ("ballots", sealed_ballot.body(sent, slip)),
        ("ballots", sealed_ballot.body(sent, slip)),
        ("codes", contribution.body("M", slip)),
    )
    with kontor.collector():
        answers = [
            ask(address, f"{path}/{name}", body, "http://127.0.0.1:1")[0] for name, body in contributions
        ]
    assert answers == [204, 204, 400]
    assert codes_in(stored_ballots(url, "kontor"), to="kontor", seals=seals) == {"M": 1}
    assert counted(url, "kontor") == {}


def test_the_seal_stands_once_the_survey_has_opened(tmp_path: Path, port: int) -> None:
    """Whoever takes it out, or puts another trustee in, is refused; before, it can be set right."""
    desk = Desk(tmp_path)
    for starts, seals in ((3, 2), (3, 1)):
        organisation(tmp_path, port, seals=seals, mode="slips", starts=starts)
        with open_storage(
            tmp_path / "site.toml", desk.url, collecting_survey(tmp_path / "site.toml")
        ) as storage:
            assert storage.number_of_ballots("kontor") == 0
    desk.change("UPDATE surveys SET opens = '2020-01-01'")
    text = (tmp_path / "site.toml").read_text("utf-8")
    text = re.sub("opens = .*", "opens = 2020-01-01", text)
    for seal in ("", f'seal = "{public_texts(2)[1]}"'):
        (tmp_path / "site.toml").write_text(re.sub("seal = .*", seal, text), "utf-8")
        lines = refusal(desk.run("collect")).splitlines()
        assert any(
            "site.toml: line " in line
            and ": collection.seal = " in line
            and "when survey 'kontor' opened" in line
            for line in lines
        )


def test_the_previews_collector_takes_sealed_ballots(tmp_path: Path) -> None:
    """As the real one: the ballot and one of the slips to try, the same again, and no code."""
    key = f'mode = "slips"\nseal = "{public_texts()[0]}"'
    settings, _ = configured(tmp_path, ('mode = "slips"', key))
    with run_collector([settings], SITE) as collecting:
        wait_for(collecting.address)
        slip = slips.read(collecting.notes[-1].split()[-1])
        body, path = sealed_ballot.body(ballot(), slip), "/v1/surveys/hafen-2027"
        sealed = [ask(collecting.address, f"{path}/ballots", body)[0] for _ in range(2)]
        plain = ask(collecting.address, f"{path}/codes", contribution.body("A-ST", slip))[0]
    assert (sealed, plain) == ([204, 204], 400)
