"""Sealed ballots in the storage, on SQLite and PostgreSQL: each counts once, and each slip once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from typing import Any

import pytest
from sqlalchemy import Connection, text

from collector import CollectorError, Result, SealedSubmission, Storage
from collector.database import connect
from harness.contributions import CLOSES, DAY, OPENS, counted, drawn, dump, opened, rows, send, survey, used
from harness.former_databases import restore
from harness.sealed_contributions import (
    ballot,
    codes_in,
    public_texts,
    sealed_survey,
    send_sealed,
    stored_ballots,
)
from questionnaire.sealed_ballot import sealed_bytes

SLIPS = drawn(12)
ACCEPTED, USED = Result.ACCEPTED, Result.USED_SLIP


@pytest.fixture
def sealed(storage: Storage) -> Storage:
    """A storage with a sealed survey that needs slips, and has ``SLIPS``."""
    storage.register(sealed_survey(), today=OPENS - DAY)
    storage.add_slips("hafen-2027", SLIPS)
    return storage


def some_bytes() -> bytes:
    """Return what the collector cannot tell from a ballot: random bytes of the right length."""
    return os.urandom(sealed_bytes(1))


def test_what_is_stored_is_what_was_sealed(sealed: Storage, url: str) -> None:
    """Byte for byte: the trustee reads the codes; the collector counts nothing, and holds no code."""
    codes = ["A-ST", "M", "A-ST"]
    sent = [ballot(code) for code in codes]
    batch = [send_sealed(one, slip) for one, slip in zip(sent, SLIPS, strict=False)]
    assert sealed.record_ballots(batch, today=OPENS) == (ACCEPTED,) * 3
    assert sealed.number_of_ballots("hafen-2027") == 3
    assert codes_in(stored_ballots(url)) == {"A-ST": 2, "M": 1}
    assert used(url) == 3
    assert rows(url, "counters") == []


def test_a_ballot_of_two_trustees_is_longer_and_nothing_else(storage: Storage, url: str) -> None:
    """Each survey takes the length of its own seals only, with slips or open to everybody."""
    storage.register(sealed_survey(2, id="two", mode="open"), today=OPENS)
    storage.register(sealed_survey(1, id="one", mode="open"), today=OPENS)
    both, single = ballot("N", to="two", seals=2), ballot("N", to="one")
    batch = [send_sealed(contents, to=to) for to in ("two", "one") for contents in (both, single)]
    wrong = Result.WRONG_LENGTH
    assert storage.record_ballots(batch, today=OPENS) == (ACCEPTED, wrong, wrong, ACCEPTED)
    assert codes_in(stored_ballots(url, "two"), to="two", seals=2) == {"N": 1}


def test_the_same_bytes_again_count_once_and_are_accepted(sealed: Storage, url: str) -> None:
    """A retry, in the same batch or days later, however the slip is typed: it is durable already."""
    contents = some_bytes()
    again = send_sealed(contents, SLIPS[0])
    assert sealed.record_ballots([again, again], today=OPENS) == (ACCEPTED, ACCEPTED)
    before = dump(url)
    typed = send_sealed(contents, f" {SLIPS[0].lower()}\n")
    assert sealed.record_ballots([again, typed], today=CLOSES) == (ACCEPTED, ACCEPTED)
    assert dump(url) == before
    assert (stored_ballots(url), used(url)) == ([contents], 1)


def test_without_slips_the_same_bytes_count_once_too(storage: Storage, url: str) -> None:
    """Open to everybody: two ballots with the same code are two, the same ballot twice is one."""
    storage.register(sealed_survey(mode="open"), today=OPENS)
    one, other = ballot("M"), ballot("M")
    batch = [send_sealed(contents) for contents in (one, other, one)]
    for _ in range(2):
        assert storage.record_ballots(batch, today=OPENS) == (ACCEPTED,) * 3
    assert codes_in(stored_ballots(url)) == {"M": 2}


def test_another_ballot_with_a_used_slip_is_refused_and_not_stored(sealed: Storage, url: str) -> None:
    """In the same batch and in every later one; what is refused leaves nothing."""
    one, *others = (some_bytes() for _ in range(3))
    batch = [send_sealed(contents, SLIPS[0]) for contents in (one, others[0], one)]
    assert sealed.record_ballots(batch, today=OPENS) == (ACCEPTED, USED, ACCEPTED)
    batch = [send_sealed(contents, SLIPS[0]) for contents in (*others, one)]
    assert sealed.record_ballots(batch, today=OPENS) == (USED, USED, ACCEPTED)
    assert (stored_ballots(url), used(url)) == ([one], 1)


def test_whoever_mistypes_a_slip_sends_the_same_ballot_with_the_right_one(sealed: Storage, url: str) -> None:
    """The slip is not sealed: refused with a wrong one and with a used one, the ballot then counts once."""
    sealed.record_ballots([send_sealed(some_bytes(), SLIPS[1])], today=OPENS)
    contents = some_bytes()
    tries = [*drawn(1, seed=9), "no slip", SLIPS[1], SLIPS[0]]
    results = [sealed.record_ballots([send_sealed(contents, slip)], today=OPENS)[0] for slip in tries]
    assert results == [Result.UNKNOWN_SLIP, Result.UNKNOWN_SLIP, USED, ACCEPTED]
    assert len(stored_ballots(url)) == used(url) == 2


def between(storage: Storage, monkeypatch: pytest.MonkeyPatch, happens: Callable[[], None]) -> None:
    """Let ``happens`` happen between the ballots' transaction and the slips'."""
    writing = storage._writing  # noqa: SLF001 (nothing else knows where a transaction begins)
    steps = iter([lambda: None, happens])

    def begin() -> AbstractContextManager[Connection]:
        next(steps)()
        return writing()

    monkeypatch.setattr(storage, "_writing", begin)


REFUSED = {
    "unknown survey": (send_sealed(bytes(63), to="hafen-2028"), OPENS, Result.UNKNOWN_SURVEY),
    "an id with a zero byte": (send_sealed(bytes(63), to="hafen\x00"), OPENS, Result.UNKNOWN_SURVEY),
    "a survey on paper": (send_sealed(bytes(63), to="paper"), OPENS, Result.UNKNOWN_SURVEY),
    "a survey that counts codes": (send_sealed(bytes(63), to="codes"), OPENS, Result.NOT_SEALED),
    "the day before": (send_sealed(bytes(63), SLIPS[0]), OPENS - DAY, Result.NOT_OPEN),
    "the day after": (send_sealed(bytes(63), SLIPS[0]), CLOSES + DAY, Result.CLOSED),
    "one byte less": (send_sealed(bytes(62), SLIPS[0]), OPENS, Result.WRONG_LENGTH),
    "one byte more": (send_sealed(bytes(64), SLIPS[0]), OPENS, Result.WRONG_LENGTH),
    "one seal more": (send_sealed(bytes(111), SLIPS[0]), OPENS, Result.WRONG_LENGTH),
    "nothing": (send_sealed(b"", SLIPS[0]), OPENS, Result.WRONG_LENGTH),
    "no slip": (send_sealed(bytes(63)), OPENS, Result.SLIP_MISSING),
    "a slip nobody asked for": (send_sealed(bytes(63), SLIPS[0], "open"), OPENS, Result.SLIP_UNWANTED),
    "a slip of nobody": (send_sealed(bytes(63), drawn(1, seed=9)[0]), OPENS, Result.UNKNOWN_SLIP),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_refused_stores_nothing_and_spoils_nothing(sealed: Storage, url: str, case: str) -> None:
    """Whatever stands beside it in the batch is judged on its own."""
    sealed.register(survey(id="paper", mode="paper"), today=OPENS)
    sealed.register(survey(id="codes"), today=OPENS)
    days: dict[str, Any] = {"opens": OPENS.replace(year=1960), "closes": CLOSES.replace(year=2100)}
    for name in ("open", "beside"):
        sealed.register(sealed_survey(id=name, mode="open", **days), today=OPENS)
    submission, today, result = REFUSED[case]
    beside = [send_sealed(some_bytes(), to="beside") for _ in range(2)]
    batch = [beside[0], submission, beside[1]]
    assert sealed.record_ballots(batch, today=today) == (ACCEPTED, result, ACCEPTED)
    assert used(url) == 0
    assert len(rows(url, "ballots")) == len(stored_ballots(url, "beside")) == 2


def test_codes_and_sealed_ballots_do_not_mix(sealed: Storage, url: str) -> None:
    """A sealed survey takes no code, so nobody can be made to send one that is readable."""
    sealed.register(survey(id="codes"), today=OPENS)
    batch = [send("A-ST", SLIPS[0]), send("A-ST"), send("A-ST", to="codes")]
    assert sealed.record(batch, today=OPENS) == (Result.SEALED, Result.SEALED, ACCEPTED)
    assert (counted(url), counted(url, "codes"), used(url)) == ({}, {"A-ST": 1}, 0)
    for asked in (sealed.number_of_ballots, sealed.delete_ballots):
        with pytest.raises(CollectorError, match="expected a sealed survey"):
            asked("codes")


def test_nobody_takes_the_ballots_before_the_close_nor_twice(sealed: Storage, url: str) -> None:
    """Closed, they come sorted by their hash, each once; deleted, they are gone, and that is known."""
    sent = [some_bytes() for _ in range(9)]
    for contents, slip in zip(sent, SLIPS, strict=False):
        sealed.record_ballots([send_sealed(contents, slip)], today=OPENS)
    for early in (sealed.ballots, sealed.delete_ballots):
        with pytest.raises(CollectorError, match="expected a closed survey"):
            early("hafen-2027")
    for _ in range(2):
        sealed.close("hafen-2027")
        taken = sealed.ballots("hafen-2027")
        assert sorted(taken) == sorted(sent)
        hashes = [bytes(row[1]) for row in rows(url, "ballots")]  # type: ignore[call-overload]
        assert hashes == sorted(hashes)
        assert [bytes(row[2]) for row in rows(url, "ballots")] == list(taken)  # type: ignore[call-overload]
    assert not sealed.is_emptied("hafen-2027")
    for _ in range(2):
        sealed.delete_ballots("hafen-2027")
        assert sealed.is_emptied("hafen-2027")
        assert sealed.number_of_ballots("hafen-2027") == 0
    with pytest.raises(CollectorError, match="taken out"):
        sealed.ballots("hafen-2027")
    with pytest.raises(CollectorError, match="without a seal"):
        sealed.counts("hafen-2027")
    assert rows(url, "ballots") == rows(url, "slips") == []
    assert sealed.slips_issued("hafen-2027") == len(SLIPS)


def test_a_closed_survey_takes_no_ballot_not_even_again(sealed: Storage) -> None:
    """The urn is what was there at the close."""
    stored = send_sealed(some_bytes(), SLIPS[0])
    sealed.record_ballots([stored], today=OPENS)
    sealed.close("hafen-2027")
    late = send_sealed(some_bytes(), SLIPS[1])
    assert sealed.record_ballots([stored, late], today=OPENS) == (Result.CLOSED,) * 2
    assert sealed.ballots("hafen-2027") == (stored.ballot,)


def test_a_survey_that_is_closed_between_ballot_and_slip_keeps_the_ballot(
    sealed: Storage, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was there at the close, so it is in the urn, and its sender is told so."""
    closing = Storage.open(url, patience=5)
    between(sealed, monkeypatch, lambda: closing.close("hafen-2027"))
    contents = some_bytes()
    assert sealed.record_ballots([send_sealed(contents, SLIPS[0])], today=OPENS) == (ACCEPTED,)
    closing.dispose()
    assert sealed.ballots("hafen-2027") == (contents,)


