"""/healthz: it says what would happen to a contribution, asks seldom, and leaves nothing to learn from."""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from starlette.requests import Request

from collector import CollectorError, Result, StorageError
from collector.app import application
from collector.database import connect
from collector.health import Health
from collector.refusals import UNAVAILABLE
from harness.asgi import Answer, Client, running, talk
from harness.contributions import OPENS, counted, dump, opened, rows, send, survey
from harness.sealed_contributions import sealed_survey, send_sealed

HEALTHY = (200, b'{"status":"ok"}')
NOT_NOW = (503, bytes(UNAVAILABLE.response().body))


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another program keeps the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        yield
        holder.execute("ROLLBACK")


@contextmanager
def moved_away(path: Path) -> Iterator[None]:
    """Somebody moves the file; the collector has it open still."""
    away = path.rename(path.with_suffix(".away"))
    yield
    away.rename(path)


@contextmanager
def replaced(path: Path) -> Iterator[None]:
    """Somebody puts a copy in its place, from a backup for instance."""
    away = path.rename(path.with_suffix(".away"))
    shutil.copy(away, path)
    yield
    away.replace(path)


@contextmanager
def without_a_journal(path: Path) -> Iterator[None]:
    """The folder takes no journal: it may not be written to."""
    journal = path.with_name(f"{path.name}-journal")
    journal.unlink()
    journal.mkdir()
    yield
    journal.rmdir()


@contextmanager
def migrated(path: Path) -> Iterator[None]:
    """A newer version has migrated the file."""
    for change in ("version + 1", "version - 1"):
        with closing(sqlite3.connect(path)) as file, file:
            file.execute(f"UPDATE schema SET version = {change}")  # noqa: S608 (our own words)
        if change == "version + 1":
            yield


FILE_FAULTS: dict[str, Callable[[Path], AbstractContextManager[None]]] = {
    "locked": locked,
    "moved away": moved_away,
    "replaced": replaced,
    "no journal": without_a_journal,
    "migrated": migrated,
}


