"""Group commit: many at once, answered only when durable, and a database at fault refuses honestly."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from collector import Result, SealedSubmission, Storage, StorageError, Submission
from collector.app import application
from collector.database import connect
from collector.writer import LARGEST_BATCH, LONGEST_QUEUE, Writer
from harness.asgi import Client, running
from harness.contributions import DAY, OPENS, counted, drawn, opened, send, survey, used
from harness.sealed_contributions import sealed_survey, send_sealed, stored_ballots
from questionnaire import sealed_ballot
from tests.collector.serving import until

SLIPS = drawn(40)


class Paused:
    """A recorder that waits in each batch until it is let go, and remembers the sizes of batches."""

    def __init__(self, fails: bool = False) -> None:  # noqa: FBT001, FBT002 (a switch)
        self.entered = threading.Event()
        self.go_on = threading.Event()
        self.sizes: list[int] = []
        self.ballots = 0
        self.fails = fails

    def record(self, batch: Sequence[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Accept everything on the first day."""
        assert today == OPENS
        self.entered.set()
        assert self.go_on.wait(10)
        self.sizes.append(len(batch))
        if self.fails:
            raise StorageError("OperationalError SQLITE_FULL")
        return tuple(Result.UNKNOWN_CODE if one.code == "bad" else Result.ACCEPTED for one in batch)

    def record_ballots(self, batch: Sequence[SealedSubmission], *, today: dt.date) -> tuple[Result, ...]:
        """Store everything on the first day, also where codes fail."""
        assert today == OPENS
        self.ballots += len(batch)
        return (Result.ACCEPTED,) * len(batch)


async def _reached(event: threading.Event) -> None:
    assert await asyncio.to_thread(event.wait, 10)


def test_what_arrives_during_one_transaction_is_written_by_the_next() -> None:
    """A hundred submissions take three transactions; each gets its own result, after its commit."""
    paused = Paused()

    async def run() -> list[Result]:
        writer = Writer(paused, lambda: OPENS, asyncio.get_running_loop())
        first = asyncio.ensure_future(writer.submit(send()))
        await _reached(paused.entered)
        many = [asyncio.ensure_future(writer.submit(send("bad" if n == 7 else "M"))) for n in range(300)]
        await asyncio.sleep(0)
        assert not any(one.done() for one in (first, *many))
        paused.go_on.set()
        results = await asyncio.gather(first, *many)
        await writer.stop()
        return results

    results = asyncio.run(run())
    assert paused.sizes == [1, LARGEST_BATCH, 300 - LARGEST_BATCH]
    assert [place for place, result in enumerate(results) if result is Result.UNKNOWN_CODE] == [8]


def test_a_batch_that_fails_fails_for_all_and_the_next_goes_on() -> None:
    """Nobody is told that something was counted that was not."""
    paused = Paused(fails=True)
    paused.go_on.set()

    async def run() -> tuple[list[Result | BaseException], Result]:
        writer = Writer(paused, lambda: OPENS, asyncio.get_running_loop())
        failed = await asyncio.gather(*(writer.submit(send()) for _ in range(20)), return_exceptions=True)
        paused.fails = False
        after = await writer.submit(send())
        await writer.stop()
        return failed, after

    failed, after = asyncio.run(run())
    assert all(isinstance(one, StorageError) for one in failed)
    assert after is Result.ACCEPTED


def test_codes_and_ballots_of_one_batch_fail_apart() -> None:
    """Each is answered in its place: what the database took stands, and only what it refused is refused."""
    paused = Paused(fails=True)
    paused.go_on.set()

    async def run() -> list[Result | BaseException]:
        writer = Writer(paused, lambda: OPENS, asyncio.get_running_loop())
        mixed = [send_sealed(bytes(63)) if number % 3 else send() for number in range(20)]
        results = await asyncio.gather(*map(writer.submit, mixed), return_exceptions=True)
        await writer.stop()
        return results

    results = asyncio.run(run())
    refused = [isinstance(result, StorageError) for result in results]
    assert refused == [number % 3 == 0 for number in range(20)]
    assert results.count(Result.ACCEPTED) == paused.ballots == 13


def test_a_full_queue_refuses_at_once() -> None:
    """Memory is bounded: whoever finds the queue full is refused, the others are answered."""
    paused = Paused()

    async def run() -> list[Result | BaseException]:
        writer = Writer(paused, lambda: OPENS, asyncio.get_running_loop())
        many = [asyncio.ensure_future(writer.submit(send())) for _ in range(LONGEST_QUEUE + 700)]
        await _reached(paused.entered)
        paused.go_on.set()
        results = await asyncio.gather(*many, return_exceptions=True)
        await writer.stop()
        return results

    results = asyncio.run(run())
    assert sum(isinstance(result, StorageError) for result in results) == 700
    assert results.count(Result.ACCEPTED) == LONGEST_QUEUE == sum(paused.sizes)


