"""Commands that write a database, on a disk on which one step after the other fails."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest

from collector import Result, Storage, StorageError, Submission
from generator.configuration import load
from generator.organisation.unfinished_heaps import UnfinishedHeaps
from generator.report import files
from harness.contributions import counted, rows
from harness.failing_disk import FailingDisk, failing
from harness.failing_sqlite import in_use_by_sqlite
from harness.releases import published
from questionnaire import release_file
from questionnaire import urn as urns
from tests.faults.length import LENGTH
from tests.faults.organising import (
    AFTERWARDS,
    COUNTS,
    FIRST_DAY,
    State,
    Workplace,
    collected,
    sealed,
    tallied,
)

Figures = Callable[[str], None]
FAILURES = {"once": False, "from then on": True}
WRITING = frozenset(
    {"open to write", "write", "sync", "truncate", "remove", "close", "mkdir", "link", "rename"}
)


def _once_for_each_input(make: Callable[..., object]) -> Callable[..., object]:
    made: dict[str, object] = {}

    def get_or_make(*arguments: object, **options: object) -> object:
        key = repr(arguments)
        if key not in made:
            made[key] = make(*arguments, **options)
        return made[key]

    return get_or_make


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A survey whose last day is over; the same report is rendered once, because only writing can fail."""
    monkeypatch.setattr("generator.clock.today", lambda: AFTERWARDS)
    for name in ("load_texts", "report_files"):
        monkeypatch.setattr(files, name, _once_for_each_input(getattr(files, name)))
    return collected(tmp_path)


def failing_workplaces(workplace: Workplace, failure: str) -> Iterator[tuple[Workplace, FailingDisk]]:
    """Yield copies of ``workplace`` whose disk fails at its first step, its second …; end once none failed.

    Where the disk goes on failing, ``make test`` tries not every step.
    """
    for at in count(1, LENGTH.step if FAILURES[failure] else 1):
        copy = workplace.copied(f"{failure} {at}")
        disk = FailingDisk(copy.work, failing(errno.EIO), at, FAILURES[failure], WRITING)
        yield copy, disk
        if not disk.failed:
            return


def typed_in(heap: Mapping[str, int], without: Mapping[str, int] | None = None) -> str:
    """Return what somebody types for ``heap``, ``without`` what is kept of it."""
    lines = [f"{code} {number}\n" for code, number in heap.items() if code not in (without or {})]
    return f"{''.join(lines)}done\n{sum(heap.values())}\ny\n"


def kept_of(workplace: Workplace) -> Mapping[str, int]:
    """Return what is kept of the second heap; nothing if there is no file, or if it was counted."""
    heaps = UnfinishedHeaps.of(workplace.config_path, workplace.url, "probe")
    heaps.settle({2: 5})
    if heaps.numbers() != (2,):
        return {}
    with heaps.open(2) as kept:
        return kept.typed.sums


@pytest.mark.parametrize("failure", FAILURES)
def test_a_heap_is_counted_once_whatever_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str, figures: Figures
) -> None:
    """Status 1 and a sentence; completed by what is not kept, it is counted, or was counted already."""
    monkeypatch.setattr("generator.clock.today", lambda: FIRST_DAY)
    first, second, heap = {"A": 4, "N": 1}, {"A": 7, "B": 2, "N": 1}, {"A": 3, "B": 2}
    refused = doubtful = kept = 0
    for copy, disk in failing_workplaces(tallied(tmp_path, first), failure):
        with in_use_by_sqlite(disk):
            done = copy.run("tally", "--heap", "2", typed=typed_in(heap))
        counts = copy.state().counts
        if done.status:
            refused += 1
            assert done.status == 1
            assert re.match("command line: (--database|tally) = ", done.lines[-1]), done.lines
            assert counts in (first, second), disk.failed_at
        else:
            assert counts == second, disk.failed_at
        of_heap = kept_of(copy)
        kept += bool(of_heap)
        again = copy.run("tally", "--heap", "2", typed=typed_in(heap, without=of_heap))
        assert (again.status == 0) == (counts == first)
        assert again.status == 0 or "--heap = 2: " in again.lines[-1]
        assert copy.state().counts == second
        doubtful += bool(done.status) and counts == second
    figures(f"tally, {failure}: {len(disk.steps)} steps, {refused} refused, {doubtful} of them counted")
    assert kept
    assert refused > 5


def test_a_tally_in_place_loses_what_was_counted(tmp_path: Path) -> None:
    """The naive way: a file of counts that is read, added to and written again."""
    lost = 0
    for at in count(1):
        path = tmp_path / f"{at}.json"
        path.write_text('{"A": 4, "N": 1}', "utf-8")
        disk = FailingDisk(tmp_path, failing(errno.EIO), at, among=WRITING)
        with in_use_by_sqlite(disk), suppress(OSError):
            counts = json.loads(path.read_text("utf-8"))
            path.write_text(json.dumps({**counts, "A": counts["A"] + 3}), "utf-8")
        if not disk.failed:
            break
        lost += path.read_text("utf-8") not in ('{"A": 4, "N": 1}', '{"A": 7, "N": 1}')
    assert lost >= 1