@pytest.mark.parametrize("case", FILE_FAULTS)
def test_it_says_of_a_file_what_happens_to_contributions(
    tmp_path: Path, case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """503 in the very words of a contribution that is refused, then 200 again; none is counted meanwhile."""
    monkeypatch.setattr("collector.health._SECONDS", 0.0)
    path = tmp_path / "lastbild.db"
    storage = opened(f"sqlite:///{path}", survey())

    async def conversation(client: Client) -> list[Answer]:
        before = await client.ask("GET", "/healthz")
        with FILE_FAULTS[case](path):
            sent = await client.post(b'{"code":"M"}')
            meanwhile = await client.ask("GET", "/healthz")
        after = await client.ask("GET", "/healthz")
        return [before, sent, meanwhile, after, await client.post(b'{"code":"M"}')]

    before, sent, meanwhile, after, counted_one = talk(storage, conversation)
    storage.dispose()
    assert [(one.status, one.body) for one in (before, meanwhile, after)] == [HEALTHY, NOT_NOW, HEALTHY]
    assert (meanwhile.status, meanwhile.body, meanwhile.headers) == (sent.status, sent.body, sent.headers)
    assert counted_one.status == 204
    assert counted(f"sqlite:///{path}") == {"M": 1}


def test_while_it_says_yes_there_is_room_for_a_ballot(tmp_path: Path) -> None:
    """On a full disk the pages of the last probe are the room; it says no before a ballot is refused."""
    url = f"sqlite:///{tmp_path / 'lastbild.db'}"
    storage = opened(url, sealed_survey(mode="open"))
    storage.check()
    _let_it_grow_no_more(storage._engine)  # noqa: SLF001 (its one connection)
    stored = 0

    def fill_the_file() -> None:
        nonlocal stored
        for number in range(500):
            storage.check()
            one = send_sealed(number.to_bytes(2, "big") + bytes(61))
            assert storage.record_ballots([one], today=OPENS) == (Result.ACCEPTED,)
            stored += 1

    with pytest.raises(StorageError, match="SQLITE_FULL"):
        fill_the_file()
    assert 10 < stored == len(rows(url, "ballots"))
    storage.dispose()


def _let_it_grow_no_more(engine: Engine) -> None:
    with engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


@contextmanager
def tables_locked(url: str) -> Iterator[None]:
    """An administrator keeps a table."""
    engine = connect(url, 1.0)
    with engine.begin() as connection:
        connection.execute(text("LOCK TABLE slips IN SHARE MODE"))
        yield
    engine.dispose()


def a_setting(name: str, value: str) -> Callable[[str], AbstractContextManager[None]]:
    """Return a fault: a setting of the whole database, for connections from now on."""

    @contextmanager
    def fault(url: str) -> Iterator[None]:
        engine = connect(url, 1.0)
        for change in (f"SET {name} = '{value}'", f"RESET {name}"):
            with engine.begin() as connection:
                database = connection.scalar(text("SELECT current_database()"))
                connection.execute(text("SET default_transaction_read_only = off"))
            with engine.begin() as connection:
                connection.execute(text(f"ALTER DATABASE {database} {change}"))
            if change.startswith("SET"):
                yield
        engine.dispose()

    return fault


@contextmanager
def newer(url: str) -> Iterator[None]:
    """A newer version has migrated the database."""
    engine = connect(url, 1.0)
    for change in ("version + 1", "version - 1"):
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE schema SET version = {change}"))  # noqa: S608 (our own words)
        if change == "version + 1":
            yield
    engine.dispose()


@contextmanager
def without_a_right(url: str) -> Iterator[None]:
    """Tables went to a new owner, who forgot the collector's role."""
    engine = connect(url, 1.0)
    for old, new in (("ballots", "kept_elsewhere"), ("kept_elsewhere", "ballots")):
        with engine.begin() as connection:
            connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
        if old == "ballots":
            yield
    engine.dispose()


SERVER_FAULTS: dict[str, Callable[[str], AbstractContextManager[None]]] = {
    "locked": tables_locked,
    "read-only": a_setting("default_transaction_read_only", "on"),
    "full": a_setting("temp_file_limit", "64kB"),
    "migrated": newer,
    "a table is gone": without_a_right,
}


@pytest.mark.parametrize("case", SERVER_FAULTS)
def test_it_notices_what_keeps_postgresql_from_storing(postgresql_url: str, case: str) -> None:
    """A full disk is recognised by a temporary file that finds no room, as a limit for such files shows."""
    storage = opened(postgresql_url, sealed_survey())
    storage.check()
    with SERVER_FAULTS[case](postgresql_url):
        storage.dispose()  # settings hold for new connections
        with pytest.raises((StorageError, CollectorError)):
            storage.check()
    storage.dispose()
    storage.check()
    storage.dispose()


def test_a_probe_leaves_nothing_in_a_file(tmp_path: Path) -> None:
    """After one or thirty: the same file, but for the count of transactions and the order of empty pages."""
    path = tmp_path / "lastbild.db"
    url = f"sqlite:///{path}"
    storage = opened(url, survey())
    storage.record([send()] * 7, today=OPENS)
    storage.check()
    rows_before, bytes_before = dump(url), path.read_bytes()
    for _ in range(30):
        storage.check()
    assert dump(url) == rows_before
    assert not any(path.with_name("lastbild.db-journal").read_bytes())
    after = path.read_bytes()
    assert len(after) == len(bytes_before)
    with closing(sqlite3.connect(path)) as file:
        size = int(file.execute("PRAGMA page_size").fetchone()[0])
        used = {int(root) for (root,) in file.execute("SELECT rootpage FROM sqlite_schema WHERE rootpage")}
    for page in used - {1}:
        beginning = (page - 1) * size
        assert after[beginning : beginning + size] == bytes_before[beginning : beginning + size]
    header = [place for place in range(size) if after[place] != bytes_before[place]]
    # The counts of transactions (24, 92), and where the list of empty pages begins (32).
    assert {place - place % 4 for place in header} <= {24, 32, 92}
    storage.dispose()


def test_a_probe_is_no_clock_in_postgresql(postgresql_url: str) -> None:
    """No transaction gets a number and nothing is logged: rows are not told apart by what lies between."""
    storage = opened(postgresql_url, survey())
    engine = connect(postgresql_url, 1.0)
    moment = text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        before = connection.scalar(moment)
        for _ in range(30):
            storage.check()
        assert connection.scalar(moment) == before
        storage.record([send()], today=OPENS)
        assert connection.scalar(moment) != before  # the measure measures
    engine.dispose()
    storage.dispose()


class Counting:
    """Counts how often it is asked, and how many ask at once."""

    def __init__(self, error: Exception | None = None) -> None:
        self.asked = 0
        self.go_on = threading.Event()
        self.go_on.set()
        self._error = error

    def check(self) -> None:
        """Answer as soon as it may."""
        self.asked += 1
        self.go_on.wait(10)
        if self._error:
            raise self._error


REQUEST = Request({"type": "http"})  # nothing of it is read


async def status(health: Health) -> int:
    """Return the status of one answer."""
    return (await health.answer(REQUEST)).status_code


@pytest.mark.parametrize(("error", "expected"), [(None, 200), (StorageError("gone"), 503)])
def test_however_many_ask_the_database_is_asked_once_a_second(error: Exception | None, expected: int) -> None:
    """A thousand at once are one probe, and one that comes soon after gets the same answer."""
    counting = Counting(error)
    counting.go_on.clear()

    async def run() -> list[int]:
        health = Health(counting.check)
        questions = [asyncio.ensure_future(status(health)) for _ in range(1000)]
        await asyncio.sleep(0.05)
        assert counting.asked == 1
        counting.go_on.set()
        found = [*await asyncio.gather(*questions), await status(health)]
        assert counting.asked == 1
        await asyncio.sleep(1.1)
        return [*found, await status(health)]

    assert set(asyncio.run(run())) == {expected}
    assert counting.asked == 2


def test_a_database_that_does_not_answer_is_not_well(monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer comes all the same, and no second probe begins while the first one waits."""
    monkeypatch.setattr("collector.health._PATIENCE", 0.05)
    counting = Counting()
    counting.go_on.clear()
    health = Health(counting.check)

    async def run() -> list[int]:
        found = [await status(health) for _ in range(3)]
        counting.go_on.set()
        monkeypatch.setattr("collector.health._PATIENCE", 10.0)
        return [*found, await status(health)]

    assert asyncio.run(run()) == [503, 503, 503, 200]
    assert counting.asked == 1


def test_contributions_neither_ask_nor_answer_for_it(sqlite_url: str) -> None:
    """Else an outsider who asks each second would see by the answer's delay when somebody takes part."""
    storage = opened(sqlite_url, survey())
    asked = 0
    check = storage.check

    def counting() -> None:
        nonlocal asked
        asked += 1
        check()

    storage.check = counting  # type: ignore[method-assign]

    async def run() -> list[int]:
        app = application(storage, today=lambda: OPENS)
        async with running(app):
            client = Client(app)
            numbers = []
            for ask_first in (False, True):
                if ask_first:
                    assert (await client.ask("GET", "/healthz")).status == 200
                assert (await client.post(b'{"code":"M"}')).status == 204
                numbers.append(asked)
            await asyncio.sleep(1.1)
            assert (await client.post(b'{"code":"M"}')).status == 204
            assert (await client.ask("GET", "/healthz")).status == 200
            return [*numbers, asked]

    assert asyncio.run(run()) == [0, 1, 2]
    storage.dispose()


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (StorageError("OperationalError SQLITE_FULL"), "SQLITE_FULL"),
        (CollectorError([]), ""),
        (ValueError("slip 1234 from 10.0.0.1"), "ValueError"),
    ],
)
def test_the_log_names_the_kind_of_fault_once(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, error: Exception, said: str
) -> None:
    """However often somebody asks; no data is in it."""
    monkeypatch.setattr("collector.health._SECONDS", 0.0)
    health = Health(Counting(error).check)
    assert [asyncio.run(status(health)) for _ in range(3)] == [503] * 3
    assert len(caplog.records) == 1
    assert said in caplog.text
    assert "1234" not in caplog.text
