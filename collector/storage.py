"""The storage behind the collector and the commands: one transaction each, two for a batch of sealed ballots.

Each method raises ``CollectorError`` if it would break a rule and ``StorageError`` if the database fails; in
both cases nothing has changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager

from sqlalchemy import Connection, Engine, delete, select, update

from collector import forgetting, probing, recording, releasing, schema, sealed_ballots, transactions
from collector.checks import (
    is_released,
    must_be_closed,
    must_be_open,
    must_be_sealed,
    must_have_opened,
    must_not_be_emptied,
    must_not_be_released,
    must_not_be_sealed,
    must_take_ballots,
    must_take_slips,
    settings_of,
    sums,
)
from collector.database import connect
from collector.extending import extend
from collector.heaps import counted_heaps, forget_heaps, must_be_countable, note_heap
from collector.issuing import issue, note_issued, slips_issued
from collector.model import Result, SealedSubmission, Submission, Survey
from collector.registering import lock_setup, register
from collector.standing import Standing, standing_of
from collector.tables import counters, destroy_counts, releases, slips, surveys
from questionnaire import all_codes

PATIENCE = 1.0  # seconds to wait for a locked database


class Storage:
    """Counters, slips, sealed ballots and releases of any number of surveys, in one database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @classmethod
    def open(cls, url: str, *, patience: float = PATIENCE) -> Storage:
        """Return the storage at ``url`` (SQLite or PostgreSQL); makes the tables of an empty database.

        Each operation waits ``patience`` seconds for a database that others keep locked. Raises
        ``CollectorError`` for a database of another version.
        """
        storage = cls(connect(url, patience))
        try:
            with storage._writing(in_any_version=True) as connection:
                lock_setup(connection)
                schema.create(connection)
        except BaseException:
            storage.dispose()
            raise
        return storage

    @classmethod
    def migrate(cls, url: str, *, patience: float = PATIENCE) -> int:
        """Bring the tables of the database at ``url`` up to this version; return the version that they had.

        Raises ``CollectorError`` for a newer database, and for one without tables of ours.
        """
        storage = cls(connect(url, patience))
        try:
            with storage._writing(in_any_version=True) as connection:
                lock_setup(connection)
                return schema.migrate(connection)
        finally:
            storage.dispose()

    def dispose(self) -> None:
        """Close every connection; the storage stays usable, and then opens new ones."""
        self._engine.dispose()

    def register(self, survey: Survey, *, today: dt.date) -> None:
        """Create ``survey``, or change it before it opens; the same settings again change nothing.

        Raises ``CollectorError`` with every setting that differs from the one at the survey's opening (its
        first day, or its first contribution), and for a lower threshold.
        """
        self.register_all([survey], today=today)

    def register_all(self, wanted: Sequence[Survey], *, today: dt.date) -> None:
        """Register all surveys ``wanted``, or none; raises ``CollectorError`` with the faults of all."""
        with self._writing() as connection:
            lock_setup(connection)
            register(connection, wanted, today)

    def extend(self, survey: Survey, until: dt.date, *, today: dt.date) -> bool:
        """Move the last day of ``survey`` to ``until``, once; return ``False`` if that was done before.

        ``collector.extending`` says when ``CollectorError`` refuses it.
        """
        with self._writing() as connection:
            lock_setup(connection)
            return extend(connection, survey, until, today)

    def standing(self, survey: str) -> Standing | None:
        """Return where ``survey`` stands; ``None`` if the database does not hold it."""
        with self._reading() as connection:
            return standing_of(connection, survey)

    def add_slips(self, survey: str, drawn: Iterable[str]) -> int:
        """Make the slips ``drawn`` valid and return how many are new; earlier ones stay valid.

        Raises ``CollectorError`` if there would be more slips than invited people: whoever holds the others
        could fill up the survey. Only hashes are stored.
        """
        with self._writing() as connection:
            settings = settings_of(connection, survey)
            must_take_slips(settings)
            must_be_open(settings)
            return issue(connection, settings, drawn)

    def slips_issued(self, survey: str) -> int | None:
        """Return how many slips were drawn, also after the close; ``None`` if none ever was."""
        with self._reading() as connection:
            settings_of(connection, survey)
            return slips_issued(connection, survey)

    def record(self, batch: Sequence[Submission], *, today: dt.date) -> tuple[Result, ...]:
        """Count a batch in one transaction; return the result of each submission, in the batch's order.

        A slip counts once, however often and from however many writers it comes. The answer to a used
        slip is ``USED_SLIP`` ever after, also for the person who used it and lost the answer: no table
        tells which code it was used for.
        """
        with self._writing() as connection:
            return recording.record(connection, batch, today)

    def record_ballots(self, batch: Sequence[SealedSubmission], *, today: dt.date) -> tuple[Result, ...]:
        """Store a batch of sealed ballots; return the result of each submission, in the batch's order.

        Ballots and slips are two transactions (``collector.sealed_ballots``). A ballot counts once, and a
        slip once: the same ballot again, with its slip, is ``ACCEPTED`` and changes nothing; another ballot
        with that slip is ``USED_SLIP``. After a ``StorageError`` a ballot may be there, but it is not
        acknowledged, and sending it again ends it.
        """
        with transactions.alone_with_slips(self._engine, batch):
            with self._writing() as connection:
                results, keys = sealed_ballots.store(connection, batch, today)
            if keys:
                with self._writing() as connection:
                    sealed_ballots.use_slips(connection, keys)
        return results

    def check(self) -> None:
        """Raise ``StorageError`` if a contribution could not be stored now, ``CollectorError`` if never here.

        Stores nothing (``collector.probing``).
        """
        with self._writing() as connection:
            probing.probe(connection)

    def heaps(self, survey: str, *, today: dt.date) -> dict[int, int]:
        """Return the heaps of paper ballots that were counted so far: number -> ballots.

        Raises ``CollectorError`` unless the survey takes ballots ``today``.
        """
        with self._reading() as connection:
            settings = settings_of(connection, survey)
            must_take_ballots(settings)
            must_be_open(settings)
            must_have_opened(settings, today)
            return counted_heaps(connection, survey)

    def tally(self, survey: str, ballots: Mapping[str, int], *, heap: int, today: dt.date) -> None:
        """Count the paper ballots of ``heap``, by code, from the first day until the survey is closed.

        Raises ``CollectorError`` if the survey does not collect on paper, and with all faults at once: a heap
        that was counted already, unknown codes, invalid numbers, and more ballots in all than invited people.
        """
        with self._writing() as connection:
            settings = settings_of(connection, survey)
            must_take_ballots(settings)
            must_be_open(settings)
            must_have_opened(settings, today)
            must_be_countable(connection, settings, heap, ballots, so_far=sums(connection, survey).total())
            note_heap(connection, survey, heap, sum(ballots.values()))
            recording.raise_counters(
                connection, {(survey, code): number for code, number in ballots.items() if number}
            )

    def close(self, survey: str) -> None:
        """End the collection for good. Closing twice is fine; nothing opens a survey again.

        Deletes the slips: otherwise anybody who has one could find out later whether it was used. Sealed
        ballots stay, until ``delete_ballots``.
        """
        with self._writing() as connection:
            settings_of(connection, survey)
            connection.execute(update(surveys).where(surveys.c.id == survey).values(closed=True))
            # Writes all rows again in one transaction: PostgreSQL notes in each which transaction wrote it.
            of_survey = counters.c.survey == survey
            connection.execute(update(counters).where(of_survey).values(number=counters.c.number))
            note_issued(connection, survey)
            connection.execute(delete(slips).where(slips.c.survey == survey))
            forget_heaps(connection, survey)
            sealed_ballots.write_anew(connection, survey)
        self.forget_history(survey)

    def is_closed(self, survey: str) -> bool:
        """Tell whether the survey was closed for good."""
        with self._reading() as connection:
            return bool(settings_of(connection, survey).closed)

    def number_of_ballots(self, survey: str) -> int:
        """Return how many sealed ballots are stored, also while the survey runs; 0 once it is emptied.

        Raises ``CollectorError`` for a survey that is not sealed.
        """
        with self._reading() as connection:
            must_be_sealed(settings_of(connection, survey))
            return sealed_ballots.number_of_ballots(connection, survey)

    def ballots(self, survey: str) -> tuple[bytes, ...]:
        """Return the sealed ballots of a closed survey, each once, in the order of their SHA-256.

        Raises ``CollectorError`` before ``close``, and after ``delete_ballots``.
        """
        with self._reading() as connection:
            settings = settings_of(connection, survey)
            must_be_sealed(settings)
            must_be_closed(settings)
            must_not_be_emptied(settings)
            return sealed_ballots.ballots_of(connection, survey)

    def delete_ballots(self, survey: str) -> None:
        """Delete the sealed ballots of a closed survey, once the urn is written; doing it twice is fine."""
        with self._writing() as connection:
            settings = settings_of(connection, survey)
            must_be_sealed(settings)
            must_be_closed(settings)
            sealed_ballots.empty(connection, survey)
        self.forget_history(survey)

    def is_emptied(self, survey: str) -> bool:
        """Tell whether the sealed ballots of the survey were taken out and deleted."""
        with self._reading() as connection:
            return bool(settings_of(connection, survey).emptied)

    def counts(self, survey: str) -> dict[str, int]:
        """Return how often each code was contributed, zeros included, in the order of ``all_codes``.

        Raises ``CollectorError`` before ``close``: nobody looks while a survey runs. So it does after
        ``save_release``, which destroys the counts, and for a sealed survey, which has none.
        """
        with self._reading() as connection:
            settings = settings_of(connection, survey)
            must_not_be_sealed(settings)
            must_be_closed(settings)
            must_not_be_released(connection, survey)
            counted = sums(connection, survey)
            return {code: counted[code] for code in all_codes(settings.detail)}

    def save_release(self, survey: str, body: bytes) -> None:
        """Store the one release of a closed survey, and destroy its counts (``collector.releasing``)."""
        with self._writing() as connection:
            releasing.save(connection, survey, body)
        self.forget_history(survey)

    def save_joint_release(self, surveys: Sequence[str], body: bytes) -> None:
        """Store the release of all ``surveys``, and destroy the counts of all (``collector.releasing``)."""
        with self._writing() as connection:
            releasing.save_jointly(connection, surveys, body)
        self.forget_history(surveys[0])

    def load_release(self, survey: str) -> bytes | None:
        """Return the very bytes given to ``save_release``, or ``None`` before."""
        with self._reading() as connection:
            settings_of(connection, survey)
            return connection.scalar(select(releases.c.body).where(releases.c.survey == survey))

    def _writing(self, *, in_any_version: bool = False) -> AbstractContextManager[Connection]:
        return transactions.writing(self._engine, in_any_version=in_any_version)

    def _reading(self) -> AbstractContextManager[Connection]:
        return transactions.reading(self._engine)

    def forget_history(self, survey: str) -> None:
        """Remove what the database keeps of former rows: PostgreSQL in its tables, SQLite in its journal.

        Also destroys the counts of ``survey`` if it was released by a version that kept them. May be called
        more than once.
        """
        with self._writing() as connection:
            settings_of(connection, survey)
            if is_released(connection, survey):
                destroy_counts(connection, survey)
        with transactions.raising_storage_errors():
            forgetting.remove_former_rows(self._engine)
