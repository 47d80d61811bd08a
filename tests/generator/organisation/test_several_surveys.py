"""Several surveys in one site.toml: a command works on one of them, the collector on all that collect."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
import segno

from collector import server
from collector.model import Survey
from generator.configuration import load
from generator.preview.collector import run_collector
from harness import sites
from harness.desk import Desk, refusal
from harness.releases import CLOSES, DAY, EVERYTHING, OPENS
from questionnaire import contribution, slips
from tests.generator.preview.test_collector import SITE, ask, wait_for

COMMANDS = {"slips": ("3",), "tally": (), "close": ("--yes",), "report": ()}
TEXT = """\
[site]
address = "https://kontor.example/umfrage/"
[brand]
name = "Kontor"
[collection]
mode = "slips"
url = "https://umfrage.example/"
headcount = 290
[[surveys]]
id = "nord"
title = "Nord"
headcount = 140
opens = 2027-01-11
closes = 2027-01-29
detail = "levers"
[[surveys]]
id = "sued-2027"
folder = "sued"
title = "Süd"
headcount = 120
opens = 2027-01-11
closes = 2027-02-05
[surveys.collection]
mode = "open"
[[surveys]]
id = "west"
title = "West"
headcount = 20
opens = 2027-01-11
closes = 2027-01-29
[surveys.collection]
mode = "paper"
"""
NORTH = Survey("nord", "slips", "levers", OPENS, CLOSES, 10, 140)
SOUTH = Survey("sued-2027", "open", "type", OPENS, dt.date(2027, 2, 5), 10, 120)


@pytest.fixture
def three(desk: Desk) -> Desk:
    """The desk with a site of three surveys: by slips, open, on paper."""
    sites.write(desk.folder, TEXT)
    return desk


@pytest.mark.parametrize("command", COMMANDS)
def test_which_survey_has_to_be_said(three: Desk, command: str) -> None:
    """Without --survey, or with an unknown id, the message lists the ids there are; nothing is made."""
    expected = "expected the id of one of the surveys there are (nord, sued-2027, west)"
    assert (
        refusal(three.run(command, *COMMANDS[command])) == f"command line: --survey: is missing; {expected}\n"
    )
    message = refusal(three.run(command, *COMMANDS[command], "--survey", "nrod"))
    assert message == f"command line: --survey = \"nrod\": {expected}; did you mean 'nord'?\n"
    assert [path.name for path in three.folder.iterdir()] == ["site.toml"]


def test_the_only_survey_may_be_named(desk: Desk) -> None:
    """A script that always names the survey works on every site; a wrong id is still refused."""
    assert "hafen-2027" in refusal(desk.run("slips", "3", "--survey", "hafen"))
    assert desk.run("slips", "3", "--survey", "hafen-2027").exit_code == 0


def test_a_refused_mode_is_named_where_it_stands(three: Desk) -> None:
    """In the survey's own table, or in the common table."""
    message = refusal(three.run("slips", "3", "--survey", "west"))
    assert (
        sites.unplaced(message)
        == 'site.toml: surveys[3].collection.mode = "paper": expected slips for this command\n'
    )
    sites.write(three.folder, TEXT.replace('mode = "slips"', 'mode = "off"').replace('mode = "paper"', ""))
    message = refusal(three.run("close", "--yes", "--survey", "west"))
    assert (
        sites.unplaced(message)
        == 'site.toml: collection.mode = "off": expected paper or open or slips for this command\n'
    )
    message = refusal(three.run("tally", "--survey", "sued-2027"))
    assert sites.unplaced(message).startswith(
        'site.toml: surveys[2].collection.mode = "open": expected "paper": a survey has'
    )


def test_slips_lead_to_their_own_survey(three: Desk) -> None:
    """Every card and its QR code have the address of the survey's folder."""
    done = three.run("slips", "2", "--survey", "nord", "--out", "nord.html")
    assert done.exit_code == 0
    page = (three.folder / "nord.html").read_text("utf-8")
    address = "https://kontor.example/umfrage/nord/"
    assert page.count(f'<p class="address">{address}</p>') == 2
    qr_code = segno.make(address, error="m", micro=False)
    assert page.count(str(qr_code.svg_inline(border=2, omitsize=True))) == 2
    assert three.rows("SELECT survey, count(*) FROM slips GROUP BY survey") == [("nord", 2)]


