"""Remove what the databases keep of former rows, which would tell which slip was used for which code.

SQLite's rollback journal holds the pages as they were before a transaction, so beside the database it tells
what the transaction changed. A deleted journal stays on the disk until something else needs its place: 145 of
150 links came back from there. So one journal is kept and overwritten after each transaction. PostgreSQL
keeps former rows until a vacuum, and its log of changes as long as its administrator likes.
"""

from __future__ import annotations

import os
from contextlib import suppress

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from collector.database import WRITING
from collector.journal import journal_of, overwrite
from collector.tables import ballots, counters, heaps, slips

_USUAL_SIZE = 1 << 20  # bytes; a longer one is cut, so that overwriting it again and again costs nothing
_FILE = "SELECT file FROM pragma_database_list WHERE name = 'main'"
# Longer than other operations wait: PostgreSQL's own vacuum may hold a table for seconds, and a million slips
# take a while.
_MILLISECONDS_TO_VACUUM = 600_000


def overwrite_journal(connection: Connection) -> None:
    """Overwrite what the last transaction left; a failure changes nothing, since that is committed.

    The zeros reach the disk when the system likes, or with the next transaction. Leaves PostgreSQL alone.
    """
    if connection.dialect.name == "sqlite":
        with suppress(SQLAlchemyError, OSError):
            _overwrite(connection, for_good=False)


def remove_former_rows(engine: Engine) -> None:
    """Overwrite the journal on the disk and cut it to nothing, or write PostgreSQL's tables anew.

    Raises ``SQLAlchemyError`` if others keep the database locked, and ``OSError`` if the disk fails.
    """
    with engine.connect() as connection:
        if connection.dialect.name == "sqlite":
            _overwrite(connection.execution_options(**WRITING), for_good=True)
        else:
            _vacuum(connection.execution_options(isolation_level="AUTOCOMMIT"))


def _overwrite(connection: Connection, *, for_good: bool) -> None:
    """Overwrite the journal while nobody can write another: the caller's connection locks when it begins."""
    with connection.begin():
        database = connection.exec_driver_sql(_FILE).scalar_one()
        with suppress(FileNotFoundError), journal_of(database).open("r+b", buffering=0) as journal:
            if overwrite(journal) > _USUAL_SIZE or for_good:
                os.fsync(journal.fileno())
                journal.truncate(0)
                os.fsync(journal.fileno())


def _vacuum(connection: Connection) -> None:
    connection.detach()  # the limits below are for this connection only, and end with it
    for limit in ("lock_timeout", "statement_timeout"):
        connection.exec_driver_sql(f"SET {limit} = {_MILLISECONDS_TO_VACUUM}")
    for table in (slips, ballots, counters, heaps):
        connection.exec_driver_sql(f"VACUUM FULL {table.name}")
