"""Transactions of the storage: checked for the version of the tables, without data in their errors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from collector import forgetting, schema, sealed_ballots
from collector.database import WRITING
from collector.errors import StorageError, describe
from collector.model import SealedSubmission


@contextmanager
def writing(engine: Engine, *, in_any_version: bool = False) -> Iterator[Connection]:
    """Yield a connection whose changes are committed at the end of the block, and the journal overwritten.

    Raises ``CollectorError`` for tables of another version, unless it is ``in_any_version``.
    """
    with (
        raising_storage_errors(),
        engine.connect().execution_options(**WRITING) as connection,
    ):
        with connection.begin():
            if not in_any_version:
                schema.must_be_current(connection)
            yield connection
        forgetting.overwrite_journal(connection)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Yield a connection for one look; raises ``CollectorError`` for tables of another version."""
    with raising_storage_errors(), engine.connect() as connection, connection.begin():
        schema.must_be_current(connection)
        yield connection


@contextmanager
def alone_with_slips(engine: Engine, batch: Sequence[SealedSubmission]) -> Iterator[None]:
    """Keep other collectors from using the slips of ``batch`` until the block ends."""
    if engine.dialect.name == "sqlite":  # has one collector only
        yield
        return
    with reading(engine) as connection:  # another one than those that write
        sealed_ballots.lock_slips(connection, batch)
        yield


@contextmanager
def raising_storage_errors() -> Iterator[None]:
    """Turn every error of the database and its disk into a ``StorageError`` that holds no data."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        raise StorageError(describe(error)) from error
