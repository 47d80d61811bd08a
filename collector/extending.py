"""Extending a survey: once, while it runs, by a later last day, and never after it.

Counts are nobody's to see while a survey runs, so nobody can extend it until the result pleases. What is
kept is the former last day, which the report tells; when the survey was extended is kept nowhere.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection, exists, select, update

from collector.checks import must_be_open, settings_of
from collector.errors import CollectorError
from collector.model import Survey
from collector.registering import changes, has_opened, note_extensions, register
from collector.tables import surveys
from questionnaire.faults import COMMAND_LINE, Fault


def extend(connection: Connection, survey: Survey, until: dt.date, today: dt.date) -> bool:
    """Move the last day of ``survey`` to ``until``; return ``False`` if that was done before.

    ``survey`` is as it is configured, before the extension or with it. One on paper need not be registered.
    Raises ``CollectorError`` for a day that is not later, before the survey opens, after its last day or its
    close, for a second time, and if other settings than the last day differ from those that are stored.
    """
    before, after = _before_and_after(survey, until)
    if survey.mode == "paper":
        _register_unknown(connection, before, today)
    stored = settings_of(connection, survey.id)
    if not changes(after, stored):
        return False
    if stored.extended_from:
        raise _refusal(
            "collector.extended_before", survey, until, closes=stored.closes, former=stored.extended_from
        )
    register(connection, [before], today)
    must_be_open(stored)
    if today > stored.closes:
        raise _refusal("collector.extend_after_last_day", survey, until, closes=stored.closes)
    if not has_opened(connection, stored, today):
        raise _refusal("collector.extend_before_opening", survey, until)
    connection.execute(update(surveys).where(surveys.c.id == survey.id).values(closes=until))
    note_extensions(connection, [after])
    return True


def _before_and_after(survey: Survey, until: dt.date) -> tuple[Survey, Survey]:
    if survey.extended_from is None:
        if until <= survey.closes:
            raise _refusal("collector.extend_earlier", survey, until, closes=survey.closes)
        return survey, replace(survey, closes=until, extended_from=survey.closes)
    if until != survey.closes:
        former = survey.extended_from
        raise _refusal("collector.extended_before", survey, until, closes=survey.closes, former=former)
    return replace(survey, closes=survey.extended_from, extended_from=None), survey


def _register_unknown(connection: Connection, survey: Survey, today: dt.date) -> None:
    """Register ``survey`` unless it is: paper is often counted at the end only, and needs nothing before."""
    if not connection.scalar(select(exists().where(surveys.c.id == survey.id))):
        register(connection, [survey], today)


def _refusal(kind: str, survey: Survey, until: dt.date, **details: object) -> CollectorError:
    details["survey"] = survey.id
    return CollectorError([Fault(kind, "--until", until.isoformat(), details, file=COMMAND_LINE)])
