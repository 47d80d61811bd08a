"""Open the databases: with durable commits, without traces, and with short waits.

SQLite: one connection a process. A write-ahead log would give back the order of submissions, and deleted
journals can be undeleted, so one journal is used again and again (``collector.journal``), and freed space is
overwritten. PostgreSQL: any number of processes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError
from sqlalchemy.pool import QueuePool, StaticPool

from collector.errors import CollectorError
from collector.journal import journal_of, overwriting_if_deleted
from questionnaire.faults import COMMAND_LINE, Fault
from questionnaire.system_reasons import system_reason

WRITING = {"lastbild_writing": True}
_MILLISECONDS = 1000
_JOURNAL = "journal_mode=PERSIST"
_PRAGMAS = (
    _JOURNAL,
    # FULL, and the folder too is synchronised where a journal is deleted. A commit is durable once the
    # journal's head is overwritten, and that is synchronised.
    "synchronous=EXTRA",
    "secure_delete=ON",
    "foreign_keys=ON",
    "temp_store=MEMORY",
)
# A lock time-out would put the time, the statement and the slip's place into the server's log. Only where the
# role has been granted it: a refusal would be a line in the same log.
_LOG_NOTHING = (
    "SELECT set_config('log_min_messages', 'panic', false)"
    " WHERE has_parameter_privilege('log_min_messages', 'SET')"
)
_ASKS_FOR_PRIVILEGES = 150000  # PostgreSQL 15
# One connection: others in this process wait their turn.
_IN_A_FILE: dict[str, Any] = {"poolclass": QueuePool, "pool_size": 1, "max_overflow": 0}
_IN_MEMORY: dict[str, Any] = {"poolclass": StaticPool}


def connect(url: str, patience: float) -> Engine:
    """Return the engine for ``url``, which waits ``patience`` seconds for a locked database.

    Raises ``CollectorError`` for an address that is neither SQLite's nor PostgreSQL's. The engine opens
    nothing before its first use, but a new SQLite file is created at once, readable for its owner alone.
    """
    address = _address(url)
    if address.get_backend_name() == "sqlite":
        return _sqlite(address, patience)
    return _postgresql(address, patience)


def is_sqlite(url: str) -> bool:
    """Return whether ``url`` names a SQLite file, which one process alone may write."""
    return _address(url).get_backend_name() == "sqlite"


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        backend = address.get_backend_name()
    except (ArgumentError, NoSuchModuleError):
        backend = ""
    if backend in ("postgresql", "postgres"):
        return address.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        shown = url.partition(":")[0] + ":…"  # a password may stand anywhere after it
        raise CollectorError([Fault("collector.no_database", "--database", shown, file=COMMAND_LINE)])
    return address


def _sqlite(address: URL, patience: float) -> Engine:
    in_memory = address.database in (None, "", ":memory:")
    if address.database and not in_memory and not address.database.startswith("file:"):
        _make_private(Path(address.database))
    engine = create_engine(
        address,
        hide_parameters=True,
        connect_args={"timeout": patience, "check_same_thread": False},
        **_IN_MEMORY if in_memory else _IN_A_FILE,
    )

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's own connection)
        connection.isolation_level = None  # transactions begin where this package says so
        with overwriting_if_deleted(journal_of(address.database or "")):
            for pragma in (*_PRAGMAS, f"busy_timeout={int(patience * _MILLISECONDS)}"):
                connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _(connection: Connection) -> None:
        if connection.get_execution_options().get("lastbild_writing"):
            _begin_writing(connection)
        else:
            connection.exec_driver_sql("BEGIN")

    return engine


def _begin_writing(connection: Connection) -> None:
    """Lock the file and begin, but never with a write-ahead log, even if another program has switched to one.

    The file itself says that it has one, so it holds for every program. Raises ``OperationalError`` as long
    as another keeps the file open, since then nobody can switch back.
    """
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    if connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal":
        connection.exec_driver_sql("ROLLBACK")
        connection.exec_driver_sql(f"PRAGMA {_JOURNAL}")
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _make_private(path: Path) -> None:
    try:
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        details = {"reason": system_reason(error)}
        fault = Fault("collector.no_database_file", "--database", str(path), details, file=COMMAND_LINE)
        raise CollectorError([fault]) from error


def _postgresql(address: URL, patience: float) -> Engine:
    engine = create_engine(
        address,
        hide_parameters=True,
        pool_pre_ping=True,  # after a restart of the database the next submission finds it again
        connect_args={"connect_timeout": 5},
    )

    @event.listens_for(engine, "connect")
    def _(connection: Any, _record: object) -> None:  # noqa: ANN401 (the driver's own connection)
        milliseconds = int(patience * _MILLISECONDS)
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = {milliseconds}")
            cursor.execute(f"SET statement_timeout = {milliseconds * 10}")
            cursor.execute("SELECT current_setting('synchronous_commit')")
            if cursor.fetchone() == ("off",):
                cursor.execute("SET synchronous_commit = on")
            if connection.info.server_version >= _ASKS_FOR_PRIVILEGES:
                cursor.execute(_LOG_NOTHING)
        connection.commit()

    return engine
