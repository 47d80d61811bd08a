"""PostgreSQL's log of changes, row versions, statistics and log, in the hands of its administrator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, Engine, make_url, text, update

from collector import Storage, StorageError
from collector.tables import surveys
from harness.contributions import OPENS, rows, send
from harness.postgresql import server_log
from tests.attacks.attack import Found, attack
from tests.attacks.people import SURVEY, People, with_slips
from tests.attacks.postgresql_logs import (
    Backup,
    administrator,
    as_ordinary_role,
    changes,
    joined_by_writer,
    position,
)

_MANY = 40
_TOLD = {
    "docs/privacy.md": "can join slips and codes from it, after the close too",
    "questionnaire/languages/de/privacy.md": "Wer sie hat, kann ablesen, wann welches Ergebnis dazukam",
    "questionnaire/languages/en/privacy.md": "Whoever has them can tell when which result was added",
    "questionnaire/languages/de-leicht/privacy.md": "wann welches Ergebnis dazugekommen ist",
}


def _submissions(url: str, people: People) -> int:
    """Keep a row for each contribution, and return how many pairs the table gives away."""
    with administrator(url) as connection:
        connection.execute(text("CREATE TABLE submissions (slip bytea, code text)"))
        for slip, code in people.pairs.items():
            values = {"slip": slip, "code": code.decode()}
            connection.execute(text("INSERT INTO submissions VALUES (:slip, :code)"), values)
    kept = {bytes(slip): str(code).encode() for slip, code in rows(url, "submissions")}  # type: ignore[call-overload]
    return people.right(kept)


@attack(
    family="storage",
    attacker="operator",
    wants="join slips and codes by PostgreSQL's write-ahead log, a replica or a backup, after the report",
    naive="A row for each contribution: 40 of 40 links.",
    product="A contribution is durable as one transaction, and the log keeps it as such: 40 of 40 links.",
    told=_TOLD,
)
def test_the_write_ahead_log_is_replayed(postgresql_url: str, found: Found) -> None:
    """By pg_waldump, after close, release and checkpoint; a backup tells where each row stood before."""
    people = with_slips(postgresql_url, _MANY)
    naive = _submissions(postgresql_url, people)
    backup, start = Backup.of(postgresql_url), position(postgresql_url)
    storage = Storage.open(postgresql_url)
    people.contribute_all(storage)
    end = position(postgresql_url)
    storage.close(SURVEY.id)
    storage.save_release(SURVEY.id, b"released")
    storage.dispose()
    with administrator(postgresql_url) as connection:
        connection.execute(text("CHECKPOINT"))
    links = backup.links(list(changes(postgresql_url, start, end)))
    found(f"{naive} of {_MANY}", f"{people.right(links)} of {_MANY}")


@attack(
    family="storage",
    attacker="operator",
    wants="join slips and codes after the close by the transaction that PostgreSQL notes with each row",
    naive="A close that leaves the rows as they are: 18 of 18 links.",
    product="The close deletes the slips and writes all counters anew in one transaction: 0 of 18 links.",
)
def test_rows_tell_their_writer_after_the_close(postgresql_url: str, found: Found) -> None:
    """Everybody contributes another code, so that no counter is written twice."""
    people = with_slips(postgresql_url, 18, all_different=True)
    storage = Storage.open(postgresql_url)
    people.contribute_all(storage)
    with administrator(postgresql_url) as connection:
        connection.execute(update(surveys).values(closed=True))
    naive = people.right(joined_by_writer(postgresql_url))
    storage.close(SURVEY.id)
    storage.dispose()
    ours = people.right(joined_by_writer(postgresql_url))
    writers = rows(postgresql_url, "(SELECT DISTINCT xmin::text FROM counters) AS writers")
    assert len(writers) == 1
    found(f"{naive} of 18", f"{ours} of 18")


@attack(
    family="storage",
    attacker="operator",
    wants="read exact counts once the report is out, which the report rounds or withholds",
    naive="Counters that are set to zero and left like that stand in former rows of the table: 18 of 18.",
    product="The release sets them to zero in the same transaction and former rows are removed: 0 of 18.",
)
def test_exact_counts_are_read_after_the_release(postgresql_url: str, found: Found) -> None:
    """In the table, and in every row that its pages still hold, dead or alive."""
    people = with_slips(postgresql_url, 18, all_different=True)
    storage = Storage.open(postgresql_url)
    people.contribute_all(storage)
    storage.close(SURVEY.id)
    with administrator(postgresql_url) as connection:
        connection.execute(text("CREATE EXTENSION pageinspect"))
        with connection.engine.execution_options(isolation_level="READ COMMITTED").connect() as other:
            other.execute(text("UPDATE counters SET number = 0"))
            naive = _numbers_in_pages(connection)  # as if committed and never vacuumed
            other.rollback()
        storage.save_release(SURVEY.id, b"released")
        ours = _numbers_in_pages(connection)
    storage.dispose()
    found(f"{naive} of 18", f"{ours} of 18")


def _numbers_in_pages(connection: Connection) -> int:
    """Return how many rows in the pages of the counters hold another number than zero."""
    query = (
        "SELECT t_data FROM generate_series(0, pg_relation_size('counters') / 8192 - 1) AS page,"
        " heap_page_items(get_raw_page('counters', page::int)) WHERE t_data IS NOT NULL"
    )
    return sum(any(bytes(row)[-8:]) for row in connection.scalars(text(query)))


@attack(
    family="storage",
    attacker="operator",
    wants="learn the exact number of contributions from PostgreSQL's statistics, after the report",
    naive="The number of rows ever written to a table of submissions: 40 of 40.",
    product="The number of slips that were ever flipped, which no rights of the collector reset: 40 of 40.",
    told={"docs/privacy.md": "Its statistics tell him the exact number of contributions"},
)
def test_statistics_tell_how_many_contributed(postgresql_url: str, found: Found) -> None:
    """The number, not what was contributed; it survives close, release and the removal of former rows."""
    people = with_slips(postgresql_url, _MANY)
    _submissions(postgresql_url, people)
    storage = Storage.open(postgresql_url)
    people.contribute_all(storage)
    storage.close(SURVEY.id)
    storage.save_release(SURVEY.id, b"released")
    storage.dispose()
    statistics = "(SELECT relname, n_tup_ins, n_tup_upd FROM pg_stat_user_tables) AS statistics"
    written = {table: (inserted, updated) for table, inserted, updated in rows(postgresql_url, statistics)}
    inserted, updated = written["submissions"][0], written["slips"][1]
    found(f"{inserted} of {_MANY}", f"{updated} of {_MANY}")


@attack(
    family="storage",
    attacker="operator",
    wants="read in PostgreSQL's own log when somebody contributed what, where it logs every statement",
    naive="A session that leaves the log as it is: time, slip and code of 1 of 1.",
    product="A session that switches its log off where its role was granted that: 0 of 1. "
    "An ordinary role may not: 1 of 1.",
    told={"docs/privacy.md": "GRANT SET ON PARAMETER log_min_messages"},
)
def test_the_log_of_statements_tells_all(postgresql_url: str, found: Found) -> None:
    """PostgreSQL logs the values of a statement beside it."""
    people = with_slips(postgresql_url, 3)
    ordinary = as_ordinary_role(postgresql_url)
    with administrator(postgresql_url) as connection:
        name = make_url(postgresql_url).database
        connection.execute(text(f"ALTER DATABASE {name} SET log_statement = 'all'"))
    told = [_told_by_log(ordinary, people, 0)]
    with _log_may_be_switched_off(postgresql_url):
        told.append(_told_by_log(ordinary, people, 1))
    assert told[0] == 1
    found(f"{told[0]} of 1", f"{told[1]} of 1. An ordinary role may not: {told[0]} of 1")


@attack(
    family="storage",
    attacker="operator",
    wants="learn from PostgreSQL's log which slip was waiting for a lock, and when",
    naive="A session that leaves the log as it is: the time and the slip's place, 1 of 1.",
    product="A session that switches its log off where its role was granted that: 0 of 1. "
    "An ordinary role may not: 1 of 1.",
    told={"docs/privacy.md": "A contribution that waits too long for a lock leaves its time"},
)
def test_a_lock_time_out_is_logged(postgresql_url: str, found: Found) -> None:
    """Somebody holds the row of the slip."""
    people = with_slips(postgresql_url, 1)
    ordinary = as_ordinary_role(postgresql_url)
    told = [_time_outs_logged(ordinary, people)]
    with _log_may_be_switched_off(postgresql_url):
        told.append(_time_outs_logged(ordinary, people))
    found(f"{told[0]} of 1", f"{told[1]} of 1. An ordinary role may not: {told[0]} of 1")


@contextmanager
def _log_may_be_switched_off(url: str) -> Iterator[None]:
    """Grant the ordinary role what docs/privacy.md names, until the block ends."""
    with administrator(url) as connection:
        connection.execute(text("GRANT SET ON PARAMETER log_min_messages TO ordinary"))
        try:
            yield
        finally:
            connection.execute(text("REVOKE SET ON PARAMETER log_min_messages FROM ordinary"))


def _logged(url: str, happening: Callable[[Storage], None]) -> str:
    before = len(server_log(url))
    storage = Storage.open(url, patience=0.05)
    happening(storage)
    storage.dispose()
    return server_log(url)[before:]


def _told_by_log(url: str, people: People, number: int) -> int:
    """Let one person contribute; return how many are told by a time, a slip and a code in the log."""
    slip, hashed, code = people.slips[number], people.hashes[number], people.codes[number]
    log = _logged(url, lambda storage: _contribute(storage, code, slip))
    return int(hashed.hex() in log and f"'{code}'" in log and str(_today()) in log)


def _contribute(storage: Storage, code: str, slip: str) -> None:
    storage.record([send(code, slip)], today=OPENS)


def _time_outs_logged(url: str, people: People) -> int:
    with administrator(url) as connection:
        engine: Engine = connection.engine.execution_options(isolation_level="READ COMMITTED")
        with engine.connect() as other:
            other.execute(text("SELECT * FROM slips FOR UPDATE"))

            def wait_in_vain(storage: Storage) -> None:
                with pytest.raises(StorageError):
                    _contribute(storage, people.codes[0], people.slips[0])

            log = _logged(url, wait_in_vain)
            other.rollback()
    return log.count("lock timeout") and log.count('in relation "slips"')


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()
