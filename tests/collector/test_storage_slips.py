"""Slips in the storage, on SQLite and PostgreSQL: each counts once, and nothing tells whose it was."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from collector import CollectorError, Result, Storage
from collector.slip_hashes import slip_hash
from harness.contributions import DAY, OPENS, counted, drawn, dump, rows, send, survey, used
from harness.former_databases import restore
from questionnaire import slips
from tests.collector.conftest import SLIPS


def test_a_slip_counts_once_and_is_refused_ever_after(with_slips: Storage, url: str) -> None:
    """However it is typed, whatever code comes with it: the same refusal each time."""
    slip = SLIPS[0]
    typed = slips.grouped(slip).lower()
    assert with_slips.record([send("A-ST", typed)], today=OPENS) == (Result.ACCEPTED,)
    for again in (slip, typed, f" {slip}\n"):
        assert with_slips.record([send("M", again)], today=OPENS) == (Result.USED_SLIP,)
    assert counted(url) == {"A-ST": 1}
    assert used(url) == 1


def test_a_slip_twice_in_one_batch_counts_once(with_slips: Storage, url: str) -> None:
    """The first in the batch is accepted, the others are told that the slip is used."""
    batch = [send("A-ST", SLIPS[1]), send("M", SLIPS[1]), send("N", SLIPS[2]), send("N", SLIPS[1])]
    assert with_slips.record(batch, today=OPENS) == (
        Result.ACCEPTED,
        Result.USED_SLIP,
        Result.ACCEPTED,
        Result.USED_SLIP,
    )
    assert counted(url) == {"A-ST": 1, "N": 1}


def test_a_slip_that_is_none_counts_nothing(with_slips: Storage, url: str) -> None:
    """Missing, mistyped, never drawn, or another survey's: refused, and no slip is used up."""
    with_slips.register(survey(id="other", mode="slips"), today=OPENS)
    batch = [
        send("A-ST"),
        send("A-ST", "nonsense"),
        send("A-ST", "\ud800"),
        send("A-ST", drawn(1, seed=2)[0]),
        send("A-ST", SLIPS[0], to="other"),
        send("Z", SLIPS[0]),
    ]
    assert with_slips.record(batch, today=OPENS) == (
        Result.SLIP_MISSING,
        Result.UNKNOWN_SLIP,
        Result.UNKNOWN_SLIP,
        Result.UNKNOWN_SLIP,
        Result.UNKNOWN_SLIP,
        Result.UNKNOWN_CODE,
    )
    assert counted(url) == {}
    assert used(url) == 0


def test_a_slip_from_several_writers_at_once_counts_once(with_slips: Storage, url: str) -> None:
    """Each slip arrives at eight writers with connections of their own; one of them counts it."""
    writers = [Storage.open(url, patience=20) for _ in range(8)]
    batches = [[send("B-T", slip) for slip in drawn(12)] for _ in writers]
    for number, batch in enumerate(batches):
        batch.sort(key=lambda submission: hash((number, submission.slip)))
    try:
        with ThreadPoolExecutor(len(writers)) as threads:
            results = list(
                threads.map(lambda writer, batch: writer.record(batch, today=OPENS), writers, batches)
            )
    finally:
        for writer in writers:
            writer.dispose()
    flat = [result for batch in results for result in batch]
    assert flat.count(Result.ACCEPTED) == 12
    assert flat.count(Result.USED_SLIP) == 7 * 12
    assert counted(url) == {"B-T": 12}
    assert used(url) == 12
    assert with_slips.add_slips("hafen-2027", SLIPS) == 0


def test_slips_are_stored_as_hashes_under_the_surveys_own_key(with_slips: Storage, url: str) -> None:
    """The same slips in two surveys have nothing in common, and no slip stands in the database."""
    with_slips.register(survey(id="other", mode="slips"), today=OPENS)
    with_slips.add_slips("other", SLIPS)
    stored = dump(url)
    hashes = {row[0]: {bytes(r[1]) for r in stored["slips"] if r[0] == row[0]} for row in stored["slips"]}  # type: ignore[call-overload]
    assert not hashes["hafen-2027"] & hashes["other"]
    salt = next(bytes(row[8]) for row in stored["surveys"] if row[0] == "other")  # type: ignore[call-overload]
    assert hashes["other"] == {slip_hash(slip, salt) for slip in SLIPS}
    assert not any(slip in repr(stored) for slip in SLIPS)


def test_slips_added_later_are_stored_as_if_they_had_been_there(with_slips: Storage, url: str) -> None:
    """Used ones stay used, the rows stand sorted by their hash, and only new ones are reported."""
    with_slips.record([send("M", SLIPS[3])], today=OPENS)
    assert with_slips.add_slips("hafen-2027", [*SLIPS, *drawn(30, seed=3)]) == 30
    stored = [bytes(row[1]) for row in rows(url, "slips")]  # type: ignore[call-overload]
    assert len(stored) == 42
    assert stored == sorted(stored)
    assert with_slips.record([send("M", SLIPS[3])], today=OPENS) == (Result.USED_SLIP,)
    assert used(url) == 1


def test_slips_that_are_none_or_not_wanted_are_refused(with_slips: Storage, url: str) -> None:
    """Every mistyped slip is named, and then none of the batch is added."""
    with pytest.raises(CollectorError) as refused:
        with_slips.add_slips("hafen-2027", [*drawn(3, seed=4), "2222", "OOOO"])
    assert refusal_values(refused) == {"2222", "OOOO"}
    with_slips.register(survey(id="other"), today=OPENS)
    with pytest.raises(CollectorError, match="slips"):
        with_slips.add_slips("other", SLIPS)
    assert len(rows(url, "slips")) == 12


def test_no_more_slips_are_drawn_than_people_are_invited(storage: Storage, url: str) -> None:
    """All batches count together; the refusal tells how many are left, and draws none of them."""
    storage.register(survey(mode="slips", headcount=40), today=OPENS - DAY)
    assert storage.add_slips("hafen-2027", drawn(30)) == 30
    with pytest.raises(CollectorError) as refused:
        storage.add_slips("hafen-2027", drawn(11, seed=2))
    assert str(refused.value).startswith(
        "command line: NUMBER = 11: expected at most 10, because 40 people are invited and 30 slips"
    )
    assert len(rows(url, "slips")) == 30
    assert storage.add_slips("hafen-2027", drawn(10, seed=2)) == 10
    assert storage.add_slips("hafen-2027", drawn(30)) == 0


def test_how_many_slips_were_drawn_is_known_after_the_close(with_slips: Storage, url: str) -> None:
    """Before the first and beyond the last: the close deletes the slips and keeps their number."""
    with_slips.register(survey(id="other", mode="slips"), today=OPENS)
    assert with_slips.slips_issued("other") is None
    with_slips.add_slips("hafen-2027", drawn(30, seed=3))
    for _ in range(2):
        assert with_slips.slips_issued("hafen-2027") == 42
        with_slips.close("hafen-2027")
    assert rows(url, "slips") == []


def test_slips_of_an_earlier_version_are_counted_at_the_close(url: str) -> None:
    """A database that noted no number when its slips were drawn tells it all the same."""
    restore(url, without=("issued",))
    Storage.migrate(url)
    again = Storage.open(url)
    assert again.slips_issued("slips-2027") is None
    again.close("slips-2027")
    assert again.slips_issued("slips-2027") == 12
    again.dispose()


def refusal_values(error: pytest.ExceptionInfo[CollectorError]) -> set[object]:
    """Return the values that a refusal names."""
    return {fault.value for fault in error.value.faults}
