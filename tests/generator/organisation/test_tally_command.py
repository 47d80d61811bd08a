"""tally: a person enters a heap of ballots, and a typing error never reaches a counter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from harness.desk import SURVEY, Desk, refusal
from harness.releases import CLOSES, DAY, OPENS, site


def test_a_whole_heap_is_counted(desk: Desk) -> None:
    """Codes, numbers, a typing error that is named, an entry taken back, the sums, the heap, yes."""
    typed = "a-sb 3\nB-T\nA-SX\nD-B 4\nundo\nm 2\nlist\ndone\n6\ny\n"
    done = desk.run("tally", typed=typed)
    assert (done.exit_code, done.stderr) == (0, "")
    for line in (
        "A-SB 3; 3 so far",
        "B-T 1; 4 so far",
        "not entered: 'A-SX' stands on no ballot",
        "D-B 4; 8 so far",
        "undone: D-B 4",
        "M 2; 6 so far",
        "A-SB 3, B-T 1, M 2",
        "counted 6 ballots",
    ):
        assert line in done.stdout
    assert desk.counted() == {"A-SB": 3, "B-T": 1, "M": 2}


@pytest.mark.parametrize("mode", ["paper", "open"])
def test_ballots_are_counted_in_every_mode_that_collects(desk: Desk, mode: str) -> None:
    """Paper and screen go together; a second heap is added to the first."""
    site(desk.folder, ('mode = "slips"', f'mode = "{mode}"'))
    for _ in range(2):
        assert desk.run("tally", typed="N 5\ndone\n5\ny\n").exit_code == 0
    assert desk.counted() == {"N": 10}


def test_cancelling_counts_nothing(desk: Desk) -> None:
    """Status 0, because the person wanted it; not even a database is made."""
    done = desk.run("tally", typed="A-SB 3\nCancel\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("Nothing was counted.\n")
    assert not desk.file.exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("A-SB 3\ndone\n4\n", "3 were entered, but the heap holds 4; look for the mistake and enter again."),
        ("A-SB 3\ndone\n3\nn\n", "Nothing was counted."),
        ("A-SB 3\ndone\n3\n\n", "Nothing was counted."),
        ("done\n1\n", "0 were entered, but the heap holds 1"),
    ],
)
def test_what_is_not_confirmed_is_not_counted(desk: Desk, typed: str, said: str) -> None:
    """Another number in the heap, a no, or only the enter key: status 1, and nothing is counted."""
    done = desk.run("tally", typed=typed)
    assert said in done.stdout
    refusal(done)
    assert not desk.file.exists()


def test_an_interrupted_session_counts_nothing(desk: Desk) -> None:
    """The input ends before ``done``."""
    assert desk.run("tally", typed="A-SB 3\nB-T\n").exit_code == 1
    assert not desk.file.exists()


def test_taking_back_with_nothing_entered_says_so(desk: Desk) -> None:
    """Neither ``undo`` nor ``list`` is an error."""
    done = desk.run("tally", typed="undo\nlist\ncancel\n")
    assert done.exit_code == 0
    assert "nothing to undo" in done.stdout
    assert "none yet" in done.stdout


def test_a_heap_that_was_tallied_twice_is_noticed(desk: Desk) -> None:
    """More contributions than people invited are refused, and the first heap stays as it was."""
    heap = "A-SB 70\nB-T 10\ndone\n80\ny\n"
    assert desk.run("tally", typed=heap).exit_code == 0
    message = refusal(desk.run("tally", typed=heap))
    assert "expected at most 140 contributions, the headcount" in message
    assert desk.counted() == {"A-SB": 70, "B-T": 10}


def test_ballots_are_not_counted_before_the_survey_opens(
    desk: Desk, today: Callable[[dt.date], None]
) -> None:
    """On the first day they are, and after the last one too, until the survey is closed."""
    for day, status in ((OPENS - DAY, 1), (OPENS, 0), (CLOSES + DAY, 0)):
        today(day)
        assert desk.run("tally", typed="M\ndone\n1\ny\n").exit_code == status
    assert desk.counted() == {"M": 2}


def test_a_survey_of_types_has_ballots_of_types(desk: Desk) -> None:
    """The six codes are named at the start, and a lever is a typing error."""
    site(desk.folder, ('detail = "levers"', 'detail = "type"'))
    done = desk.run("tally", typed="A-SB\nA 2\ndone\n2\ny\n")
    assert done.exit_code == 0
    assert "Codes: A B C D M N." in done.stdout
    assert "not entered: 'A-SB'" in done.stdout
    assert desk.counted() == {"A": 2}


def test_settings_that_changed_since_the_survey_opened_are_refused(desk: Desk) -> None:
    """Nobody counts into a survey that was announced differently."""
    desk.count({"A-ST": 5}, SURVEY)
    site(desk.folder, ("headcount = 140", "headcount = 200"))
    message = refusal(desk.run("tally", typed="M\ndone\n1\ny\n"))
    assert message == "site.toml: survey.headcount = 200: expected 140, as when survey 'hafen-2027' opened\n"
    assert desk.counted() == {"A-ST": 5}


def test_a_closed_survey_is_told_before_anything_is_typed(desk: Desk) -> None:
    """Nobody types a heap for nothing."""
    desk.count({"N": 3})
    assert desk.run("close").exit_code == 0
    done = desk.run("tally", typed="N 5\ndone\n5\ny\n")
    assert "closed" in refusal(done)
    assert "ballot>" not in done.stdout


def test_more_slips_than_people_are_noticed(desk: Desk) -> None:
    """They are drawn, and a note compares their number with the headcount."""
    done = desk.run("slips", "300", "--out", desk.folder / "slips.html")
    assert done.exit_code == 0
    assert "Note: that is more than survey.headcount" in done.stderr
