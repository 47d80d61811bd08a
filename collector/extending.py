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

# A year that is mistyped cannot be taken back: a quarter of a year is more time than any survey needs.
LONGEST = dt.timedelta(days=92)


def extend(connection: Connection, survey: Survey, until: dt.date, today: dt.date) -> bool:
    """Move the last day of ``survey`` to ``until``; return ``False`` if that was done before.

    ``survey`` is as it is configured, before the extension or with it. One on paper need not be registered.
    Raises ``CollectorError`` as ``must_be_extendable`` does, after the close, for a second time, and if other
    settings than the last day differ from those that are stored.
    """
    before, after = _before_and_after(survey, until)
    if survey.mode == "paper":
        _register_unknown(connection, before, today)
    stored = settings_of(connection, survey.id)
    if not changes(after, stored):
        return False
    if stored.extended_from:
        closes, former = stored.closes, stored.extended_from
        raise _refusal("collector.extended_before", until, survey=survey.id, closes=closes, former=former)
    register(connection, [before], today)
    must_be_open(stored)
    _must_run(before, until, today, has_opened=has_opened(connection, stored, today))
    connection.execute(update(surveys).where(surveys.c.id == survey.id).values(closes=until))
    note_extensions(connection, [after])
    return True


def must_be_extendable(survey: Survey, until: dt.date, today: dt.date) -> None:
    """Raise ``CollectorError`` unless ``survey``, which no database holds yet, can be extended to ``until``.

    It is refused for a day that is not later, before the survey opens, and after its last day.
    """
    before, _ = _before_and_after(survey, until)
    if survey.extended_from is None:
        _must_run(before, until, today, has_opened=today >= before.opens)


def _must_run(survey: Survey, until: dt.date, today: dt.date, *, has_opened: bool) -> None:
    if today > survey.closes:
        raise _refusal("collector.extend_after_last_day", until, survey=survey.id, closes=survey.closes)
    if not has_opened:
        raise _refusal("collector.extend_before_opening", until, survey=survey.id)


def _before_and_after(survey: Survey, until: dt.date) -> tuple[Survey, Survey]:
    if survey.extended_from is None:
        if until <= survey.closes:
            raise _refusal("collector.extend_earlier", until, closes=survey.closes)
        if until > survey.closes + LONGEST:
            raise _refusal("collector.extend_too_far", until, latest=survey.closes + LONGEST)
        return survey, replace(survey, closes=until, extended_from=survey.closes)
    if until != survey.closes:
        closes, former = survey.closes, survey.extended_from
        raise _refusal("collector.extended_before", until, survey=survey.id, closes=closes, former=former)
    return replace(survey, closes=survey.extended_from, extended_from=None), survey


def _register_unknown(connection: Connection, survey: Survey, today: dt.date) -> None:
    """Register ``survey`` unless it is: paper is often counted at the end only, and needs nothing before."""
    if not connection.scalar(select(exists().where(surveys.c.id == survey.id))):
        register(connection, [survey], today)


def _refusal(kind: str, until: dt.date, **details: object) -> CollectorError:
    return CollectorError([Fault(kind, "--until", until.isoformat(), details, file=COMMAND_LINE)])
