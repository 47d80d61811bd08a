"""Several surveys released in one act: closed, disclosed by one rule and saved together, or not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import Connection

from collector.errors import CollectorError, StorageError
from collector.storage import Storage
from collector.tables import destroy_counts
from generator.commands.main import main
from generator.organisation.joint_release import release_jointly
from generator.organisation.release import release_survey
from generator.organisation.storage import (
    COLLECTING_MODES,
    CollectingSurvey,
    collecting_surveys,
    register_all,
)
from harness import sites
from harness.desk import Desk, refusal
from harness.releases import CLOSES, DAY, OPENS
from harness.teams import COUNTS, INVITED, site_toml
from questionnaire import levels_file
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.faults import InputError

TEXT = site_toml()


def fill(desk: Desk, counts: Mapping[str, Mapping[str, int]] = COUNTS) -> tuple[CollectingSurvey, ...]:
    """Count the ballots of every team in the database of ``desk``, and return the surveys."""
    path = desk.folder / "site.toml"
    surveys = collecting_surveys(path, COLLECTING_MODES)
    register_all(path, desk.url, surveys)
    storage = Storage.open(desk.url)
    for team, tally in counts.items():
        storage.tally(team, tally, heap=1, today=OPENS)
    storage.dispose()
    return surveys


@pytest.fixture
def teams(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """The desk of a site of three teams that are released in one act, on the day after the last one."""
    sites.write(desk.folder, TEXT)
    monkeypatch.setattr("generator.clock.today", lambda: CLOSES + DAY)
    fill(desk)
    return desk


def test_one_report_holds_each_team_that_may_be_shown_and_the_others_together(teams: Desk) -> None:
    """A folder for each, the whole in front, and no report on a team that is shown with others."""
    done = teams.run("report")
    assert done.exit_code == 0, done.output
    assert "A report of its own: nord-2027\nShown together: sued-2027, west-2027\n" in done.stdout
    pages = {str(path.parent.relative_to(teams.out)) for path in teams.out.rglob("index.html")}
    assert pages == {".", "en", "nord-2027", "nord-2027/en", "together", "together/en"}
    file = levels_file.parse((teams.out / "levels.json").read_bytes())
    assert file.levels.own == (("nord-2027", release(COUNTS["nord-2027"], invited=60)),)
    both = {"A": 12, "B": 8, "C": 9, "N": 5}
    assert file.levels.together == release(both, invited=50)
    assert file.together
    assert file.together.wave.survey_id == "whole-2027"


def test_a_second_call_writes_the_same_bytes(teams: Desk) -> None:
    """It is released once; whatever is called later renders the same release."""
    assert teams.run("report").exit_code == 0
    before = {path: path.read_bytes() for path in teams.out.rglob("*") if path.is_file()}
    assert teams.run("report").exit_code == 0
    assert {path: path.read_bytes() for path in teams.out.rglob("*") if path.is_file()} == before


def test_the_exact_counts_of_all_teams_are_destroyed_at_once(teams: Desk) -> None:
    """After the report, the database tells no count of any team, whether it has a report or not."""
    assert teams.run("report").exit_code == 0
    assert teams.rows("SELECT DISTINCT CAST(number AS INTEGER) FROM counters") == [(0,)]
    bodies = teams.rows("SELECT DISTINCT body FROM releases")
    assert len(bodies) == 1
    assert teams.rows("SELECT count(*) FROM releases") == [(3,)]


def test_the_whole_alone_is_an_ordinary_report(teams: Desk) -> None:
    """With release = "whole", no team has a report, whatever its counts are; the report is on all of them."""
    teams.file.unlink()
    sites.write(teams.folder, site_toml(release="whole"))
    fill(teams)
    assert teams.run("report").exit_code == 0
    found = json.loads((teams.out / "report.json").read_bytes())
    assert (found["survey"]["id"], found["reach"]["invited"], found["contributions"]) == (
        "whole-2027",
        110,
        85,
    )
    assert {path.name for path in teams.out.iterdir() if path.is_dir()} == {"assets", "en"}


def test_a_withheld_whole_shows_no_team(teams: Desk) -> None:
    """Too few in all: one report that says so, and folders for nobody."""
    teams.file.unlink()
    fill(teams, {"nord-2027": {"A": 3}, "sued-2027": {"B": 2}, "west-2027": {"C": 3}})
    done = teams.run("report")
    assert "Nothing may be shown, of no team and not of all together." in done.stdout
    file = levels_file.parse((teams.out / "levels.json").read_bytes())
    assert file.levels == levels_file.LevelsFile("teams", tuple(INVITED), (), file.together).levels
    assert file.together
    assert file.together.result == Withheld()


def test_one_survey_of_them_has_no_report_of_its_own(teams: Desk) -> None:
    """Neither by the command nor in the storage: nobody can have a team's release beside the joint one."""
    said = refusal(teams.run("report", "--survey", "nord-2027"))
    assert "this site releases all its surveys in one act (nord-2027, sued-2027, west-2027)" in said
    assert "leave --survey out" in said
    path = teams.folder / "site.toml"
    surveys = collecting_surveys(path, COLLECTING_MODES)
    storage = Storage.open(teams.url)
    with pytest.raises(InputError, match="released in one act"):
        release_survey(storage, surveys[0], path, today=CLOSES + DAY)
    storage.close("nord-2027")
    with pytest.raises(CollectorError, match="released in one act with others"):
        storage.save_release("nord-2027", b"{}")
    storage.dispose()


