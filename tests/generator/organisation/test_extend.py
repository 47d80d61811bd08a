"""``lastbild extend``: database and site.toml say the same new day, or nothing has changed."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from generator.configuration import load
from generator.organisation import extending
from harness.desk import Desk, refusal
from harness.releases import CLOSES, DAY, OPENS, SITE, site
from questionnaire.faults import InputError

UNTIL = CLOSES + 7 * DAY


@pytest.fixture
def open_desk(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A survey with slips that runs, with its database, in the middle of its days."""
    desk.count({"A-ST": 3})
    monkeypatch.setattr("generator.clock.today", lambda: OPENS + DAY)
    return desk


def days(desk: Desk) -> list[tuple[object, ...]]:
    """Return the last day and the former one, as the database has them."""
    return desk.rows("SELECT closes, extended_from FROM surveys LEFT JOIN extensions ON id = survey")


def text(desk: Desk) -> str:
    """Return the site.toml."""
    return (desk.folder / "site.toml").read_text("utf-8")


def test_it_extends_and_says_what_is_to_be_done(open_desk: Desk) -> None:
    """In the database, in site.toml, in the facilitator's words: build, publish, replace copies."""
    done = open_desk.run("extend", "--until", "2027-02-05", "--yes")
    assert done.exit_code == 0, done.output
    config = open_desk.folder / "site.toml"
    said, build, command, copies = done.output.splitlines()
    assert said == "extended 'hafen-2027': its last day is 5 February 2027, not 29 January 2027"
    assert build == "Build the site and publish it again; its pages still name the former day:"
    assert command == f"  lastbild build --config {config}"
    assert copies.startswith("site.toml has the new day, too. Replace every other copy of it")
    assert days(open_desk) == [("2027-02-05", "2027-01-29")]
    survey = tomllib.loads(text(open_desk))["survey"]
    assert (survey["closes"], survey["extended_from"]) == (UNTIL, CLOSES)
    assert open_desk.run("close", "--yes").exit_code == 0


def test_it_speaks_german(open_desk: Desk) -> None:
    """Days as German readers write them, also where they are typed."""
    done = open_desk.run("extend", "--until", "05.02.2027", "--yes", "--lang", "de")
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[0] == (
        "„hafen-2027“ ist verlängert: Der letzte Tag ist der 5. Februar 2027, nicht mehr der 29. Januar 2027."
    )
    again = open_desk.run("extend", "--until", "06.02.2027", "--lang", "de")
    assert "ein zweites Mal geht nicht" in refusal(again)


def test_everything_else_in_the_file_stays(open_desk: Desk) -> None:
    """Comments, order and spelling: two lines are other ones, and nothing is lost."""
    path = open_desk.folder / "site.toml"
    commented = SITE.replace("closes = 2027-01-29", "closes =   2027-01-29  # Freitag").replace("\n", "\r\n")
    assert "# Freitag" in commented
    path.write_bytes(b"\xef\xbb\xbf" + commented.encode())
    open_desk.run("extend", "--until", "2027-02-05", "--yes")
    contents = path.read_bytes()
    assert contents.startswith(b"\xef\xbb\xbf")
    after, before = (set(each.decode("utf-8-sig").split("\r\n")) for each in (contents, commented.encode()))
    assert {line.split("=")[0].strip() for line in before - after} <= {"closes"}
    assert {line.split("=")[0].strip() for line in after - before} == {"closes", "extended_from"}


def test_the_same_again_changes_nothing(open_desk: Desk) -> None:
    """It says that it was done before, and ends with success: nobody has to find out by themselves."""
    open_desk.run("extend", "--until", "2027-02-05", "--yes")
    before = text(open_desk)
    done = open_desk.run("extend", "--until", "2027-02-05")
    assert done.exit_code == 0, done.output
    expected = (
        "'hafen-2027' was extended from 29 January 2027 to 5 February 2027 before; nothing was changed.\n"
    )
    assert done.output == expected
    assert text(open_desk) == before