def test_stopping_writes_and_answers_everything_first() -> None:
    """What was submitted is counted and answered; what comes afterwards is refused."""
    paused = Paused()

    async def run() -> None:
        writer = Writer(paused, lambda: OPENS, asyncio.get_running_loop())
        many = [asyncio.ensure_future(writer.submit(send())) for _ in range(10)]
        await _reached(paused.entered)
        stopping = asyncio.ensure_future(writer.stop())
        await asyncio.sleep(0)
        with pytest.raises(StorageError, match="stopping"):
            await writer.submit(send())
        paused.go_on.set()
        assert await asyncio.gather(*many) == [Result.ACCEPTED] * 10
        await stopping

    asyncio.run(run())


def test_stopping_ends_only_after_the_last_of_several_batches() -> None:
    """However many wait: each batch is written and answered, and then the writer ends."""
    paused = Paused()
    paused.go_on.set()

    async def run() -> list[Result]:
        writer = Writer(paused, lambda: OPENS, asyncio.get_running_loop())
        many = [writer.submit(send()) for _ in range(2 * LARGEST_BATCH + 1)]
        await writer.stop()
        assert all(one.done() for one in many)
        return await asyncio.gather(*many)

    assert asyncio.run(run()) == [Result.ACCEPTED] * (2 * LARGEST_BATCH + 1)
    assert paused.sizes == [LARGEST_BATCH, LARGEST_BATCH, 1]


