"""The settings of surveys as the database holds them, and whether a survey takes a contribution today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, select

from collector.model import Result
from collector.tables import extensions, joint, sealed, surveys
from questionnaire.survey_id import is_survey_id

# A row for each survey: its settings, and what `sealed`, `extensions` and `joint` hold, which is NULL for a
# survey without a seal, for one that was not extended, and for one that is released on its own.
SETTINGS = select(
    surveys,
    sealed.c.public_keys,
    sealed.c.emptied,
    extensions.c.extended_from,
    joint.c.kind,
    joint.c.teams.label("joint_teams"),
).select_from(
    surveys.outerjoin(sealed)
    .outerjoin(extensions, extensions.c.survey == surveys.c.id)
    .outerjoin(joint, joint.c.survey == surveys.c.id)
)
# FOR SHARE: nobody can close (and count out) a survey, or draw slips for it, until the transaction ends.
_SHARED = SETTINGS.where(surveys.c.id.in_(bindparam("ids", expanding=True))).with_for_update(
    read=True, of=surveys
)


def taking_part(connection: Connection, ids: Iterable[str]) -> dict[str, Row[Any]]:
    """Return the settings of the surveys ``ids`` that there are, and keep them until the transaction ends."""
    return {row.id: row for row in connection.execute(_SHARED, {"ids": sorted(filter(is_survey_id, ids))})}


def seals_of(settings: Row[Any]) -> tuple[str, ...]:
    """Return the public keys of a survey's trustees, the first innermost; none if it is not sealed."""
    return tuple((settings.public_keys or "").split())


def teams_of(settings: Row[Any]) -> tuple[str, ...]:
    """Return the ids of all surveys with which a survey is released in one act; none if it is on its own."""
    return tuple((settings.joint_teams or "").split())


def refusal_today(settings: Row[Any] | None, today: dt.date) -> Result | None:
    """Return why the survey takes no contributions ``today``; ``None`` if it does."""
    if settings is None or settings.mode == "paper":  # nothing is collected online for a survey on paper
        return Result.UNKNOWN_SURVEY
    if settings.closed or today > settings.closes:
        return Result.CLOSED
    if today < settings.opens:
        return Result.NOT_OPEN
    return None


def refusal_of_mode(settings: Row[Any], slip: str | None) -> Result | None:
    """Return the refusal of a slip that is missing, or that the survey asks nobody for; else ``None``."""
    if settings.mode == "slips" and slip is None:
        return Result.SLIP_MISSING
    if settings.mode == "open" and slip is not None:
        return Result.SLIP_UNWANTED
    return None