def test_nobody_is_extended_without_an_answer(open_desk: Desk) -> None:
    """Where nobody can be asked, `--yes` is needed: it can be done only once."""
    before = text(open_desk)
    message = refusal(open_desk.run("extend", "--until", "2027-02-05", typed="n\n"))
    assert message.startswith("command line: --yes: is missing")
    assert (text(open_desk), days(open_desk)) == (before, [("2027-01-29", None)])


REFUSED = {
    "2027-01-29": "expected a day after the present last day, 2027-01-29: a survey is never shortened",
    "2027-01-12": "expected a day after the present last day",
}


@pytest.mark.parametrize("until", REFUSED)
def test_it_is_never_shortened(open_desk: Desk, until: str) -> None:
    """The option, the day and what was expected; nothing has changed."""
    before = text(open_desk)
    message = refusal(open_desk.run("extend", "--until", until, "--yes"))
    assert message.startswith(f'command line: --until = "{until}": {REFUSED[until]}')
    assert (text(open_desk), days(open_desk)) == (before, [("2027-01-29", None)])


@pytest.mark.parametrize(
    ("today", "said"), [(CLOSES + DAY, "never afterwards"), (OPENS - DAY, "has not opened")]
)
def test_only_a_survey_that_runs_is_extended(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch, today: dt.date, said: str
) -> None:
    """Not after its last day; before its first one site.toml is simply changed."""
    if today < OPENS:
        open_desk.change("UPDATE counters SET number = '000000000000'")
    monkeypatch.setattr("generator.clock.today", lambda: today)
    before = text(open_desk)
    assert said in refusal(open_desk.run("extend", "--until", "2027-02-05", "--yes"))
    assert (text(open_desk), days(open_desk)) == (before, [("2027-01-29", None)])


def test_a_closed_survey_stays_closed(open_desk: Desk) -> None:
    """Nothing opens it again."""
    open_desk.run("close", "--yes")
    before = text(open_desk)
    message = refusal(open_desk.run("extend", "--until", "2027-02-05", "--yes"))
    assert "expected a survey that is not closed yet" in message
    assert text(open_desk) == before


