"""A session of paper ballots: every entry is counted, and typing errors are noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.count.heaps import WITHOUT, BallotHeap, EntryError, PaperHeap
from questionnaire import all_codes

CODES = all_codes("levers")


@pytest.fixture
def session() -> BallotHeap:
    """A session with the codes of detail "levers", in which nothing is entered."""
    return BallotHeap(CODES)


@pytest.mark.parametrize(
    ("line", "entry"),
    [
        ("A-SB", ("A-SB", 1)),
        ("a-sb", ("A-SB", 1)),
        ("  d-st   12  ", ("D-ST", 12)),
        ("m\t3", ("M", 3)),
        ("N 0007", ("N", 7)),
        ("n 999999", ("N", 999_999)),
    ],
)
def test_a_line_is_a_code_or_a_code_and_a_number(
    session: BallotHeap, line: str, entry: tuple[str, int]
) -> None:
    """Small letters and blanks do not matter; a line without a number is one ballot."""
    assert session.enter(line) == entry
    assert session.counts() == dict([entry])
    assert session.total() == entry[1]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("A-SX", "'A-SX' stands on no ballot; expected one of A-ST A-SB "),
        ("A-SX", "did you mean 'A-S"),
        ("A", "'A' stands on no ballot"),
        ("ASB", "did you mean 'A-SB'?"),
        ("3", "'3' stands on no ballot"),
        ("A-SB 0", "0: expected a number of ballots from 1"),
        ("A-SB -1", "'A-SB -1': expected a code, or a code and a number, such as A-ST 3"),
        ("A-SB 1.5", "expected a code, or a code and a number"),
        ("A-SB 1234567", "expected a code, or a code and a number"),
        ("A-SB three", "expected a code, or a code and a number"),
        ("A-SB B-T", "expected a code, or a code and a number"),
        ("A-SB 1 2", "expected a code, or a code and a number"),
        ("", "'': expected a code, or a code and a number"),
        ("   ", "'': expected a code, or a code and a number"),
    ],
)
def test_a_typing_error_is_named_and_enters_nothing(session: BallotHeap, line: str, message: str) -> None:
    """The error says what was received and what was expected."""
    session.enter("B-T 2")
    with pytest.raises(EntryError) as refused:
        session.enter(line)
    assert message in str(refused.value)
    assert isinstance(refused.value, ValueError)
    assert (session.counts(), session.total()) == ({"B-T": 2}, 2)


def test_the_last_entry_can_be_taken_back(session: BallotHeap) -> None:
    """One after the other, the newest first, until none is left."""
    for line in ("A-SB 3", "M", "A-SB 4"):
        session.enter(line)
    assert session.undo() == ("A-SB", 4)
    assert session.counts() == {"A-SB": 3, "M": 1}
    assert [session.undo(), session.undo(), session.undo()] == [("M", 1), ("A-SB", 3), None]
    assert (session.counts(), session.total()) == ({}, 0)


@given(st.lists(st.tuples(st.sampled_from(CODES), st.integers(1, 50)), max_size=30))
def test_what_is_entered_adds_up(entries: list[tuple[str, int]]) -> None:
    """Each entered code has its sum, in the order of the codes and not of the entries."""
    session = BallotHeap(CODES)
    for code, number in entries:
        assert session.enter(f"{code.lower()} {number}") == (code, number)
    counts = session.counts()
    assert session.total() == sum(number for _, number in entries) == sum(counts.values())
    assert list(counts) == [code for code in CODES if code in dict(entries)]
    for code, number in counts.items():
        assert number == sum(entered for other, entered in entries if other == code)


def test_a_survey_of_types_knows_no_levers() -> None:
    """Its ballots have six codes."""
    session = BallotHeap(all_codes("type"))
    assert session.enter("a") == ("A", 1)
    with pytest.raises(EntryError, match=r"^'A-ST' stands on no ballot; expected one of A B C D M N$"):
        session.enter("A-ST")


# ---- papers on a table


@pytest.mark.parametrize("line", ["without 2", "ohne 2", " OHNE  2 "])
def test_a_paper_may_hold_no_code(line: str) -> None:
    """Blank or illegible: it lies in the heap, and is no ballot; both languages' words are understood."""
    heap = PaperHeap(CODES)
    heap.enter("M 3")
    assert heap.enter(line) == (WITHOUT, 2)
    assert (heap.papers(), heap.total(), heap.without()) == (5, 3, 2)
    assert (heap.counts(), heap.sums()) == ({"M": 3}, {"M": 3, WITHOUT: 2})
    assert heap.undo() == (WITHOUT, 2)
    assert heap.papers() == 3


@pytest.mark.parametrize("line", ["without 0", "without -1", "ohne viele", "without 1 2", "ohnezahl"])
def test_a_number_of_papers_without_a_code_is_checked_as_any_other(line: str) -> None:
    """The error is the same as for a ballot, and nothing is entered."""
    heap = PaperHeap(CODES)
    with pytest.raises(EntryError):
        heap.enter(line)
    assert heap.papers() == 0


def test_what_an_earlier_session_entered_can_be_taken_back_by_code() -> None:
    """Nobody knows any more what came last, so ``undo`` alone takes back entries of this session only."""
    heap = PaperHeap(CODES, earlier={"A-SB": 3, WITHOUT: 1})
    heap.enter("A-SB 2")
    assert heap.take_back("a-sb 4") == ("A-SB", 4)
    assert heap.sums() == {"A-SB": 1, WITHOUT: 1}
    assert heap.take_back("ohne") == (WITHOUT, 1)
    for line in ("A-SB 2", "M", "ohne", "A-SX"):
        with pytest.raises(EntryError):
            heap.take_back(line)
    assert heap.sums() == {"A-SB": 1}
    assert [heap.undo() for _ in range(4)] == [(WITHOUT, -1), ("A-SB", -4), ("A-SB", 2), None]
    assert heap.sums() == {"A-SB": 3, WITHOUT: 1}


@given(st.lists(st.tuples(st.sampled_from((*CODES, WITHOUT)), st.integers(1, 50)), max_size=30), st.data())
def test_sums_do_not_depend_on_when_a_session_ended(
    entries: list[tuple[str, int]], data: st.DataObject
) -> None:
    """Interrupted anywhere and resumed by its sums, a heap is the same as typed at once."""
    whole, interrupted = PaperHeap(CODES), data.draw(st.integers(0, len(entries)))
    first = PaperHeap(CODES)
    for code, number in entries[:interrupted]:
        first.enter(f"{code} {number}")
    second = PaperHeap(CODES, earlier=first.sums())
    for code, number in entries[interrupted:]:
        second.enter(f"{code} {number}")
    for code, number in entries:
        whole.enter(f"{code} {number}")
    assert second.sums() == whole.sums()
    assert list(second.sums()) == [code for code in (*CODES, WITHOUT) if code in whole.sums()]