def test_a_client_who_leaves_harms_nobody() -> None:
    """Its submission stands, as it was sent; everybody else in the batch gets an answer."""
    paused = Paused()

    async def run() -> None:
        writer = Writer(paused, lambda: OPENS, asyncio.get_running_loop())
        leaving, staying = (asyncio.ensure_future(writer.submit(send())) for _ in range(2))
        await _reached(paused.entered)
        leaving.cancel()
        paused.go_on.set()
        assert await staying is Result.ACCEPTED
        await writer.stop()

    asyncio.run(run())
    assert sum(paused.sizes) == 2


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keep the file locked, as a backup or a curious colleague would."""
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    try:
        yield
    finally:
        holder.execute("ROLLBACK")
        holder.close()


@contextmanager
def moved_away(path: Path) -> Iterator[None]:
    """Take the file away under the open connection: SQLite then finds a journal without its file."""
    elsewhere = path.with_suffix(".away")
    path.rename(elsewhere)
    try:
        yield
    finally:
        elsewhere.rename(path)


FAULTS = {"locked": (locked, "SQLITE_BUSY"), "moved away": (moved_away, "SQLITE_IOERR_FSTAT")}


@pytest.mark.parametrize("case", FAULTS)
def test_a_database_at_fault_answers_503_and_recovers(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, case: str
) -> None:
    """Nothing is counted, no slip is used up, the log names the kind of fault; then it goes on."""
    path = tmp_path / "lastbild.db"
    url = f"sqlite:///{path}"
    storage = opened(url, survey(mode="slips"), SLIPS)
    fault, code = FAULTS[case]
    bodies = [json.dumps({"code": "A-ST", "slip": slip}) for slip in SLIPS]

    async def run() -> None:
        app = application(storage, today=lambda: OPENS)
        async with running(app):
            client = Client(app)
            with fault(path):
                answers = await asyncio.gather(*(client.post(body) for body in bodies))
                assert {(answer.status, answer.error) for answer in answers} == {(503, "unavailable")}
                assert (await client.ask("GET", "/healthz")).status == 503
            assert (counted(url), used(url)) == ({}, 0)
            answers = await asyncio.gather(*(client.post(body) for body in bodies))
            assert {answer.status for answer in answers} == {204}

    asyncio.run(run())
    storage.dispose()
    assert (counted(url), used(url)) == ({"A-ST": len(SLIPS)}, len(SLIPS))
    assert code in caplog.text
    assert not any(slip in caplog.text for slip in SLIPS)


@pytest.mark.parametrize("case", FAULTS)
def test_a_database_at_fault_takes_no_sealed_ballot_and_recovers(tmp_path: Path, case: str) -> None:
    """503 to all; the very same bytes are then accepted, once."""
    path = tmp_path / "lastbild.db"
    url, address = f"sqlite:///{path}", "/v1/surveys/hafen-2027/ballots"
    storage = opened(url, sealed_survey(), SLIPS)
    fault, _ = FAULTS[case]
    ballots = [bytes([number] * 63) for number in range(len(SLIPS))]
    bodies = [sealed_ballot.body(one, slip) for one, slip in zip(ballots, SLIPS, strict=True)]

    async def run() -> None:
        app = application(storage, today=lambda: OPENS)
        async with running(app):
            client = Client(app)
            with fault(path):
                answers = await asyncio.gather(*(client.post(body, path=address) for body in bodies))
                assert {(answer.status, answer.error) for answer in answers} == {(503, "unavailable")}
            assert (stored_ballots(url), used(url)) == ([], 0)
            answers = await asyncio.gather(*(client.post(body, path=address) for body in bodies * 2))
            assert {answer.status for answer in answers} == {204}

    asyncio.run(run())
    storage.dispose()
    assert (sorted(stored_ballots(url)), used(url)) == (ballots, len(SLIPS))


def test_a_read_only_file_is_a_storage_error(tmp_path: Path) -> None:
    """It can be opened and counted out, but nothing is added, and the reason is named."""
    path = tmp_path / "lastbild.db"
    opened(f"sqlite:///{path}", survey()).dispose()
    engine = connect(f"sqlite:///{path}", 0.2)
    storage = Storage(engine)
    with engine.connect() as connection:  # there is one connection: it stays so
        connection.exec_driver_sql("PRAGMA query_only = ON")
    with pytest.raises(StorageError, match="SQLITE_READONLY"):
        storage.record([send()], today=OPENS)
    storage.dispose()
    assert counted(f"sqlite:///{path}") == {}


def test_a_full_disk_adds_no_slip_at_all(tmp_path: Path) -> None:
    """The slips that were there are all there still, and with more room the new ones are added."""
    url = f"sqlite:///{tmp_path / 'lastbild.db'}"
    opened(url, survey(mode="slips", headcount=6000), SLIPS).dispose()
    engine = connect(url, 0.2)
    storage = Storage(engine)
    storage.record([send("M", SLIPS[0])], today=OPENS)
    with engine.connect() as connection:  # there is one connection: it stays so
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="SQLITE_FULL"):
        storage.add_slips("hafen-2027", drawn(5000, seed=8))
    assert used(url) == 1
    assert storage.record([send("M", SLIPS[1])], today=OPENS) == (Result.ACCEPTED,)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count = 100000")
    assert storage.add_slips("hafen-2027", drawn(5000, seed=8)) == 5000
    assert used(url) == 2
    storage.dispose()


def test_a_locked_postgresql_refuses_and_recovers(postgresql_url: str) -> None:
    """Nobody waits longer than the patience that was set."""
    storage, other = opened(postgresql_url, survey()), connect(postgresql_url, 0.2)
    with other.begin() as connection:  # somebody else at the database
        connection.execute(text("LOCK TABLE counters IN ACCESS EXCLUSIVE MODE"))
        with pytest.raises(StorageError, match="55P03"):
            storage.record([send()], today=OPENS)
    assert storage.record([send()], today=OPENS + DAY) == (Result.ACCEPTED,)
    assert counted(postgresql_url) == {"A-ST": 1}
    storage.dispose()
    other.dispose()


def test_a_postgresql_that_dropped_its_connections_is_found_again(postgresql_url: str) -> None:
    """After a restart of the database the next submission is counted."""
    storage, other = opened(postgresql_url, survey()), connect(postgresql_url, 0.2)
    with other.begin() as connection:  # what a restart does to connections
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        )
    assert storage.record([send()], today=OPENS) == (Result.ACCEPTED,)
    assert counted(postgresql_url) == {"A-ST": 1}
    storage.dispose()
    other.dispose()


def test_closing_waits_for_a_database_that_tidies_up(postgresql_url: str) -> None:
    """Far longer than a contribution would: what PostgreSQL keeps of former rows is removed all the same."""
    patience = 0.01
    storage = Storage.open(postgresql_url, patience=patience)
    storage.register(survey(), today=OPENS)
    other = connect(postgresql_url, 0.2)
    waits = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() "
        "AND wait_event_type = 'Lock' AND query LIKE 'VACUUM%' "
        "AND clock_timestamp() - query_start > make_interval(secs => :far_longer)"
    )
    watching = other.execution_options(isolation_level="AUTOCOMMIT")
    with ThreadPoolExecutor(1) as thread, watching.connect() as watch:
        with other.begin() as connection:
            connection.execute(text("LOCK TABLE slips IN SHARE UPDATE EXCLUSIVE MODE"))  # as tidying does
            closing = thread.submit(storage.close, "hafen-2027")
            long = {"far_longer": 10 * patience}
            until(lambda: closing.done() or watch.scalar(text(waits), long) == 1, "nobody waits")
            assert not closing.done()
        closing.result()
    assert storage.is_closed("hafen-2027")
    storage.dispose()
    other.dispose()
