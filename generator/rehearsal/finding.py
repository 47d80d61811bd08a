"""What a step of the rehearsal found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from questionnaire.faults import Fault


@dataclass(frozen=True, slots=True)
class Finding:
    """The result of one ``step``: ``faults`` say what to do, ``notes`` what would be better; else it is well.

    ``details`` are the figures that are told if all is well, such as the days that a certificate holds.
    """

    step: str
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()
    details: Mapping[str, object] = field(default_factory=dict)
