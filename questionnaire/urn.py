"""The urn of a sealed survey: all its ballots after the close, in an order that tells nothing.

The collector's operator writes it and cannot open it; each trustee takes one seal off. With two trustees the
second opens first and passes on the urn that is left, the first counts. The ballots stand in the order of
their hashes, each once: who sends the same bytes twice is counted once.

Beside the ballots the urn holds what the rule of disclosure needs: it is what the operator says, so a trustee
compares it with what the survey's page says.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from questionnaire.fingerprint import InstrumentId
from questionnaire.model import Detail


@dataclass(frozen=True, slots=True)
class Urn:
    """The ballots of one survey, and what they were collected under.

    seals:       the public keys whose seals are still on the ballots, the first innermost; the last one
                 opens next.
    opened:      the public keys whose seals are off, in the order in which they were taken off.
    spoilt:      how many ballots the trustees so far could not open, or found twice.
    ballots:     each ``sealed_bytes(len(seals))`` long, in the order of their SHA-256.
    slips:       how many slips were drawn; ``None`` if the survey has none.
    all_surveys: how many people all surveys of the site invite, each once; ``None`` if it does not say.
    """

    survey_id: str
    opens: dt.date
    closes: dt.date
    instrument: InstrumentId
    mode: Literal["open", "slips"]
    detail: Detail
    threshold: int
    headcount: int
    slips: int | None
    all_surveys: int | None
    seals: tuple[str, ...]
    opened: tuple[str, ...]
    spoilt: int
    ballots: tuple[bytes, ...]


class Counted(NamedTuple):
    """How often each code was contributed, zeros included, and how many ballots are spoilt."""

    counts: dict[str, int]
    spoilt: int


def sorted_ballots(ballots: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return each of ``ballots`` once, in the order of their SHA-256."""
    raise NotImplementedError


def dump(urn: Urn) -> bytes:
    """Return the urn as a file: text with a check sum; the same urn gives the same bytes."""
    raise NotImplementedError


def parse(contents: bytes) -> Urn:
    """Return the urn in ``contents``; raises ``UrnError``, whose fault says why it is none."""
    raise NotImplementedError


def with_one_seal_less(urn: Urn, opened: Sequence[bytes | None]) -> Urn:
    """Return the urn that is left when its last seal is off.

    ``opened`` holds for each ballot, in order, what was under the seal, or ``None`` where it did not open.
    """
    raise NotImplementedError


def counted(urn: Urn, opened: Sequence[bytes | None]) -> Counted:
    """Return the counts of an urn whose only seal is off; ``opened`` as in ``with_one_seal_less``."""
    raise NotImplementedError
