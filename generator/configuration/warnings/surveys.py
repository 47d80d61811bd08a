"""Points of each survey: its title, its id, whom it invites and on which days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence

from generator.configuration.survey_entries import SurveyValues
from generator.configuration.values import value_at
from generator.configuration.warnings.brand import placeholders
from generator.configuration.warnings.point import Point, is_text, shown
from questionnaire.faults import Fault

# Nobody invites for so long; a wrong year does.
LONGEST = dt.timedelta(days=183)


def points(entries: Sequence[SurveyValues], today: dt.date) -> Iterator[Point]:
    """Yield the points of every survey, and whether there is one."""
    surveys = [entry for entry in entries if isinstance(entry.values.get("survey"), Mapping)]
    yield Point(Fault("warning.survey", "survey"), done=bool(surveys))
    for entry in surveys:
        yield from _of(entry, today)


def _of(entry: SurveyValues, today: dt.date) -> Iterator[Point]:
    title, ident = (value_at(entry.values, "survey", key) for key in ("title", "id"))
    yield Point(Fault("warning.title", entry.key("survey.title")), done=_has_text(title))
    is_own = is_text(ident) and ident not in placeholders("survey", "id")
    yield Point(Fault("warning.id", entry.key("survey.id"), shown(ident)), done=is_own)
    if value_at(entry.values, "collection", "mode", default="off") != "off":
        yield from _to_collect(entry)
    yield from _days(entry, today)


def _to_collect(entry: SurveyValues) -> Iterator[Point]:
    """Yield what a survey needs to collect; without, the configuration has a fault, too."""
    invited, opens, closes = (
        value_at(entry.values, "survey", key) for key in ("headcount", "opens", "closes")
    )
    yield Point(Fault("warning.headcount", entry.key("survey.headcount")), done=invited is not None)
    yield Point(Fault("warning.opens", entry.key("survey.opens")), done=_is_day(opens))
    yield Point(Fault("warning.closes", entry.key("survey.closes")), done=_is_day(closes))


def _days(entry: SurveyValues, today: dt.date) -> Iterator[Point]:
    opens, closes = (value_at(entry.values, "survey", key) for key in ("opens", "closes"))
    if not _is_day(closes):
        return
    key = entry.key("survey.closes")
    told = value_at(entry.values, "survey", "decisions") is not None  # then it is meant to be over
    if closes < today and not told:
        yield Point(Fault("warning.over", key, str(closes)))
    if _is_day(opens) and closes - opens > LONGEST:
        yield Point(Fault("warning.long", key, str(closes), {"opens": opens, "closes": closes}))


def _has_text(value: object) -> bool:
    texts = list(value.values()) if isinstance(value, Mapping) else [value]
    return bool(texts) and all(map(is_text, texts))


def _is_day(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