def test_after_a_crash_between_ballot_and_slip_a_retry_counts_once(
    sealed: Storage, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody was told that it counts; the same bytes again use the slip, and then the slip is used up."""

    def crash() -> None:
        raise RuntimeError

    contents = some_bytes()
    between(sealed, monkeypatch, crash)
    with pytest.raises(RuntimeError):
        sealed.record_ballots([send_sealed(contents, SLIPS[0])], today=OPENS)
    monkeypatch.undo()
    assert (stored_ballots(url), used(url)) == ([contents], 0)
    again = [send_sealed(contents, SLIPS[0]), send_sealed(some_bytes(), SLIPS[0])]
    assert sealed.record_ballots(again, today=OPENS) == (ACCEPTED, USED)
    assert (stored_ballots(url), used(url)) == ([contents], 1)


@pytest.fixture
def writers(postgresql_url: str) -> Iterator[list[Storage]]:
    """Eight collectors on one PostgreSQL with a sealed survey and its slips."""
    opened(postgresql_url, sealed_survey(), SLIPS).dispose()
    several = [Storage.open(postgresql_url, patience=20) for _ in range(8)]
    yield several
    for writer in several:
        writer.dispose()


def at_once(writers: list[Storage], batches: list[list[SealedSubmission]]) -> list[Result]:
    """Let each of ``writers`` record its batch at the same moment; return all results."""
    with ThreadPoolExecutor(len(writers)) as threads:
        results = threads.map(
            lambda writer, batch: writer.record_ballots(batch, today=OPENS), writers, batches
        )
        return [result for batch in results for result in batch]


def test_another_ballot_with_the_same_slip_at_the_same_moment_is_refused(
    writers: list[Storage], postgresql_url: str
) -> None:
    """Each slip arrives at eight collectors with eight ballots, in any order; one of them counts."""
    batches = [[send_sealed(some_bytes(), slip) for slip in SLIPS] for _ in writers]
    for number, batch in enumerate(batches):
        batch.sort(key=lambda one: hash((number, one.slip)))
    results = at_once(writers, batches)
    assert results.count(ACCEPTED) == len(SLIPS)
    assert results.count(USED) == 7 * len(SLIPS)
    assert len(stored_ballots(postgresql_url)) == used(postgresql_url) == len(SLIPS)
    accepted = [
        one.ballot
        for one, result in zip((one for batch in batches for one in batch), results, strict=True)
        if result is ACCEPTED
    ]
    assert sorted(accepted) == sorted(stored_ballots(postgresql_url))


def test_the_same_ballot_at_several_collectors_at_once_is_accepted_by_all(
    writers: list[Storage], postgresql_url: str
) -> None:
    """A load balancer sends again while the first collector still works: nobody is told that it is used."""
    sent = [send_sealed(some_bytes(), slip) for slip in SLIPS]
    batches = [sorted(sent, key=lambda one: hash((number, one.slip))) for number in range(8)]
    assert at_once(writers, batches) == [ACCEPTED] * 8 * len(SLIPS)
    assert sorted(stored_ballots(postgresql_url)) == sorted(one.ballot for one in sent)
    assert used(postgresql_url) == len(SLIPS)


def test_nothing_counts_twice_where_the_lock_is_lost(
    sealed: Storage, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If a slip is used under a collector's eyes all the same, it acknowledges nothing."""

    def use_the_slip() -> None:
        engine = connect(url, 1.0)
        with engine.begin() as connection:
            connection.execute(text("UPDATE slips SET used = 1"))
        engine.dispose()

    between(sealed, monkeypatch, use_the_slip)
    with pytest.raises(RuntimeError, match="between a look at it and its use"):
        sealed.record_ballots([send_sealed(some_bytes(), SLIPS[0])], today=OPENS)
    monkeypatch.undo()
    assert sealed.record_ballots([send_sealed(some_bytes(), SLIPS[0])], today=OPENS) == (USED,)


def test_a_database_of_an_earlier_version_takes_sealed_surveys(url: str) -> None:
    """The two tables come with the migration; the surveys that are there are not sealed, and stay so."""
    restore(url, without=("sealed", "ballots"))
    Storage.migrate(url)
    again = opened(url, survey())
    again.register(sealed_survey(id="next"), today=OPENS)
    assert again.record([send()], today=OPENS) == (ACCEPTED,)
    assert rows(url, "sealed") == [("next", public_texts()[0], 0)]
    again.dispose()
