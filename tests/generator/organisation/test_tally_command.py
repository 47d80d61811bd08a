"""tally: a person enters a heap of ballots, and a typing error never reaches a counter."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from collector.storage import Storage
from generator.commands.paper_table import PaperTable
from generator.count.heaps import PaperHeap
from harness import sites
from harness.desk import SURVEY, Desk, refusal
from harness.releases import CLOSES, DAY, OPENS, site

PAPER = ('mode = "slips"', 'mode = "paper"')
ON_PAPER = replace(SURVEY, mode="paper")


@pytest.fixture
def desk(desk: Desk) -> Desk:
    """The desk of a survey that collects on paper."""
    site(desk.folder, PAPER)
    return desk


def heap(number: int | None, line: str, ballots: int) -> str:
    """Return what somebody types for a heap of one line; without its number if an option says it."""
    first = "" if number is None else f"{number}\n"
    return f"{first}{line}\ndone\n{ballots}\ny\n"


def counted_elsewhere_meanwhile(desk: Desk, monkeypatch: pytest.MonkeyPatch, ballots: dict[str, int]) -> None:
    """Let somebody else count ``ballots`` as heap 1, between the total that is typed and the count."""
    fits = PaperTable._fits  # noqa: SLF001 (the moment between the two)

    def meanwhile(table: PaperTable, typed: PaperHeap) -> bool:
        storage = Storage.open(desk.url)
        storage.tally(SURVEY.id, ballots, heap=1, today=OPENS + DAY)
        storage.dispose()
        return fits(table, typed)

    monkeypatch.setattr(PaperTable, "_fits", meanwhile)


def test_a_whole_heap_is_counted(desk: Desk) -> None:
    """The heap's number, codes, numbers, a typing error, an entry taken back, the sums, the heap, yes."""
    typed = "4\na-sb 3\nB-T\nA-SX\nD-B 4\nundo\nm 2\nlist\ndone\n6\ny\n"
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
        "counted heap 4 with 6 ballots\n",
        "Counted so far: heap 4 (6 ballots); 6 ballots in all, 140 people are invited.\n",
    ):
        assert line in done.stdout
    assert desk.counted() == {"A-SB": 3, "B-T": 1, "M": 2}


def test_a_survey_that_collects_nothing_has_no_ballots(desk: Desk) -> None:
    """Nobody is sent to the screen, where nobody can contribute either."""
    site(desk.folder, ('mode = "slips"', 'mode = "off"'))
    refused = refusal(desk.run("tally"))
    assert sites.unplaced(refused) == 'site.toml: collection.mode = "off": expected paper for this command\n'


@pytest.mark.parametrize("mode", ["open", "slips"])
def test_ballots_are_counted_on_paper_only(desk: Desk, mode: str) -> None:
    """The message says why a survey has one channel, and what to do; nothing is asked or made."""
    site(desk.folder, ('mode = "slips"', f'mode = "{mode}"'))
    done = desk.run("tally", typed="1\nN 5\ndone\n5\ny\n")
    assert sites.unplaced(refusal(done)) == (
        f'site.toml: collection.mode = "{mode}": expected "paper": a survey has one channel, because whoever'
        " enters ballots knows them and could subtract them from the report; contribute on screen, or set"
        ' another survey to "paper" before it opens\n'
    )
    assert done.stdout == ""
    assert not desk.file.exists()


def test_heaps_add_up_and_are_shown(desk: Desk) -> None:
    """Before anything is typed, so that a person can tell which heap is in their hand."""
    assert desk.run("tally", typed=heap(3, "N 5", 5)).stdout.startswith(
        "Counted so far: no heap; 0 ballots in all, 140 people are invited.\nNumber of this heap: "
    )
    assert desk.run("tally", "--heap", "1", typed=heap(None, "M 7", 7)).exit_code == 0
    done = desk.run("tally", typed="2\ncancel\n")
    assert done.stdout.startswith(
        "Counted so far: heap 1 (7 ballots), heap 3 (5 ballots); 12 ballots in all, 140 people are invited.\n"
    )
    assert desk.counted() == {"N": 5, "M": 7}


def test_a_heap_that_was_counted_is_refused_before_anything_is_typed(desk: Desk) -> None:
    """The message tells what stands there and which number is free; with the option and without."""
    desk.run("tally", typed=heap(1, "N 5", 5))
    for done in (desk.run("tally", typed="1\n"), desk.run("tally", "--heap", "1")):
        assert refusal(done) == (
            "command line: --heap = 1: expected a heap that was not counted yet: this number stands there"
            " with 5 ballots; if this is another heap, write 2 on it\n"
        )
        assert "ballot>" not in done.stdout
    assert desk.counted() == {"N": 5}