def test_ballots_close_and_report_are_of_one_survey(three: Desk, today: Callable[[dt.date], None]) -> None:
    """To count, close and release one survey leaves the others as they were."""
    three.count(EVERYTHING, NORTH)
    three.count({"A": 5}, SOUTH)
    assert three.run("tally", "--survey", "west", typed="1\nB 3\ndone\n3\ny\n").exit_code == 0
    counted = three.rows(
        "SELECT survey, code FROM counters WHERE number > '000000000000' AND survey <> 'nord'"
    )
    assert counted == [("sued-2027", "A"), ("west", "B")]
    assert three.run("close", "--yes", "--survey", "sued-2027").stdout == "closed 'sued-2027'\n"
    today(CLOSES + DAY)
    assert three.report("--survey", "nord").exit_code == 0
    assert "Nord" in (three.out / "index.html").read_text("utf-8")
    assert three.rows("SELECT survey FROM releases") == [("nord",)]
    assert three.rows("SELECT id FROM surveys WHERE closed ORDER BY id") == [("nord",), ("sued-2027",)]


def test_a_report_that_is_too_early_names_the_surveys_own_day(three: Desk) -> None:
    """The key is that of the survey's entry."""
    three.count({"A": 20}, SOUTH)
    message = refusal(three.report("--survey", "sued-2027"))
    assert sites.unplaced(message).startswith('site.toml: surveys[2].closes = "2027-02-05": has not passed')


def test_one_collector_serves_every_survey_that_collects(
    three: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The surveys with slips and the open ones, not the one on paper; each with its own days."""
    calls: list[object] = []
    monkeypatch.setattr(server, "run", lambda *arguments, **_: calls.append(arguments[:2]))
    done = three.run("collect")
    assert done.exit_code == 0
    assert calls == [(three.url, [NORTH, SOUTH])]
    assert [line.split(" at ")[0] for line in done.stdout.splitlines()] == [
        "Collecting 'nord'",
        "Collecting 'sued-2027'",
        f"made a new database: {three.file}",
    ]
    sites.write(three.folder, TEXT.replace('"open"', '"off"').replace('"slips"', '"paper"'))
    message = refusal(three.run("collect"))
    assert (
        sites.unplaced(message)
        == 'site.toml: collection.mode = "paper": expected open or slips for this command\n'
    )


def test_what_must_not_change_any_more_is_told_of_all_surveys_at_once(three: Desk) -> None:
    """The collector does not start, and the keys are those of the entries."""
    three.count({}, NORTH)
    three.count({}, SOUTH)
    sites.write(three.folder, TEXT.replace("headcount = 140", "headcount = 141").replace("= 120", "= 121"))
    lines = refusal(three.run("collect")).splitlines()
    assert [
        sites.unplaced(line).split(": expected")[0] for line in lines if line.startswith("site.toml")
    ] == [
        "site.toml: surveys[1].headcount = 141",
        "site.toml: surveys[2].headcount = 121",
    ]


def test_the_previews_collector_takes_codes_for_each_survey(tmp_path: Path) -> None:
    """One process serves all; a survey with slips has some to try, listed with the survey's id."""
    surveys = load.load_surveys(sites.write(tmp_path, TEXT))
    with run_collector([survey.config for survey in surveys], SITE) as collecting:
        wait_for(collecting.address)
        [trial] = [note for note in collecting.notes if note.startswith("Slips to try (nord): ")]
        slip = slips.read(trial.split()[-1])
        statuses = [
            ask(collecting.address, f"/v1/surveys/{survey}/codes", body)[0]
            for survey, body in (
                ("nord", contribution.body("A-ST", slip)),
                ("nord", contribution.body("A-ST")),
                ("sued-2027", contribution.body("B")),
                ("west", contribution.body("B")),
            )
        ]
    assert statuses == [204, 400, 204, 404]
