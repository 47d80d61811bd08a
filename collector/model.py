"""The values of collecting: a survey, a submission, and its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple, get_args

from collector.errors import CollectorError
from questionnaire.disclosure import FEWEST_FOR_OPEN, THRESHOLD
from questionnaire.faults import Fault, Key
from questionnaire.model import Detail
from questionnaire.survey_id import LONGEST, is_survey_id

Mode = Literal["paper", "open", "slips"]


@dataclass(frozen=True, slots=True)
class Survey:
    """One campaign, as it is agreed before it opens.

    mode:      ``"paper"`` (ballots are tallied by hand), ``"open"`` (anybody who reaches the collector
               may contribute), ``"slips"`` (each contribution uses up a one-time participation code).
    detail:    which codes there are: ``"levers"`` (18) or ``"type"`` (6).
    opens:     the first day, by the server's local date.
    closes:    the last day; contributions are taken until it ends.
    threshold: the fewest contributions of which anything may be published, at least 10.
    headcount: how many people are invited; ``"open"`` needs at least 100, and no more slips are drawn and
               no more ballots counted than that.

    Raises ``CollectorError`` with every fault at once if a value is not allowed.
    """

    id: str
    mode: Mode
    detail: Detail
    opens: dt.date
    closes: dt.date
    threshold: int
    headcount: int

    def __post_init__(self) -> None:
        if faults := tuple(_faults(self)):
            raise CollectorError(faults)


def _faults(survey: Survey) -> Iterator[Fault]:
    if not is_survey_id(survey.id):
        yield Fault("collector.no_id", "survey.id", survey.id, {"longest": LONGEST})
    if survey.mode not in get_args(Mode):
        yield Fault("collector.no_choice", "collection.mode", survey.mode, {"allowed": get_args(Mode)})
    if survey.detail not in get_args(Detail):
        yield Fault("collector.no_choice", "survey.detail", survey.detail, {"allowed": get_args(Detail)})
    if survey.closes < survey.opens:
        closes, details = survey.closes.isoformat(), {"opens": survey.opens}
        yield Fault("collector.closes_before_opens", "survey.closes", closes, details)
    if survey.threshold < THRESHOLD:
        yield Fault("collector.too_small", "survey.threshold", survey.threshold, {"least": THRESHOLD})
    if survey.headcount < 1:
        yield Fault("collector.too_small", "survey.headcount", survey.headcount, {"least": 1})
    if survey.mode == "open" and survey.headcount < FEWEST_FOR_OPEN:
        least = {"headcount_key": Key("survey.headcount"), "least": FEWEST_FOR_OPEN}
        yield Fault("collector.too_few_for_open", "collection.mode", survey.mode, least)


class Submission(NamedTuple):
    """One type code that somebody contributes to ``survey``, with a slip where the survey asks for one."""

    # A tuple, because every contribution creates and looks up one, and a tuple takes half the time for that.

    survey: str
    code: str
    slip: str | None = None


class Result(StrEnum):
    """The result of a submission. Only ``ACCEPTED`` changed anything: it added exactly one."""

    ACCEPTED = "accepted"
    USED_SLIP = "used_slip"
    UNKNOWN_SLIP = "unknown_slip"
    SLIP_MISSING = "slip_missing"
    SLIP_UNWANTED = "slip_unwanted"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_SURVEY = "unknown_survey"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