@pytest.mark.parametrize("failure", FAILURES)
def test_close_is_done_or_is_not_and_says_so(workplace: Workplace, failure: str, figures: Figures) -> None:
    """Status 1 and one sentence, or closed; no count is lost, and the next close succeeds."""
    refused = 0
    for copy, disk in failing_workplaces(workplace, failure):
        with in_use_by_sqlite(disk):
            done = copy.run("close", "--yes")
        if done.status:
            refused += 1
            assert done.status == 1
            assert done.refusal.startswith("command line: --database = ")
        state = copy.state()
        assert state.counts == COUNTS
        assert state.closed or done.status, disk.failed_at
        assert copy.run("close", "--yes").status == 0
        assert copy.state() == State(closed=True, counts=COUNTS, release=None)
    figures(f"close, {failure}: {len(disk.steps)} steps, {refused} refused")
    assert refused > 5


@pytest.mark.parametrize("failure", FAILURES)
def test_a_sealed_close_loses_no_ballot_whatever_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: str, figures: Figures
) -> None:
    """Status 1 and one sentence, or the urn; ballots are deleted only once it is whole, by the next close."""
    monkeypatch.setattr("generator.clock.today", lambda: AFTERWARDS)
    refused, expected = 0, sum(COUNTS.values())
    for copy, disk in failing_workplaces(sealed(tmp_path), failure):
        path = copy.work / "probe.urn.json"
        with in_use_by_sqlite(disk):
            done = copy.run("close", "--yes", "--out", str(copy.work))
        if done.status:
            refused += 1
            assert done.status == 1
            assert done.refusal.startswith(("command line: --database = ", "command line: --out = "))
        assert path.exists() or (done.status and len(rows(copy.url, "ballots")) == expected), disk.failed_at
        assert copy.run("close", "--yes", "--out", str(copy.work)).status == 0
        assert urns.parse(path.read_bytes()).number == expected
        assert rows(copy.url, "ballots") == []
    figures(f"close of a sealed survey, {failure}: {len(disk.steps)} steps, {refused} refused")
    assert refused > 5


@pytest.mark.parametrize("failure", FAILURES)
def test_report_releases_once_and_the_same_whatever_fails(
    workplace: Workplace, failure: str, figures: Figures
) -> None:
    """Status 1 and one sentence, or the report; the next run writes the same release, of the same counts."""
    undisturbed = workplace.copied("undisturbed")
    assert undisturbed.run("report", "--out", str(undisturbed.work / "report")).status == 0
    expected, [survey] = undisturbed.state(), load.load_surveys(workplace.config_path)
    refused = 0
    for copy, disk in failing_workplaces(workplace, failure):
        out = copy.work / "report"
        with in_use_by_sqlite(disk):
            done = copy.run("report", "--out", str(out))
        if done.status:
            refused += 1
            assert done.status == 1
            assert done.refusal.startswith("command line: --")
        state = copy.state()
        assert state == expected or (state.counts, state.release) == (COUNTS, None), disk.failed_at
        assert state == expected or done.status, disk.failed_at
        assert copy.run("report", "--out", str(out)).status == 0
        assert copy.state() == expected
        assert expected.release
        assert (out / "report.json").read_bytes() == published(
            survey.config, release_file.parse(expected.release)
        )
        assert copy.left() == undisturbed.left()
    figures(f"report, {failure}: {len(disk.steps)} steps, {refused} refused")
    assert refused > 20


def test_what_is_acknowledged_is_counted_whatever_fails(workplace: Workplace, figures: Figures) -> None:
    """What is refused is not, unless the disk fails at the end of SQLite's commit (``StorageError``)."""
    doubtful = []
    for copy, disk in failing_workplaces(workplace, "once"):
        storage = Storage.open(copy.url)
        storage.dispose()
        with in_use_by_sqlite(disk):
            try:
                results = storage.record([Submission("probe", "A")], today=FIRST_DAY)
            except StorageError:
                results = ()
            storage.dispose()
        more = sum(counted(copy.url, "probe").values()) - sum(COUNTS.values())
        assert more in (0, 1)
        if results:
            assert (results, more) == ((Result.ACCEPTED,), 1)
        elif more:
            doubtful.append(disk.at)
    figures(f"record: {len(disk.steps)} steps, {len(doubtful)} in doubt")
    assert len(doubtful) == 2
    assert doubtful[1] == doubtful[0] + 1
