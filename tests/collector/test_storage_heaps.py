"""Heaps of paper ballots in the storage, on SQLite and PostgreSQL: each counts once, and never too many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from collector import CollectorError, Storage
from harness.contributions import CLOSES, DAY, OPENS, counted, rows, survey


@pytest.fixture
def on_paper(storage: Storage) -> Storage:
    """A storage with a survey of 140 people that collects on paper."""
    storage.register(survey(mode="paper"), today=OPENS - DAY)
    return storage


def test_a_heap_is_counted_as_a_whole_or_not_at_all(on_paper: Storage, url: str) -> None:
    """Every fault is named at once; heaps add up; also after the last day, until it is closed."""
    on_paper.tally("hafen-2027", {"A-ST": 20, "M": 0}, heap=7, today=OPENS)
    on_paper.tally("hafen-2027", {"A-ST": 5, "N": 7}, heap=2, today=CLOSES + DAY)
    wrong: dict[str, object] = {"A-ST": 1, "A": 1, "M": -1, "N": True, "B-T": 1.0}
    with pytest.raises(CollectorError) as refused:
        on_paper.tally("hafen-2027", wrong, heap=7, today=OPENS)  # type: ignore[arg-type]
    keys = ["--heap", "tally.A", "tally.M", "tally.N", "tally.B-T"]
    assert [fault.key for fault in refused.value.faults] == keys
    with pytest.raises(CollectorError, match=r"expected at most 140 ballots in all.*; 32 were counted"):
        on_paper.tally("hafen-2027", {"M": 109}, heap=3, today=OPENS)
    with pytest.raises(CollectorError, match="the survey has not opened"):
        on_paper.tally("hafen-2027", {"M": 1}, heap=3, today=OPENS - DAY)
    assert counted(url) == {"A-ST": 25, "N": 7}
    assert on_paper.heaps("hafen-2027", today=OPENS) == {2: 12, 7: 20}


def test_a_heaps_number_is_refused_the_second_time(on_paper: Storage, url: str) -> None:
    """Whatever is in it; the refusal tells what stands there and which number is free."""
    on_paper.tally("hafen-2027", {"M": 4}, heap=2, today=OPENS)
    for again in ({"M": 4}, {"N": 1}, {}):
        with pytest.raises(CollectorError, match=r"stands there with 4 ballots; .* write 3 on it"):
            on_paper.tally("hafen-2027", again, heap=2, today=OPENS)
    assert counted(url) == {"M": 4}


@pytest.mark.parametrize("heap", [0, -1, 10_000, True])
def test_a_number_that_no_heap_has_is_refused(on_paper: Storage, url: str, heap: int) -> None:
    """From 1 to 9999."""
    with pytest.raises(CollectorError, match="the number that is written on the heap, from 1 to 9999"):
        on_paper.tally("hafen-2027", {"M": 1}, heap=heap, today=OPENS)
    assert counted(url) == {}


@pytest.mark.usefixtures("on_paper")
def test_a_heap_from_several_tables_at_once_counts_once(url: str) -> None:
    """Six people enter heap 1 at the same time: one of them counts it."""

    def enter(_: int) -> bool:
        table = Storage.open(url, patience=20)
        try:
            table.tally("hafen-2027", {"M": 5}, heap=1, today=OPENS)
        except CollectorError:
            return False
        finally:
            table.dispose()
        return True

    with ThreadPoolExecutor(6) as threads:
        assert sum(threads.map(enter, range(6))) == 1
    assert counted(url) == {"M": 5}


@pytest.mark.parametrize("mode", ["open", "slips"])
def test_a_survey_has_one_channel(storage: Storage, url: str, mode: str) -> None:
    """Ballots are refused where contributions come from the screen, with the reason and what to do."""
    storage.register(survey(mode=mode), today=OPENS - DAY)
    for refused in (
        lambda: storage.tally("hafen-2027", {"M": 1}, heap=1, today=OPENS),
        lambda: storage.heaps("hafen-2027", today=OPENS),
    ):
        with pytest.raises(CollectorError, match='expected "paper": a survey has one channel'):
            refused()
    assert counted(url) == {}


def test_a_closed_survey_counts_no_heap_and_keeps_none(on_paper: Storage, url: str) -> None:
    """Exact numbers of ballots would undo the rounding of the release."""
    on_paper.tally("hafen-2027", {"M": 5}, heap=1, today=OPENS)
    on_paper.close("hafen-2027")
    assert rows(url, "heaps") == []
    with pytest.raises(CollectorError, match="not closed yet"):
        on_paper.tally("hafen-2027", {"M": 1}, heap=2, today=OPENS)
    assert counted(url) == {"M": 5}


def test_heaps_tell_no_codes_and_no_order(on_paper: Storage, url: str) -> None:
    """Two surveys with the same heaps in another order have the same rows: number and ballots, no more."""
    on_paper.register(survey(id="other", mode="paper"), today=OPENS)
    heaps = {1: {"M": 5}, 2: {"A-ST": 3, "N": 1}, 3: {"M": 2}}
    for survey_id, order in (("hafen-2027", (1, 2, 3)), ("other", (3, 1, 2))):
        for heap in order:
            on_paper.tally(survey_id, heaps[heap], heap=heap, today=OPENS)
    stored = rows(url, "heaps")
    assert {row[0]: {r[1:] for r in stored if r[0] == row[0]} for row in stored} == {
        "hafen-2027": {(1, 5), (2, 4), (3, 2)},
        "other": {(1, 5), (2, 4), (3, 2)},
    }
