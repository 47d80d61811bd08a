"""All tables: settings, counters, slips, sealed ballots, heaps, releases. None has a row for who sent what.

No column holds a time, an address or an order. SQLite keeps the rows in the order of their keys (``WITHOUT
ROWID``), and the values that change while a survey runs (a counter, a slip's flag) keep their width, so that
SQLite overwrites them in place: the layout of the file does not depend on the order of arrival.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Update,
    bindparam,
    cast,
    func,
    update,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

_DIGITS = 12
POSTGRESQL_SHARDS = 8


class FixedWidth(TypeDecorator[int]):
    """A number from 0 that always takes the same space.

    PostgreSQL's BIGINT does. SQLite stores small numbers in fewer bytes, and a number that grows by a
    byte moves within its page, which tells what happened first; so on SQLite it is a text of twelve digits.
    """

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the column's type in the database that is in use."""
        return dialect.type_descriptor(String(_DIGITS) if dialect.name == "sqlite" else BigInteger())

    def process_bind_param(self, value: int | None, dialect: Dialect) -> Any:  # noqa: ANN401 (the base's)
        """Return the stored form of a number."""
        return f"{value:0{_DIGITS}d}" if dialect.name == "sqlite" and value is not None else value

    def process_result_value(self, value: Any | None, dialect: Dialect) -> int | None:  # noqa: ANN401, ARG002
        """Return the number from its stored form."""
        return None if value is None else int(value)


metadata = MetaData()  # whoever changes a table raises the version in collector.schema


def _table(name: str, *columns: Column[Any], **options: Any) -> Table:  # noqa: ANN401 (SQLAlchemy's own)
    return Table(name, metadata, *columns, sqlite_with_rowid=False, **options)


def _survey() -> Column[str]:
    return Column("survey", String, ForeignKey("surveys.id"), primary_key=True)


# The version of all tables, in one row; collector.schema says what it means.
schema = _table("schema", Column("version", Integer, primary_key=True, autoincrement=False))

surveys = _table(
    "surveys",
    Column("id", String, primary_key=True),
    Column("mode", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("opens", Date, nullable=False),
    Column("closes", Date, nullable=False),
    Column("threshold", Integer, nullable=False),
    Column("headcount", Integer, nullable=False),
    Column("closed", Boolean, nullable=False),
    Column("salt", LargeBinary, nullable=False),  # keys the hashes of this survey's slips
)

# The surveys that were extended, and what their last day was before; never the day on which it was done.
extensions = _table(
    "extensions",
    _survey(),
    Column("extended_from", Date, nullable=False),
)

# Every code has its rows from the start: a row that appears later would tell who was first.
counters = _table(
    "counters",
    _survey(),
    Column("code", String, primary_key=True),
    Column("shard", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", FixedWidth, nullable=False),
)

# All slips are stored before the first is used, sorted by their hash; using one flips its flag.
slips = _table(
    "slips",
    _survey(),
    Column("hash", LargeBinary, primary_key=True),
    Column("used", SmallInteger, nullable=False),
    # Leaves PostgreSQL room to write the flipped row beside the old one instead of at the table's end.
    postgresql_with={"fillfactor": 40},
)

# How many slips were drawn: the close deletes the slips, and the report tells their number.
issued = _table(
    "issued",
    _survey(),
    Column("slips", Integer, nullable=False),
)

# The heaps of paper ballots that were counted, until the close; no codes, which are in the counters only.
heaps = _table(
    "heaps",
    _survey(),
    Column("heap", Integer, primary_key=True, autoincrement=False),
    Column("ballots", Integer, nullable=False),
)

# The surveys that are sealed: the trustees' public keys with a space between them, the first innermost, and
# whether the ballots were taken out after the close. Older databases get it beside their surveys.
sealed = _table(
    "sealed",
    _survey(),
    Column("public_keys", String, nullable=False),
    Column("emptied", Boolean, nullable=False),
)

# The surveys that are released in one act with others: how, and the ids of all with a space between them.
joint = _table(
    "joint",
    _survey(),
    Column("kind", String, nullable=False),
    Column("teams", String, nullable=False),
)

# The ballots of sealed surveys, until the urn is written: each under its SHA-256, and nothing else.
ballots = _table(
    "ballots",
    _survey(),
    Column("hash", LargeBinary, primary_key=True),
    Column("ballot", LargeBinary, nullable=False),
)

releases = _table(
    "releases",
    _survey(),
    Column("body", LargeBinary, nullable=False),
)

# Always empty: collector.probing fills and empties it within one transaction, to see whether there is room.
room = _table(
    "room",
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("filling", LargeBinary, nullable=False),
)


def shards(connection: Connection) -> int:
    """Return the number of rows for one counter; several keep PostgreSQL's writers from waiting."""
    return POSTGRESQL_SHARDS if connection.dialect.name == "postgresql" else 1


@cache
def raise_counter(dialect: str) -> Update:
    """Return the statement that raises the counter (``of``, ``in_code``, ``in_shard``) by ``by``."""
    by = bindparam("by", type_=BigInteger)
    number = counters.c.number + by
    if dialect == "sqlite":
        number = func.printf(f"%0{_DIGITS}d", cast(counters.c.number, Integer) + by)
    this = (
        counters.c.survey == bindparam("of"),
        counters.c.code == bindparam("in_code"),
        counters.c.shard == bindparam("in_shard"),
    )
    return update(counters).where(*this).values(number=number)


def destroy_counts(connection: Connection, survey: str) -> None:
    """Set every counter of ``survey`` to zero."""
    connection.execute(update(counters).where(counters.c.survey == survey).values(number=0))
