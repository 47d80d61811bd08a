"""``lastbild count URN URN …``: urns of surveys that are released in one act, all at once or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from generator.configuration import load
from generator.configuration.survey import Site
from generator.report.urns import urn_of
from harness import sites
from harness.desk import refusal
from harness.teams import COUNTS, INVITED, site_toml
from harness.trustees import COUNCIL, OFFICER, OPENED_BY, ballots, write_key_file
from questionnaire import levels_file
from questionnaire import urn as urns
from questionnaire.disclosure import release
from questionnaire.urn import Urn


def site(folder: Path, *keys: str) -> Site:
    """Return the site of three teams that are sealed to ``keys``."""
    collection = f'mode = "slips"\nurl = "https://umfrage.example/"\nseal = {list(keys)}'
    return load.load_site(sites.write(folder, site_toml(collection=collection)))


def urns_of(site: Site, counts: Mapping[str, Mapping[str, int]] = COUNTS) -> list[Urn]:
    """Return the urn of each team, as `close` writes it."""
    return [
        urn_of(
            survey.config,
            [*ballots(survey.config, counts[survey.config.survey.id])],
            INVITED[survey.config.survey.id],
            survey.teams,
        )
        for survey in site.surveys
    ]


def written(folder: Path, *found: Urn) -> list[Path]:
    """Write each urn into ``folder``, and return the paths."""
    for urn in found:
        (folder / urn.file_name).write_bytes(urns.dump(urn))
    return [folder / urn.file_name for urn in found]


def count(*arguments: object, typed: int = 1) -> Result:
    """Run ``lastbild count``; each key file is opened with one passphrase."""
    return CliRunner().invoke(main, ["count", *map(str, arguments)], input=f"{OPENED_BY}\n" * typed)


def test_all_urns_are_counted_at_once(tmp_path: Path) -> None:
    """One passphrase, one file: that of the rule for all teams; `report` makes the report of it."""
    found, key = site(tmp_path, COUNCIL.public_text), write_key_file(tmp_path, "key.json", COUNCIL)
    paths = written(tmp_path, *urns_of(found))
    done = count(
        *reversed(paths), "--key", key, "--out", tmp_path / "out", "--config", tmp_path / "site.toml"
    )
    assert done.exit_code == 0, done.output
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["levels.json"]
    file = levels_file.parse((tmp_path / "out" / "levels.json").read_bytes())
    assert file.teams == tuple(INVITED)
    assert file.levels.own == (("nord-2027", release(COUNTS["nord-2027"], invited=60)),)
    assert file.levels.together == release({"A": 12, "B": 8, "C": 9, "N": 5}, invited=50)
    assert file.together
    assert file.together.reach
    assert file.together.reach.slips == 50
    options = ["--config", tmp_path / "site.toml", "--out", tmp_path / "report"]
    made = CliRunner().invoke(
        main, ["report", *map(str, options), "--release", str(tmp_path / "out" / "levels.json")]
    )
    assert made.exit_code == 0, made.output
    assert (tmp_path / "report" / "together" / "index.html").is_file()


def test_two_trustees_open_all_urns_one_after_the_other(tmp_path: Path) -> None:
    """The second passes on every urn with one seal less; what the first counts is the same as with both."""
    found = site(tmp_path, COUNCIL.public_text, OFFICER.public_text)
    first, second = (
        write_key_file(tmp_path, name, key) for name, key in (("a.json", COUNCIL), ("b.json", OFFICER))
    )
    paths = written(tmp_path, *urns_of(found))
    assert count(*paths, "--key", second, "--out", tmp_path / "left").exit_code == 0
    left = sorted((tmp_path / "left").iterdir())
    assert len(left) == 3
    assert count(*left, "--key", first, "--out", tmp_path / "out").exit_code == 0
    both = count(*paths, "--key", first, "--key", second, "--out", tmp_path / "both", typed=2)
    assert both.exit_code == 0, both.output
    assert (tmp_path / "out" / "levels.json").read_bytes() == (tmp_path / "both" / "levels.json").read_bytes()


def test_an_urn_is_not_counted_without_the_others(tmp_path: Path) -> None:
    """Whoever had it alone could subtract it; nothing is asked and nothing is written."""
    found, key = site(tmp_path, COUNCIL.public_text), write_key_file(tmp_path, "key.json", COUNCIL)
    paths = written(tmp_path, *urns_of(found))
    for some in (paths[:1], paths[:2]):
        said = refusal(count(*some, "--key", key, "--out", tmp_path / "out"))
        assert "expected one urn of each of nord-2027, sued-2027, west-2027" in said
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"survey_id": "nord-2027"}, "is a second urn of survey 'nord-2027'"),
        ({"release": "whole"}, "says whole for collection.release, but the first urn says teams"),
        ({"threshold": 12}, "says 12 for survey.threshold, but the first urn says 10"),
        ({"teams": ("west-2027", "nord-2027", "sued-2027")}, "for surveys, but the first urn says nord-2027"),
        ({"release": "each", "teams": ()}, "is counted alone; expected no other urn beside it"),
    ],
    ids=str,
)
def test_urns_that_differ_are_refused(tmp_path: Path, changed: dict[str, object], said: str) -> None:
    """What the rule needs has to be the same in all of them, and each survey is there once."""
    found, key = site(tmp_path, COUNCIL.public_text), write_key_file(tmp_path, "key.json", COUNCIL)
    north, south, west = urns_of(found)
    paths = [*written(tmp_path, north, south), tmp_path / "strange.urn.json"]
    paths[-1].write_bytes(urns.dump(replace(west, **changed)))  # type: ignore[arg-type]
    assert said in refusal(count(*paths, "--key", key, "--out", tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("release", [None, "report.json"])
def test_the_report_needs_the_joint_release(tmp_path: Path, release: str | None) -> None:
    """Sealed surveys are released by their trustee; a report.json of one survey is no joint release."""
    site(tmp_path, COUNCIL.public_text)
    (tmp_path / "report.json").write_text("{}")
    options = ["--config", str(tmp_path / "site.toml"), "--out", str(tmp_path / "report")]
    given = ["--release", str(tmp_path / release)] if release else []
    said = refusal(CliRunner().invoke(main, ["report", *options, *given]))
    assert ("is no levels.json" if release else "counts all of them at once") in said


def test_the_joint_release_of_another_site_is_refused(tmp_path: Path) -> None:
    """Its surveys are named, and nothing is written."""
    found, key = site(tmp_path, COUNCIL.public_text), write_key_file(tmp_path, "key.json", COUNCIL)
    assert count(*written(tmp_path, *urns_of(found)), "--key", key, "--out", tmp_path / "out").exit_code == 0
    text = (tmp_path / "site.toml").read_text("utf-8").replace("west-2027", "ost-2027")
    other = sites.write(tmp_path / "other", text)
    options = ["--config", str(other), "--out", str(tmp_path / "report")]
    said = refusal(
        CliRunner().invoke(main, ["report", *options, "--release", str(tmp_path / "out" / "levels.json")])
    )
    assert "expected the one of nord-2027, sued-2027, ost-2027" in said
    assert not (tmp_path / "report").exists()
