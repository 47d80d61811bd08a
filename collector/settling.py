"""Registering a survey: made once, the same again is fine, and what people rely on never changes.

Before the first day (and the first contribution) everything may still be set right, except that the
threshold is never lowered. From then on every setting stands.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from collector.errors import CollectorError, Fault
from collector.model import Survey
from collector.slip_hashes import SALT_BYTES
from collector.tables import counters, shards, surveys
from questionnaire import all_codes
from questionnaire.model import Detail

_KEYS = {
    "mode": "collection.mode",
    "detail": "survey.detail",
    "opens": "survey.opens",
    "closes": "survey.closes",
    "threshold": "survey.threshold",
    "headcount": "survey.headcount",
}


def settle(connection: Connection, survey: Survey, today: dt.date) -> None:
    """Make ``survey``, or set it right as far as that is allowed; otherwise raise ``CollectorError``."""
    there = connection.execute(
        select(surveys).where(surveys.c.id == survey.id).with_for_update()
    ).one_or_none()
    if there is None:
        salt = secrets.token_bytes(SALT_BYTES)
        connection.execute(insert(surveys).values(**asdict(survey), closed=False, salt=salt))
        _fill_counters(connection, survey.id, survey.detail)
        return
    changed = {name: value for name in _KEYS if (value := getattr(survey, name)) != getattr(there, name)}
    opened = today >= there.opens or there.closed or _anything_counted(connection, survey.id)
    if faults := tuple(_faults(there, changed, opened=opened)):
        raise CollectorError(faults)
    if changed:
        connection.execute(update(surveys).where(surveys.c.id == survey.id).values(**changed))
    if "detail" in changed:
        connection.execute(delete(counters).where(counters.c.survey == survey.id))
        _fill_counters(connection, survey.id, survey.detail)


def _faults(there: Row[Any], changed: dict[str, Any], *, opened: bool) -> Iterator[Fault]:
    for name, value in changed.items():
        former = getattr(there, name)
        if opened:
            yield Fault(
                _KEYS[name], _shown(value), f"expected {_shown(former)}, as when survey {there.id!r} opened"
            )
        elif name == "threshold" and value < former:
            yield Fault(_KEYS[name], value, f"expected {former} or more; a threshold is never lowered")


def _shown(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _anything_counted(connection: Connection, survey: str) -> bool:
    numbers = connection.scalars(select(counters.c.number).where(counters.c.survey == survey))
    return any(numbers)


def _fill_counters(connection: Connection, survey: str, detail: Detail) -> None:
    rows = sorted((code, shard) for code in all_codes(detail) for shard in range(shards(connection)))
    connection.execute(
        insert(counters),
        [{"survey": survey, "code": code, "shard": shard, "number": 0} for code, shard in rows],
    )


def one_at_a_time(connection: Connection) -> None:
    """Let no other process make tables or surveys until this transaction ends."""
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))


_LOCK = 0x6C617374  # any number of our own