def test_a_heap_that_somebody_else_counted_meanwhile_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two people with the same heap at two machines: the second is told at the end, and counts nothing."""
    desk.run("tally", typed=heap(9, "M", 1))
    counted_elsewhere_meanwhile(desk, monkeypatch, {"M": 2})
    done = desk.run("tally", "--heap", "1", typed=heap(None, "N 5", 5))
    assert "--heap = 1: expected a heap that was not counted yet" in refusal(done)
    assert "The 5 papers of heap 1 are kept" in done.stdout
    assert desk.counted() == {"M": 3}


@pytest.mark.parametrize("number", ["0", "-1", "10000", "first"])
def test_a_number_that_no_heap_has_is_wrong_usage(desk: Desk, number: str) -> None:
    """Status 2, and no database is made."""
    assert desk.run("tally", f"--heap={number}").exit_code == 2
    assert not desk.file.exists()


def test_cancelling_counts_nothing(desk: Desk) -> None:
    """Status 0, because the person wanted it; not even a database is made, and nothing is kept."""
    done = desk.run("tally", typed="1\nA-SB 3\nCancel\ny\n")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.endswith("Discard the 3 papers that were typed in? [y/N]: y\nNothing was counted.\n")
    assert [path.name for path in desk.folder.iterdir()] == ["site.toml"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (
            "1\nA-SB 3\ndone\n4\n",
            "3 were entered, but the heap holds 4; look for the mistake and enter again.",
        ),
        ("1\nA-SB 3\ndone\n3\nn\n", "Nothing was counted."),
        ("1\nA-SB 3\ndone\n3\n\n", "Nothing was counted."),
        ("1\ndone\n1\n", "0 were entered, but the heap holds 1"),
    ],
)
def test_what_is_not_confirmed_is_not_counted(desk: Desk, typed: str, said: str) -> None:
    """Another number in the heap, a no, or only the enter key: status 1, and nothing is counted."""
    done = desk.run("tally", typed=typed)
    assert said in done.stdout
    refusal(done)
    assert not desk.file.exists()


def test_an_interrupted_session_counts_nothing(desk: Desk) -> None:
    """The input ends before ``done``: what was typed is kept, and how to go on is said."""
    done = desk.run("tally", typed="1\nA-SB 3\nB-T\n")
    assert done.exit_code == 1
    assert "The 4 papers of heap 1 are kept; call the same command again to go on.\n" in done.stdout
    assert not desk.file.exists()


def test_taking_back_with_nothing_entered_says_so(desk: Desk) -> None:
    """Neither ``undo`` nor ``list`` is an error."""
    done = desk.run("tally", typed="1\nundo\nlist\ncancel\n")
    assert done.exit_code == 0
    assert "nothing to undo" in done.stdout
    assert "none yet" in done.stdout


def test_more_ballots_than_people_are_refused(desk: Desk) -> None:
    """As soon as they are typed, so that nobody goes on for nothing; the heaps before stay as they were."""
    assert desk.run("tally", typed=heap(1, "A-SB 80", 80)).exit_code == 0
    done = desk.run("tally", typed="2\nN 60\nA-SB\nwithout 3\nlist\ndone\n63\ny\n")
    assert "not entered: 80 ballots are counted already, and 140 people are invited" in done.stdout
    assert "N 60, without a code 3\n" in done.stdout
    assert desk.counted() == {"A-SB": 80, "N": 60}


def test_more_ballots_than_people_at_two_tables_are_refused_at_the_end(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody at this table knew of the other one; what was typed is kept."""
    desk.run("tally", typed=heap(9, "M", 1))
    counted_elsewhere_meanwhile(desk, monkeypatch, {"A-SB": 80})
    done = desk.run("tally", typed=heap(2, "A-SB 61", 61))
    message = refusal(done)
    assert "expected at most 140 ballots in all, as many as people are invited; 81 were counted" in message
    assert "The 61 papers of heap 2 are kept" in done.stdout
    assert desk.counted() == {"A-SB": 80, "M": 1}


def test_ballots_are_not_counted_before_the_survey_opens(
    desk: Desk, today: Callable[[dt.date], None]
) -> None:
    """On the first day they are, and after the last one too, until the survey is closed."""
    for number, (day, status) in enumerate(((OPENS - DAY, 1), (OPENS, 0), (CLOSES + DAY, 0)), start=1):
        today(day)
        assert desk.run("tally", typed=heap(number, "M", 1)).exit_code == status
    assert desk.counted() == {"M": 2}


def test_a_survey_of_types_has_ballots_of_types(desk: Desk) -> None:
    """The six codes are named at the start, and a lever is a typing error."""
    site(desk.folder, PAPER, ('detail = "levers"', 'detail = "type"'))
    done = desk.run("tally", typed="1\nA-SB\nA 2\ndone\n2\ny\n")
    assert done.exit_code == 0
    assert "Codes: A B C D M N." in done.stdout
    assert "not entered: 'A-SB'" in done.stdout
    assert desk.counted() == {"A": 2}


def test_settings_that_changed_since_the_survey_opened_are_refused(desk: Desk) -> None:
    """Nobody counts into a survey that was announced differently."""
    desk.count({"A-ST": 5}, ON_PAPER)
    site(desk.folder, PAPER, ("headcount = 140", "headcount = 200"))
    message = refusal(desk.run("tally", typed=heap(2, "M", 1)))
    assert (
        message
        == "site.toml: line 13: survey.headcount = 200: expected 140, as when survey 'hafen-2027' opened\n"
    )
    assert desk.counted() == {"A-ST": 5}


def test_a_closed_survey_is_told_before_anything_is_typed(desk: Desk) -> None:
    """Nobody types a heap for nothing."""
    desk.count({"N": 3}, ON_PAPER)
    assert desk.run("close", "--yes").exit_code == 0
    done = desk.run("tally", typed=heap(2, "N 5", 5))
    assert "closed" in refusal(done)
    assert done.stdout == ""


def test_codes_of_another_detail_are_not_dropped(desk: Desk) -> None:
    """Somebody changes survey.detail between two sessions: what was typed is told, and stays."""
    assert "are kept" in desk.run("tally", typed="4\nA-SB 3\nlater\n").stdout
    site(desk.folder, PAPER, ('detail = "levers"', 'detail = "type"'))
    message = refusal(desk.run("tally", typed="4\nA 1\nlater\n"))
    assert "holds codes that this survey has no longer (A-SB)" in message
    site(desk.folder, PAPER)
    assert "A-SB 3" in desk.run("tally", typed="4\nlater\n").stdout