def test_no_database_is_made(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong name is told; site.toml stays."""
    monkeypatch.setattr("generator.clock.today", lambda: OPENS)
    before = text(desk)
    assert "there is no such file" in refusal(desk.run("extend", "--until", "2027-02-05", "--yes"))
    assert [path.name for path in desk.folder.iterdir()] == ["site.toml"]
    assert text(desk) == before


def test_a_survey_on_paper_needs_no_database(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ballots are often counted at the end only: the day changes in site.toml, by the same rules."""
    path = site(desk.folder, ('mode = "slips"', 'mode = "paper"'))
    monkeypatch.setattr("generator.clock.today", lambda: CLOSES + DAY)
    assert "never afterwards" in refusal(desk.run("extend", "--until", "2027-02-05", "--yes"))
    monkeypatch.setattr("generator.clock.today", lambda: OPENS)
    assert desk.run("extend", "--until", "2027-02-05", "--yes").exit_code == 0
    assert [each.name for each in desk.folder.iterdir()] == ["site.toml"]
    assert load.load_surveys(path)[0].config.survey.extended_from == CLOSES
    message = refusal(desk.run("extend", "--until", "2027-02-12", "--yes"))
    assert "cannot be done a second time" in message


NEXT = """
[[surveys]]
id = "sommer-2027"
title = "Sommer"
headcount = 140
opens = 2027-04-26
closes = 2027-05-07
"""


def test_a_fault_of_the_new_day_comes_before_anything(open_desk: Desk) -> None:
    """People who are invited to the next survey, too, are not asked twice within twelve weeks."""
    path = open_desk.folder / "site.toml"
    first = text(open_desk).replace("[survey]", "[[surveys]]")
    path.write_text(first.replace("[collection]", "[collection]\nheadcount = 140") + NEXT, "utf-8")
    before = text(open_desk)
    message = refusal(open_desk.run("extend", "--until", "2027-02-05", "--survey", "hafen-2027", "--yes"))
    assert "nobody is asked in two surveys" in message
    assert (text(open_desk), days(open_desk)) == (before, [("2027-01-29", None)])
    done = open_desk.run("extend", "--until", "2027-01-31", "--survey", "hafen-2027", "--yes")
    assert done.exit_code == 0, done.output
    surveys = tomllib.loads(text(open_desk))["surveys"]
    assert [each["closes"] for each in surveys] == [dt.date(2027, 1, 31), dt.date(2027, 5, 7)]
    assert [each.get("extended_from") for each in surveys] == [CLOSES, None]


def test_what_was_cut_off_is_ended_by_the_same_command(
    open_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database had the day already, site.toml had not: told, and then done, even after the former day."""

    def failing(*_: object) -> None:
        raise InputError([])

    before = text(open_desk)
    with monkeypatch.context() as patched:
        patched.setattr(extending, "_write", failing)
        assert open_desk.run("extend", "--until", "2027-02-05", "--yes").exit_code == 1
    assert (text(open_desk), days(open_desk)) == (before, [("2027-02-05", "2027-01-29")])
    assert "was extended, and that is done only once" in refusal(open_desk.run("close", "--yes"))
    monkeypatch.setattr("generator.clock.today", lambda: CLOSES + DAY)
    done = open_desk.run("extend", "--until", "2027-02-05", "--yes")
    assert done.exit_code == 0, done.output
    assert load.load_surveys(open_desk.folder / "site.toml")[0].config.survey.extended_from == CLOSES
    assert open_desk.run("close", "--yes").exit_code == 0


def test_a_file_that_cannot_be_written_is_told(open_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """With what to do: the database has the day already."""

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    message = refusal(open_desk.run("extend", "--until", "2027-02-05", "--yes"))
    assert message.startswith("site.toml: ")
    assert (
        "No space left on device), but the database has the new last day; start the same command" in message
    )
    assert sorted(path.name for path in open_desk.folder.iterdir() if "sqlite" not in path.name) == [
        "site.toml"
    ]


def test_an_operator_follows_a_site_toml_that_says_so_already(open_desk: Desk) -> None:
    """Facilitator and operator are two people: `collect` and others refuse, and name the command."""
    path = open_desk.folder / "site.toml"
    path.write_text(
        text(open_desk).replace("closes = 2027-01-29", "closes = 2027-02-05\nextended_from = 2027-01-29")
    )
    before = text(open_desk)
    message = refusal(open_desk.run("close", "--yes"))
    assert "lastbild extend --until DAY" in message
    assert open_desk.run("extend", "--until", "2027-02-05").exit_code == 0
    assert (text(open_desk), days(open_desk)) == (before, [("2027-02-05", "2027-01-29")])


def test_a_link_to_a_site_toml_stays_one(open_desk: Desk) -> None:
    """The file that it leads to is changed."""
    path = open_desk.folder / "site.toml"
    kept = path.rename(open_desk.folder / "kept.toml")
    path.symlink_to(kept)
    assert open_desk.run("extend", "--until", "2027-02-05", "--yes").exit_code == 0
    assert path.is_symlink()
    assert "extended_from = 2027-01-29" in kept.read_text("utf-8")


def test_the_report_of_an_extended_survey_says_so(open_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """From site.toml over the database to the page, in both languages."""
    open_desk.run("extend", "--until", "2027-02-05", "--yes")
    monkeypatch.setattr("generator.clock.today", lambda: UNTIL)
    assert "has not passed" in refusal(open_desk.report())
    monkeypatch.setattr("generator.clock.today", lambda: UNTIL + DAY)
    assert open_desk.report().exit_code == 0
    pages = [(open_desk.out / name).read_text("utf-8") for name in ("index.html", "en/index.html")]
    assert "einmal verlängert, vom 29. Januar 2027 auf den 5. Februar 2027" in pages[0]
    assert "extended once, from 29 January 2027 to 5 February 2027" in pages[1]
