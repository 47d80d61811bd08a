"""Checks that an operation makes before it changes anything, and the queries that they need."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

from sqlalchemy import Connection, Row, exists, select

from collector.errors import CollectorError
from collector.settings import SETTINGS, seals_of
from collector.tables import counters, releases, surveys
from questionnaire.faults import Fault


def settings_of(connection: Connection, survey: str) -> Row[Any]:
    """Return the row of ``survey`` and lock it until the transaction ends.

    Raises ``CollectorError`` for an unknown survey.
    """
    query = SETTINGS.where(surveys.c.id == survey).with_for_update(of=surveys)
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


def must_be_sealed(settings: Row[Any]) -> None:
    """Raise ``CollectorError`` unless the survey's contributions are sealed."""
    if not seals_of(settings):
        raise CollectorError([Fault("collector.not_sealed", "survey.id", settings.id)])


def must_not_be_sealed(settings: Row[Any]) -> None:
    """Raise ``CollectorError`` if the survey's contributions are sealed: it has no counts."""
    if seals_of(settings):
        raise CollectorError([Fault("collector.sealed", "survey.id", settings.id)])


def must_not_be_emptied(settings: Row[Any]) -> None:
    """Raise ``CollectorError`` if the ballots of a sealed survey were taken out."""
    if settings.emptied:
        raise CollectorError([Fault("collector.emptied", "survey.id", settings.id)])


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
