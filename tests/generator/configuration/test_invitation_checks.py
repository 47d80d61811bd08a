"""Nobody is asked in two surveys of a site at once: people are counted, and both surveys are named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from generator.configuration import load
from harness import sites

FIRST = dt.date(2027, 1, 11)
LAST = dt.date(2027, 1, 29)
WAITED = LAST + dt.timedelta(weeks=12)


def survey(name: str, people: int, opens: dt.date = FIRST, closes: dt.date = LAST, *more: str) -> str:
    """Return an entry of [[surveys]]."""
    lines = [f'id = "{name}"', f'title = "{name}"', f"headcount = {people}"]
    return "\n".join(["[[surveys]]", *lines, f"opens = {opens}", f"closes = {closes}", *more, ""])


def site(people: int | None, *surveys: str, mode: str = "paper") -> str:
    """Return a site.toml whose surveys invite ``people`` together."""
    headcount = "" if people is None else f"headcount = {people}\n"
    return f'{sites.BRAND}[collection]\nmode = "{mode}"\n{headcount}{"".join(surveys)}'


def faults(folder: Path, text: str) -> list[str]:
    """Return the faults of such a site, without the file's name and the line."""
    lines = sites.faults(sites.write(folder, text))
    return [sites.unplaced(line).removeprefix("site.toml: ") for line in lines]


def asked_twice(left: int, others: str, taken: int, people: int) -> str:
    """Return what is said of a survey that invites too many."""
    named = ", ".join(f'"{name}"' for name in others.split())
    return (
        f"expected at most {left}: at the same time, or less than 12 weeks before, {taken} of the {people}"
        f" people in collection.headcount are invited to {named}, and nobody is asked in two surveys at once;"
        " ask each team in a survey of its own and not the whole besides, or wait 12 weeks before you ask the"
        " same people again"
    )


def test_a_team_within_the_whole_is_refused(tmp_path: Path) -> None:
    """Who reads both reports subtracts one from the other; the fault names the other survey."""
    text = site(140, survey("whole", 140), survey("team", 20))
    assert faults(tmp_path, text) == [f"surveys[2].headcount = 20: {asked_twice(0, 'whole', 140, 140)}"]


def test_teams_beside_each_other_are_fine(tmp_path: Path) -> None:
    """Each of the 140 people is in one of them."""
    text = site(140, survey("north", 60), survey("south", 50), survey("west", 30))
    surveys = load.load_surveys(sites.write(tmp_path, text))
    assert [one.config.collection.headcount for one in surveys] == [140] * 3


@pytest.mark.parametrize(
    ("opens", "allowed"),
    [
        (LAST + dt.timedelta(days=1), False),
        (WAITED - dt.timedelta(days=1), False),
        (WAITED, True),
        (FIRST - dt.timedelta(weeks=20), True),
        (FIRST - dt.timedelta(weeks=14), False),
    ],
)
def test_the_same_people_are_asked_again_after_twelve_weeks(
    tmp_path: Path, opens: dt.date, *, allowed: bool
) -> None:
    """Counted from the last day of the one to the first day of the other, whichever stands first."""
    second = survey("second", 140, opens, opens + dt.timedelta(days=18))
    text = site(140, survey("first", 140), second)
    if allowed:
        assert len(load.load_surveys(sites.write(tmp_path, text))) == 2
    else:
        later, earlier = (2, "first") if opens > FIRST else (1, "second")
        assert faults(tmp_path, text) == [
            f"surveys[{later}].headcount = 140: {asked_twice(0, earlier, 140, 140)}"
        ]


def test_every_moment_is_looked_at(tmp_path: Path) -> None:
    """Two short surveys may follow each other beside a long one; three at once are too many."""
    week, wait = dt.timedelta(weeks=1), dt.timedelta(weeks=13)
    long = survey("long", 60, FIRST, FIRST + dt.timedelta(weeks=30))
    early, late = (
        survey("early", 80, FIRST, FIRST + week),
        survey("late", 80, FIRST + wait, FIRST + wait + week),
    )
    assert len(load.load_surveys(sites.write(tmp_path, site(140, late, long, early)))) == 3
    third = survey("third", 30, FIRST + week, FIRST + 2 * week)
    assert faults(tmp_path, site(140, third, long, early)) == [
        f"surveys[1].headcount = 30: {asked_twice(0, 'early long', 140, 140)}"
    ]


def test_the_number_of_all_people_is_asked_for_as_soon_as_several_surveys_collect(tmp_path: Path) -> None:
    """One survey that collects beside one that does not needs none."""
    off = survey("off", 20, FIRST, LAST, '[surveys.collection]\nmode = "off"')
    assert len(load.load_surveys(sites.write(tmp_path, site(None, survey("a", 140), off)))) == 2
    [line] = faults(tmp_path, site(None, survey("a", 140), survey("b", 20)))
    assert line.startswith(
        "collection.headcount: is missing; expected how many people the surveys of this site"
    )


def test_a_survey_that_does_not_collect_asks_nobody(tmp_path: Path) -> None:
    """There is no report to subtract."""
    off = survey("off", 140, FIRST, LAST, '[surveys.collection]\nmode = "off"')
    assert len(load.load_surveys(sites.write(tmp_path, site(140, survey("a", 140), off)))) == 2


def test_the_number_of_all_people_stands_in_the_common_table(tmp_path: Path) -> None:
    """A survey cannot have a number of its own: it would not count all."""
    own = survey("b", 20, FIRST, LAST, "[surveys.collection]\nheadcount = 500")
    [line] = faults(tmp_path, site(140, survey("a", 140), own))
    said = "expected it once, in the common [collection]: it counts the people of all surveys together"
    assert line == f"surveys[2].collection.headcount = 500: {said}"


def test_one_survey_invites_no_more_people_than_there_are(tmp_path: Path) -> None:
    """In the only survey of a site, and in one of several."""
    said = "expected at most 100, as many as all surveys of this site invite together (collection.headcount)"
    alone = site(100, survey("a", 140).replace("[[surveys]]", "[survey]"))
    assert faults(tmp_path, alone) == [f"survey.headcount = 140: {said}"]
    assert faults(tmp_path, site(100, survey("a", 140)))[0] == f"surveys[1].headcount = 140: {said}"


def test_faulty_values_are_reported_once_and_hide_nothing(tmp_path: Path) -> None:
    """A missing day, a wrong number, the last day there is: no crash, and the other faults are told."""
    last = dt.date(9999, 12, 31)
    text = site(
        140, survey("a", 140, FIRST, last), survey("b", 20), survey("c", 20).replace("= 20\n", '= "x"\n')
    )
    assert [line.split(" = ")[0] for line in faults(tmp_path, text)] == [
        "surveys[2].headcount",
        "surveys[3].headcount",
    ]
    assert faults(tmp_path, site(140, survey("a", 140).replace("closes = 2027-01-29\n", ""))) == [
        'surveys[1].closes: is missing; expected, because collection.mode is "paper"'
    ]
