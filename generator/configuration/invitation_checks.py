"""Checks that nobody is asked in two surveys of a site at once.

Who reads the report on a whole and the report on a team within it subtracts one from the other. Names are
nowhere, so people are counted: surveys that run at the same time, or shortly after each other, may not invite
more people together than there are (``collection.headcount``). Nothing here recognises a false number; so it
stands in every report and on the privacy page, where people can check it.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from generator.configuration.survey_entries import SurveyValues
from generator.configuration.values import value_at
from questionnaire.faults import Fault

WEEKS = 12  # between two surveys of the same people: their answers have changed too much to be subtracted
_COLLECTING = ("paper", "open", "slips")
_KEY = "collection.headcount"


@dataclass(frozen=True, slots=True)
class _Invitation:
    """One survey that collects: ``people`` are invited from the day ``opens``, and free again from ``free``.

    Days are ordinal numbers: the last day that Python knows has no day after it.
    """

    survey: SurveyValues
    people: int
    opens: int
    free: int

    @property
    def id(self) -> object:
        return value_at(self.survey.values, "survey", "id")


def faults(surveys: Sequence[SurveyValues]) -> Iterator[Fault]:
    """Yield every fault of the surveys of one site that shows only when they are seen together."""
    collecting = [one for one in surveys if value_at(one.values, "collection", "mode") in _COLLECTING]
    for survey in collecting:
        if (own := value_at(survey.own, "collection", "headcount")) is not None:
            yield Fault("configuration.site_headcount_in_a_survey", survey.key(_KEY), own)
            return
    people = value_at(collecting[0].values, "collection", "headcount") if collecting else None
    if people is None and len(collecting) > 1:
        yield Fault("configuration.site_headcount_missing", _KEY)
    elif isinstance(people, int):
        yield from _too_many([one for survey in collecting if (one := _invitation(survey))], people)


def _invitation(survey: SurveyValues) -> _Invitation | None:
    """Return the invitation of ``survey``; ``None`` if a value is missing or faulty, as others report."""
    people, opens, closes = (
        value_at(survey.values, "survey", key) for key in ("headcount", "opens", "closes")
    )
    if isinstance(people, int) and type(opens) is type(closes) is dt.date:
        return _Invitation(survey, people, opens.toordinal(), closes.toordinal() + 7 * WEEKS)
    return None


def _too_many(invitations: Sequence[_Invitation], people: int) -> Iterator[Fault]:
    """Yield a fault for each survey on whose first day more than ``people`` are invited."""
    running: list[tuple[int, int, _Invitation]] = []
    for number, one in enumerate(sorted(invitations, key=lambda one: one.opens)):
        while running and running[0][0] <= one.opens:
            heapq.heappop(running)
        taken = sum(other.people for _, _, other in running)
        if taken + one.people > people:
            yield _fault(one, [other for _, _, other in running], people, taken)
        heapq.heappush(running, (one.free, number, one))


def _fault(one: _Invitation, others: Sequence[_Invitation], people: int, taken: int) -> Fault:
    key = one.survey.key("survey.headcount")
    if not others:
        return Fault(
            "configuration.more_than_the_site", key, one.people, {"site_key": _KEY, "people": people}
        )
    details = {
        "left": max(people - taken, 0),
        "others": tuple(sorted(f'"{other.id}"' for other in others)),
        "taken": taken,
        "site_key": _KEY,
        "people": people,
        "weeks": WEEKS,
    }
    return Fault("configuration.asked_twice", key, one.people, details)
