"""The values of collecting: a survey, a submission, and its result."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple, get_args

from collector.errors import CollectorError
from questionnaire import trustee_key
from questionnaire.bech32 import Bech32Error
from questionnaire.disclosure import FEWEST_FOR_OPEN, THRESHOLD
from questionnaire.faults import Fault, Key
from questionnaire.model import Detail
from questionnaire.release_kind import ReleaseKind
from questionnaire.sealed_ballot import MOST_SEALS
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
    extended_from: the former last day of a survey that was extended; ``closes`` is the one that holds.
    seal:      the public keys of the trustees to whom each contribution is sealed, as text, the first
               innermost; none if codes are counted as they come.
    release:   whether it is released on its own (``"each"``), or in one act with others: teams that may be
               shown beside the others together (``"teams"``), or nothing but the whole (``"whole"``).
    teams:     the ids of all surveys that are released in that act, this one among them; none if ``"each"``.

    Raises ``CollectorError`` with every fault at once if a value is not allowed.
    """

    id: str
    mode: Mode
    detail: Detail
    opens: dt.date
    closes: dt.date
    threshold: int
    headcount: int
    seal: tuple[str, ...] = ()
    extended_from: dt.date | None = None
    release: ReleaseKind = "each"
    teams: tuple[str, ...] = ()

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
    if survey.extended_from and not survey.opens <= survey.extended_from < survey.closes:
        former, details = survey.extended_from.isoformat(), {"opens": survey.opens, "closes": survey.closes}
        yield Fault("collector.no_extension", "survey.extended_from", former, details)
    if survey.threshold < THRESHOLD:
        yield Fault("collector.too_small", "survey.threshold", survey.threshold, {"least": THRESHOLD})
    if survey.headcount < 1:
        yield Fault("collector.too_small", "survey.headcount", survey.headcount, {"least": 1})
    if survey.mode == "open" and survey.headcount < FEWEST_FOR_OPEN:
        least = {"headcount_key": Key("survey.headcount"), "least": FEWEST_FOR_OPEN}
        yield Fault("collector.too_few_for_open", "collection.mode", survey.mode, least)
    yield from _release_faults(survey)
    yield from _seal_faults(survey)


def _release_faults(survey: Survey) -> Iterator[Fault]:
    if survey.release not in get_args(ReleaseKind):
        allowed = get_args(ReleaseKind)
        yield Fault("collector.no_choice", "collection.release", survey.release, {"allowed": allowed})
    elif survey.release == "each" and survey.teams:
        yield Fault("collector.not_joint", "collection.release", survey.release)
    elif survey.release != "each" and survey.id not in survey.teams:
        yield Fault("joint.of_one", "collection.release", survey.release)


def _seal_faults(survey: Survey) -> Iterator[Fault]:
    shown = list(survey.seal)
    if survey.seal and survey.mode == "paper":
        yield Fault("collector.sealed_paper", "collection.seal", shown)
    if len(survey.seal) > MOST_SEALS:
        yield Fault("configuration.no_seal", "collection.seal", shown, {"most": MOST_SEALS})
    if len(set(survey.seal)) < len(survey.seal):
        yield Fault("configuration.seal_twice", "collection.seal", shown)
    for text in survey.seal:
        try:
            trustee_key.read(text)
        except Bech32Error as error:
            yield Fault(error.kind, "collection.seal", text, error.details)


class Submission(NamedTuple):
    """One type code that somebody contributes to ``survey``, with a slip where the survey asks for one."""

    # A tuple, because every contribution creates and looks up one, and a tuple takes half the time for that.

    survey: str
    code: str
    slip: str | None = None


class SealedSubmission(NamedTuple):
    """One sealed ballot that somebody contributes to ``survey``, with a slip where it asks for one."""

    survey: str
    ballot: bytes
    slip: str | None = None


class Result(StrEnum):
    """The result of a submission. Only ``ACCEPTED`` changed anything: it added exactly one.

    A sealed ballot that is there already is accepted again, and adds nothing.
    """

    ACCEPTED = "accepted"
    USED_SLIP = "used_slip"
    UNKNOWN_SLIP = "unknown_slip"
    SLIP_MISSING = "slip_missing"
    SLIP_UNWANTED = "slip_unwanted"
    UNKNOWN_CODE = "unknown_code"
    SEALED = "sealed"  # a code, where ballots are sealed
    NOT_SEALED = "not_sealed"  # a sealed ballot, where codes are counted
    WRONG_LENGTH = "wrong_length"  # of a sealed ballot
    UNKNOWN_SURVEY = "unknown_survey"
    NOT_OPEN = "not_open"
    CLOSED = "closed"
