"""The storage behind the collector and the commands: every operation is one transaction.

Each method raises ``CollectorError`` for what must not be and ``StorageError`` where the database cannot;
in both cases nothing has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from collector import recording
from collector.checks import ballot_faults, hashes, must_be_closed, must_be_open, settings_of, sums
from collector.database import WRITING, connect
from collector.errors import CollectorError, StorageError, describe
from collector.model import Result, Submission, Survey
from collector.registering import lock_setup, register
from collector.tables import counters, metadata, releases, slips, surveys
from questionnaire import all_codes
from questionnaire.faults import Fault

PATIENCE = 1.0  # seconds to wait for a locked database
_TO_FORGET = 600_000  # milliseconds


class Storage:
    """Counters, slips and releases of any number of surveys, in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str, *, patience: float = PATIENCE) -> Storage:
        """Return the storage at ``url`` (SQLite or PostgreSQL), with its tables made where missing.

        A database that others keep locked is waited for ``patience`` seconds in each operation.
        """
        storage = cls(connect(url, patience))
        with storage._writing() as connection:
            lock_setup(connection)
            metadata.create_all(connection)
        return storage

    def dispose(self) -> None:
        """Close every connection; the storage may still be used, and then opens new ones."""
        self._engine.dispose()

    def register(self, survey: Survey, *, today: dt.date) -> None:
        """Make ``survey``, or change it before it opens; the same settings again do nothing.

        Raises ``CollectorError`` with every setting that would differ from what stood when the survey
        opened (its first day, or its first contribution), and for a threshold that would be lowered.
        """
        self.register_all([survey], today=today)

    def register_all(self, wanted: Sequence[Survey], *, today: dt.date) -> None:
        """Register any number of surveys: all of them, or none and the faults of all."""
        with self._writing() as connection:
            lock_setup(connection)
            register(connection, wanted, today)

    def add_slips(self, survey: str, drawn: Iterable[str]) -> int:
        """Make the slips ``drawn`` valid and return how many are new; those that were there stay.

        Only hashes are stored. All slips of the survey are written again in the order of their hashes,
        so that nothing tells which came in which batch.
        """
        with self._writing() as connection:
            settings = settings_of(connection, survey)
            if settings.mode != "slips":
                raise CollectorError([Fault("collector.without_slips", "collection.mode", settings.mode)])
            must_be_open(settings)
            fresh = hashes(drawn, settings.salt)
            this = slips.c.survey == survey
            there = {row.hash: row.used for row in connection.execute(select(slips).where(this))}
            if new := len(fresh - there.keys()):
                together = dict.fromkeys(fresh, 0) | there
                connection.execute(delete(slips).where(this))
                connection.execute(
                    insert(slips),
                    [{"survey": survey, "hash": key, "used": used} for key, used in sorted(together.items())],
                )
            return new

    def record(self, batch: Sequence[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Count a batch in one transaction; return what became of each submission, in its order.

        A slip counts once, however often and from however many writers it comes. A slip that was used
        is answered ``USED_SLIP`` ever after, also to the person who used it and lost the answer: which
        code it was used for is stored nowhere.
        """
        with self._writing() as connection:
            return recording.record(connection, batch, today)

    def tally(self, survey: str, ballots: Mapping[str, int], *, today: dt.date) -> None:
        """Add counted paper ballots, by code. From the first day until the survey is closed by hand.

        All faults are reported at once: unknown codes, numbers that cannot be, and more contributions
        together than people invited (the usual sign that a heap was tallied twice).
        """
        with self._writing() as connection:
            settings = settings_of(connection, survey)
            must_be_open(settings)
            if today < settings.opens:
                details = {"opens": settings.opens}
                raise CollectorError([Fault("collector.not_open", "today", today.isoformat(), details)])
            faults = list(ballot_faults(ballots, all_codes(settings.detail)))
            if not faults:
                total = sum(ballots.values()) + sums(connection, survey).total()
                if total > settings.headcount:
                    details = {"headcount": settings.headcount}
                    faults.append(Fault("collector.too_many", "tally", sum(ballots.values()), details))
            if faults:
                raise CollectorError(faults)
            recording.raise_counters(
                connection, {(survey, code): number for code, number in ballots.items() if number}
            )

    def close(self, survey: str) -> None:
        """End the collection for good. Closing twice is fine; there is no opening again.

        The slips are deleted: who has one could otherwise find out later whether it was used.
        """
        with self._writing() as connection:
            settings_of(connection, survey)
            connection.execute(update(surveys).where(surveys.c.id == survey).values(closed=True))
            # Written once more, all at once: PostgreSQL notes with each row which transaction wrote it.
            this = counters.c.survey == survey
            connection.execute(update(counters).where(this).values(number=counters.c.number))
            connection.execute(delete(slips).where(slips.c.survey == survey))
        self._forget_history()

    def is_closed(self, survey: str) -> bool:
        """Tell whether the survey was closed for good."""
        with self._reading() as connection:
            return bool(settings_of(connection, survey).closed)

    def counts(self, survey: str) -> dict[str, int]:
        """Return how often each code was contributed, zeros included, in the order of ``all_codes``.

        Only after ``close``: nobody looks while it runs.
        """
        with self._reading() as connection:
            settings = settings_of(connection, survey)
            must_be_closed(settings)
            counted = sums(connection, survey)
            return {code: counted[code] for code in all_codes(settings.detail)}

    def save_release(self, survey: str, body: bytes) -> None:
        """Keep the one release of a closed survey; a second one is refused, whatever it says."""
        with self._writing() as connection:
            must_be_closed(settings_of(connection, survey))
            if connection.scalar(select(releases.c.survey).where(releases.c.survey == survey)):
                raise CollectorError([Fault("collector.released", "survey.id", survey)])
            connection.execute(insert(releases).values(survey=survey, body=body))

    def load_release(self, survey: str) -> bytes | None:
        """Return the very bytes that ``save_release`` was given, or ``None`` before."""
        with self._reading() as connection:
            settings_of(connection, survey)
            return connection.scalar(select(releases.c.body).where(releases.c.survey == survey))

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with (
            _raising_storage_errors(),
            self._engine.connect().execution_options(**WRITING) as connection,
            connection.begin(),
        ):
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with _raising_storage_errors(), self._engine.connect() as connection, connection.begin():
            yield connection

    def _forget_history(self) -> None:
        """Remove what PostgreSQL keeps of former rows; SQLite has overwritten it already.

        Patience is no virtue here: the database's own tidying may hold the table for seconds, and a million
        slips take a while.
        """
        if self._engine.dialect.name == "postgresql":
            autocommit = self._engine.execution_options(isolation_level="AUTOCOMMIT")
            with _raising_storage_errors(), autocommit.connect() as connection:
                connection.detach()  # its limits are its own, and end with it
                connection.exec_driver_sql(f"SET lock_timeout = {_TO_FORGET}")
                connection.exec_driver_sql(f"SET statement_timeout = {_TO_FORGET}")
                for table in (slips, counters):
                    connection.exec_driver_sql(f"VACUUM FULL {table.name}")


@contextmanager
def _raising_storage_errors() -> Iterator[None]:
    """Turn whatever the database says into a ``StorageError`` that holds no data."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StorageError(describe(error)) from error