def test_two_joint_releases_are_not_compared(teams: Desk) -> None:
    """Different teams may stand together in them."""
    assert "different teams may stand together" in refusal(teams.run("report", "--previous", "site.toml"))


def test_all_surveys_end_before_one_is_released(teams: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every survey that still runs is named; nothing is closed."""
    monkeypatch.setattr("generator.clock.today", lambda: CLOSES)
    said = refusal(teams.run("report"))
    assert all(f"surveys[{number}].closes" in said for number in (1, 2, 3))
    assert teams.rows("SELECT DISTINCT closed FROM surveys") == [(0,)]
    assert teams.run("report", "--close", "--yes").exit_code == 0


def test_a_survey_that_was_released_alone_keeps_the_others_from_a_joint_release(teams: Desk) -> None:
    """A database of another origin may hold one: whoever has both could subtract."""
    teams.change("INSERT INTO releases VALUES ('nord-2027', x'7b7d')")
    said = refusal(teams.run("report"))
    assert "these surveys have a release of their own (nord-2027)" in said
    assert teams.rows("SELECT count(*) FROM releases") == [(1,)]
    assert teams.rows("SELECT DISTINCT closed FROM surveys") == [(0,)]


def test_what_is_released_is_settled_when_the_surveys_open(teams: Desk) -> None:
    """Neither the kind of the release nor which surveys are in it can be changed once people rely on it."""
    sites.write(teams.folder, TEXT.replace('release = "teams"\n', ""))
    said = refusal(teams.run("report", "--survey", "nord-2027"))
    assert 'collection.release = "each": expected teams, as when survey' in said
    sites.write(teams.folder, site_toml({**INVITED, "ost-2027": 40}))
    assert "as when survey" in refusal(teams.run("close", "--survey", "nord-2027", "--yes"))
    assert teams.rows("SELECT DISTINCT closed FROM surveys") == [(0,)]


def test_a_release_that_is_cut_off_leaves_all_counts(teams: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """One transaction for all: either every team is released, without counts, or none is, with all."""
    path = teams.folder / "site.toml"
    surveys = collecting_surveys(path, COLLECTING_MODES)
    storage = Storage.open(teams.url)
    calls: list[str] = []

    def second_fails(connection: Connection, survey: str) -> None:
        calls.append(survey)
        if len(calls) == 2:
            raise OSError(28, "the disk is full")
        destroy_counts(connection, survey)

    monkeypatch.setattr("collector.releasing.destroy_counts", second_fails)
    with pytest.raises(StorageError):
        release_jointly(storage, surveys, path, today=CLOSES + DAY)
    monkeypatch.undo()
    for survey in surveys:
        assert storage.load_release(survey.id) is None
        assert {code: number for code, number in storage.counts(survey.id).items() if number} == COUNTS[
            survey.id
        ]
    saved = release_jointly(storage, surveys, path, today=CLOSES + DAY)
    storage.dispose()
    assert isinstance(levels_file.parse(saved).own[0].result, Release)


def test_the_status_names_the_one_report_of_all(teams: Desk) -> None:
    """The next command of each survey is the same, and names no survey."""
    said = teams.run("status").stdout
    assert "report --survey" not in said
    assert "lastbild report" in said


def test_no_page_counts_one_of_them_alone(teams: Desk) -> None:
    """The count of paper in a browser knows one survey only; the ballots go into the database."""
    said = refusal(CliRunner().invoke(main, ["count", "--config", str(teams.folder / "site.toml")]))
    assert "so no page counts one of them alone; enter the ballots by `lastbild tally`" in said


def test_another_database_is_refused_and_not_made(teams: Desk, tmp_path: Path) -> None:
    """A report releases for good: a database that lacks a team is the wrong one."""
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    assert "other.sqlite" in refusal(teams.run("report", "--database", url))
    assert not (tmp_path / "other.sqlite").exists()
