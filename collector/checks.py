"""Checks that an operation makes before it changes anything, and the queries that they need."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from collector.errors import CollectorError
from collector.slip_hashes import slip_hash
from collector.tables import counters, releases, surveys
from questionnaire.faults import Fault
from questionnaire.slips import ALPHABET, LENGTH, SlipError


def settings_of(connection: Connection, survey: str) -> Row[Any]:
    """Return the row of ``survey`` and lock it until the transaction ends.

    Raises ``CollectorError`` for an unknown survey.
    """
    query = select(surveys).where(surveys.c.id == survey).with_for_update()
    row = connection.execute(query).one_or_none()
    if row is None:
        raise CollectorError([Fault("collector.unknown_survey", "survey.id", survey)])
    return row


def must_be_open(settings: Row[Any]) -> None:
    """Raise ``CollectorError`` if the survey was closed by hand."""
    if settings.closed:
        raise CollectorError([Fault("collector.closed", "survey.id", settings.id)])


def must_be_closed(settings: Row[Any]) -> None:
    """Raise ``CollectorError`` unless the survey was closed by hand."""
    if not settings.closed:
        raise CollectorError([Fault("collector.not_closed", "survey.id", settings.id)])


def must_have_opened(settings: Row[Any], today: dt.date) -> None:
    """Raise ``CollectorError`` before the survey's first day."""
    if today < settings.opens:
        details = {"opens": settings.opens}
        raise CollectorError([Fault("collector.not_open", "today", today.isoformat(), details)])


def must_take_slips(settings: Row[Any]) -> None:
    """Raise ``CollectorError`` unless the survey asks for slips."""
    if settings.mode != "slips":
        raise CollectorError([Fault("collector.without_slips", "collection.mode", settings.mode)])


def must_take_ballots(settings: Row[Any]) -> None:
    """Raise ``CollectorError`` unless the survey collects on paper.

    A survey has one channel: whoever enters a few ballots knows them, and could subtract them from a report
    on both.
    """
    if settings.mode != "paper":
        raise CollectorError([Fault("collector.without_ballots", "collection.mode", settings.mode)])


def is_released(connection: Connection, survey: str) -> bool:
    """Return whether the one release of ``survey`` was saved."""
    return bool(connection.scalar(select(exists().where(releases.c.survey == survey))))


def must_not_be_released(connection: Connection, survey: str) -> None:
    """Raise ``CollectorError`` if ``survey`` was released: its counts are destroyed."""
    if is_released(connection, survey):
        raise CollectorError([Fault("collector.released", "survey.id", survey)])


def sums(connection: Connection, survey: str) -> Counter[str]:
    """Return how often each code was contributed, over all shards."""
    query = select(counters.c.code, counters.c.number).where(counters.c.survey == survey)
    total: Counter[str] = Counter()
    for code, number in connection.execute(query):
        total[code] += number
    return total


def hashes(drawn: Iterable[str], salt: bytes) -> set[bytes]:
    """Return the hashes of the slips ``drawn``; raises ``CollectorError`` naming each that is not a slip."""
    hashed, faults = set(), []
    for slip in drawn:
        try:
            hashed.add(slip_hash(slip, salt))
        except SlipError as error:
            faults.append(_slip_fault(slip, error))
    if faults:
        raise CollectorError(faults)
    return hashed


def _slip_fault(slip: str, error: SlipError) -> Fault:
    if error.kind == "check":
        return Fault("collector.mistyped_slip", "slip", slip)
    return Fault("collector.no_slip", "slip", slip, {"length": LENGTH, "alphabet": ALPHABET})


def ballot_faults(ballots: Mapping[str, int], codes: Collection[str]) -> Iterator[Fault]:
    """Yield the faults of counted ballots: unknown codes, and numbers that are no whole number from 0."""
    for code, number in ballots.items():
        if code not in codes:
            yield Fault("collector.unknown_code", f"tally.{code}", number, {"codes": tuple(codes)})
        elif not isinstance(number, int) or isinstance(number, bool) or number < 0:
            yield Fault("collector.no_number", f"tally.{code}", number)


def too_many_ballots(settings: Row[Any], so_far: int, new: int) -> Iterator[Fault]:
    """Yield a fault if ``new`` ballots beside those counted ``so_far`` are more than the invited people."""
    if so_far + new > settings.headcount:
        details = {"headcount": settings.headcount, "so_far": so_far}
        yield Fault("collector.too_many", "tally", new, details)
