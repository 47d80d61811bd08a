"""PostgreSQL's own records in somebody's hands: its log of changes, and what its pages still hold."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection, create_engine, make_url, text

from harness.contributions import EVERY_TABLE, rows
from harness.postgresql import write_ahead_log

_CHANGE = re.compile(
    r"tx: +(?P<tx>\d+).*UPDATE .*?off:? ?(?P<old>\d+).*?new.off:? ?(?P<new>\d+)"
    r".*blkref #0: rel \d+/\d+/(?P<table>\d+) blk (?P<block>\d+)"
    r"(?:.*blkref #1: rel \d+/\d+/\d+ blk (?P<from>\d+))?"
)

Place = tuple[int, int]  # block and line


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a transaction wrote anew."""

    transaction: int
    table: int
    old: Place
    new: Place


def position(url: str) -> str:
    """Return the end of the write-ahead log."""
    return str(rows(url, "pg_current_wal_flush_lsn()")[0][0])


def changes(url: str, start: str, end: str) -> Iterator[Change]:
    """Yield the changes between two positions of the log, in their order."""
    for line in write_ahead_log(url, start, end):
        if found := _CHANGE.search(line):
            tx, table, block = (int(found[key]) for key in ("tx", "table", "block"))
            old = (int(found["from"] or block), int(found["old"]))
            yield Change(tx, table, old, (block, int(found["new"])))


@dataclass(slots=True)
class Backup:
    """Where the rows stood when the log began: what a backup, or a replica, tells."""

    slips: dict[Place, bytes]
    counters: dict[Place, bytes]
    tables: tuple[int, int]

    @classmethod
    def of(cls, url: str) -> Backup:
        """Look at the database at ``url`` now."""
        return cls(
            {place(ctid): bytes(key) for ctid, key in rows(url, "(SELECT ctid, hash FROM slips) AS s")},  # type: ignore[call-overload]
            {
                place(ctid): str(code).encode()
                for ctid, code in rows(url, "(SELECT ctid, code FROM counters) AS c")
            },
            tuple(  # type: ignore[arg-type]
                rows(url, "(SELECT pg_relation_filenode('slips'), pg_relation_filenode('counters')) AS f")[0]
            ),
        )

    def links(self, log: Sequence[Change]) -> dict[bytes, bytes]:
        """Replay the log; return the code of each slip that was used in a transaction with one code."""
        used, risen = defaultdict[int, set[bytes]](set), defaultdict[int, set[bytes]](set)
        for change in log:
            for table, rows_at, of in zip(
                self.tables, (self.slips, self.counters), (used, risen), strict=True
            ):
                if change.table == table and change.old in rows_at:
                    rows_at[change.new] = rows_at[change.old]
                    of[change.transaction].add(rows_at[change.new])
        return {
            next(iter(slips)): next(iter(risen[tx]))
            for tx, slips in used.items()
            if len(slips) == len(risen[tx]) == 1
        }


def place(ctid: object) -> Place:
    """Return block and line of a row."""
    block, line = str(ctid).strip("()").split(",")
    return int(block), int(line)


def joined_by_writer(url: str) -> dict[bytes, bytes]:
    """Join used slips and counters by the transaction that PostgreSQL notes with each row (``xmin``)."""
    query = (
        "(SELECT s.hash, c.code FROM slips s JOIN counters c ON s.xmin = c.xmin"
        " WHERE s.used = 1 AND c.number > 0) AS joined"
    )
    return {bytes(key): str(code).encode() for key, code in rows(url, query)}  # type: ignore[call-overload]


@contextmanager
def administrator(url: str) -> Iterator[Connection]:
    """Connect as the role that may do everything; each statement is a transaction of its own."""
    engine = create_engine(make_url(url).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        yield connection
    engine.dispose()


def as_ordinary_role(url: str) -> str:
    """Return the database's address for a role that owns the tables, and may no more."""
    with administrator(url) as connection:
        if not connection.scalar(text("SELECT count(*) FROM pg_roles WHERE rolname = 'ordinary'")):
            connection.execute(text("CREATE ROLE ordinary LOGIN"))
        connection.execute(text("GRANT ALL ON SCHEMA public TO ordinary"))
        for table in EVERY_TABLE:
            connection.execute(text(f"ALTER TABLE {table} OWNER TO ordinary"))
    return url.replace("lastbild@", "ordinary@")
