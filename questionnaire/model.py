"""The terms of the domain as frozen values: lenses, items, outcomes, and the error for bad answers.

Everything here is plain standard library, so that the same file runs in CPython and in the browser.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ConstellationId = Literal["A", "B", "C", "D"]
OutcomeType = Literal["A", "B", "C", "D", "M", "N"]
Levers = Literal["ST", "SB", "T", "B"]
LensId = Literal["perception", "cause", "influence"]
Detail = Literal["levers", "type"]


@dataclass(frozen=True, slots=True)
class Item:
    """One of the twelve statements a person answers.

    ``id`` is the constellation's letter and the lens's number, such as ``"A1"``.
    """

    id: str
    constellation: ConstellationId
    lens: LensId


@dataclass(frozen=True, slots=True)
class Outcome:
    """The meaning of one complete answer sheet. It holds keys only, never wording and never a score.

    type:       the shaping constellation, ``"M"`` for a mixed picture, ``"N"`` for none that shapes.
    tied:       the heaviest constellations in the order A B C D: one for A-D, several for M, empty for N.
    levers:     ``"ST"``, ``"SB"``, ``"T"`` or ``"B"`` for a single constellation, otherwise ``None``.
    paths:      the levers of each of ``tied``, in the same order: one for A-D, several for M, empty for N.
    present:    every constellation that is present, the heaviest included, in the order A B C D.
    close:      every other constellation that one answer about perception or cause, changed by one step,
                would make the heaviest or equally heavy, in the order A B C D.
    causes:     every constellation whose systemic cause is present (S >= 2), in the order A B C D.
    influences: every constellation with own influence (I >= 2), in the order A B C D.
    because:    the items that the rule read to arrive at type and paths, in the order of the
                constellations: perception, cause and influence of each of ``tied``. Empty for N, where no
                answer led to a constellation.
    """

    type: OutcomeType
    tied: tuple[ConstellationId, ...]
    levers: Levers | None
    paths: tuple[Levers, ...]
    present: tuple[ConstellationId, ...]
    close: tuple[ConstellationId, ...]
    causes: tuple[ConstellationId, ...]
    influences: tuple[ConstellationId, ...]
    because: tuple[str, ...]

    def code(self, detail: Detail = "levers") -> str:
        """Return the type code: ``"A-ST"`` ... ``"D-B"``, ``"M"``, ``"N"``, or only the type.

        ``detail`` is ``"levers"`` (18 possible codes) or ``"type"`` (6). Anything else raises
        ``ValueError``. Source: domain, section 3.
        """
        if detail not in ("levers", "type"):
            raise ValueError(f"detail is {detail!r}; expected 'levers' or 'type'")
        if detail == "type" or self.levers is None:
            return self.type
        return f"{self.type}-{self.levers}"


class AnswerError(ValueError):
    """An answer sheet that cannot be classified.

    ``faults`` holds one sentence for each fault: the item, the value received, what was expected.
    """

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults
