"""The version of the tables: another one is refused, and an older one is brought up by a command.

Version 1 is every database without the table ``schema``; 2 has it, ``extensions`` and ``room``; 3 has
``joint`` besides. Migrating is one transaction. It adds tables and writes no row of a survey anew. It makes
no copy of the database: a copy would keep the slips and counts that the close and the release destroy, and
two states of a database tell what came between them.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, insert, inspect, select, update

from collector.errors import CollectorError
from collector.tables import metadata, schema, surveys
from questionnaire.faults import COMMAND_LINE, Fault

VERSION = 3
_WITHOUT_SCHEMA = 1


def create(connection: Connection) -> None:
    """Make the tables of an empty database; raises ``CollectorError`` for one of another version."""
    found = version_of(connection)
    if found is None:
        metadata.create_all(connection)
        connection.execute(insert(schema).values(version=VERSION))
    else:
        _refuse_other(found)


def must_be_current(connection: Connection) -> None:
    """Raise ``CollectorError`` unless the tables, which there are, have this version.

    Every transaction asks: a database may be migrated while a collector runs.
    """
    _refuse_other(connection.scalar(select(func.max(schema.c.version))) or _WITHOUT_SCHEMA)


def migrate(connection: Connection) -> int:
    """Bring the tables up to this version; return the version that they had.

    Raises ``CollectorError`` for a newer database, and for one without tables of ours.
    """
    found = version_of(connection)
    if found is None:
        raise CollectorError([Fault("collector.no_tables", "--database", file=COMMAND_LINE)])
    if found > VERSION:
        _refuse_other(found)
    if found < VERSION:
        metadata.create_all(connection)  # only those that are missing
        if not connection.execute(update(schema).values(version=VERSION)).rowcount:
            connection.execute(insert(schema).values(version=VERSION))
    return found


def version_of(connection: Connection) -> int | None:
    """Return the version of the tables; ``None`` if the database has none of ours."""
    tables = inspect(connection)
    version = None
    if tables.has_table(schema.name):
        version = connection.scalar(select(func.max(schema.c.version)))
    if version is None and tables.has_table(surveys.name):
        return _WITHOUT_SCHEMA
    return version


def _refuse_other(found: int) -> None:
    if found != VERSION:
        kind = "collector.older_database" if found < VERSION else "collector.newer_database"
        details = {"found": found, "expected": VERSION}
        raise CollectorError([Fault(kind, "--database", None, details, file=COMMAND_LINE)])
