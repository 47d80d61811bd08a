"""The days of a campaign, counted from the first and the last day of its survey.

Only those two are fixed, and the first day on which the same people may be asked again. The others are
proposals, on working days; public holidays are not known here.
"""

from __future__ import annotations

import datetime as dt
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

from generator.configuration.invitation_checks import WEEKS
from generator.configuration.schema import Config

_WEEK = 7  # days
_FRIDAY = 4  # of ``date.weekday``
_REMINDER = 0.6  # the share of the survey after which people are reminded


@dataclass(frozen=True, slots=True)
class Event:
    """A day of the campaign: the ``key`` of its texts, and the commands to call on it."""

    key: str
    day: dt.date
    commands: tuple[str, ...] = ()
    fixed: bool = False


def timetable(config: Config, *, several: bool) -> tuple[Event, ...]:
    """Return the days of the campaign, in order; none if the survey has no first or no last day.

    ``several``: the site has several surveys, and a command must name the one it is for.
    """
    opens, closes = config.survey.opens, config.survey.closes
    if opens is None or closes is None:
        return ()
    named = ("--survey", config.survey.id) if several else ()
    events = [*_before(config, opens, named), *_meanwhile(opens, closes), *_after(config, closes, named)]
    return tuple(sorted(events, key=lambda event: event.day))


def _before(config: Config, opens: dt.date, named: tuple[str, ...]) -> Iterator[Event]:
    yield Event("council", _earlier(plus(opens, -6 * _WEEK)))
    yield Event("it", _earlier(plus(opens, -3 * _WEEK)), ("lastbild build",))
    yield Event("announcement", _earlier(plus(opens, -2 * _WEEK)))
    if config.collection.mode == "slips":
        yield Event("drawing", _earlier(plus(opens, -_WEEK)), (draw_command(config, named),))
    if config.collection.mode == "paper":
        yield Event("box", _earlier(plus(opens, -1)))
    yield Event("rehearsal", rehearsal(opens), ("lastbild rehearse",))


def _meanwhile(opens: dt.date, closes: dt.date) -> Iterator[Event]:
    yield Event("invitation", opens, fixed=True)
    reminder = _later(plus(opens, round((closes - opens).days * _REMINDER)))
    if plus(opens, 1) < reminder < closes:
        yield Event("reminder", reminder)
    yield Event("last", closes, fixed=True)


def _after(config: Config, closes: dt.date, named: tuple[str, ...]) -> Iterator[Event]:
    mode, sealed = config.collection.mode, bool(config.collection.seal)
    counted = "tally" if mode == "paper" else "close"
    report = _command("report", *named)
    if mode == "off":
        yield Event("close", _later(plus(closes, 1)))
        return
    first = _command(counted, *named)
    yield Event("close", _later(plus(closes, 1)), (first,) if sealed else (first, report))
    released = (_command("report", *named, "--release", "report.json"),) if sealed else ()
    yield Event("report", _later(plus(closes, 2 * _WEEK)), released)
    yield Event("workshop", _later(plus(closes, 3 * _WEEK)))
    yield Event("feedback", _later(plus(closes, 3 * _WEEK + 2)))
    yield Event("again", again(closes), fixed=True)


def rehearsal(opens: dt.date) -> dt.date:
    """Return the day on which everything should be in place: two working days before ``opens``."""
    return _earlier(plus(_earlier(plus(opens, -1)), -1))


def again(closes: dt.date) -> dt.date:
    """Return the first day on which the same people may be asked again."""
    return plus(closes, WEEKS * _WEEK)


def draw_command(config: Config, named: tuple[str, ...]) -> str:
    """Return the command that draws a slip for everybody who is invited."""
    return _command("slips", str(config.survey.headcount), *named)


def _command(*words: str) -> str:
    return shlex.join(("lastbild", *words))


def _earlier(day: dt.date) -> dt.date:
    """Return ``day``, or the Friday before it on a weekend."""
    return plus(day, -max(day.weekday() - _FRIDAY, 0))


def _later(day: dt.date) -> dt.date:
    """Return ``day``, or the Monday after it on a weekend."""
    return plus(day, _WEEK - day.weekday()) if day.weekday() > _FRIDAY else day


def plus(day: dt.date, days: int) -> dt.date:
    """Return the day that is ``days`` after ``day``; at most the last day that Python knows, or the first."""
    ordinal = min(max(day.toordinal() + days, dt.date.min.toordinal()), dt.date.max.toordinal())
    return dt.date.fromordinal(ordinal)
