"""Paper ballots as somebody types them in: typing errors show before anything is counted."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from questionnaire.faults import FaultError, nearest


class EntryError(FaultError, ValueError):
    """The line is no entry; nothing was entered."""


@dataclass
class BallotHeap:
    """The paper ballots entered so far, in memory only; ``codes`` are all codes that a ballot can have."""

    codes: tuple[str, ...]
    entered: list[tuple[str, int]] = field(default_factory=list)

    def enter(self, line: str) -> tuple[str, int]:
        """Enter a line such as ``A-SB`` or ``A-SB 3`` and return its code and number.

        Raises ``EntryError`` for a code that no ballot can have, and for a number that is less than 1.
        """
        match = re.fullmatch(r"\s*(\S+?)(?:\s+(\d{1,6}))?\s*", line)
        if match is None:
            raise EntryError("ballot.no_entry", entered=line.strip(), code=self.codes[0])
        code, number = match[1].upper(), int(match[2] or 1)
        if code not in self.codes:
            meant = nearest(code, self.codes)
            raise EntryError("ballot.unknown_code", code=code, codes=self.codes, meant=meant)
        if number < 1:
            raise EntryError("ballot.no_number", number=number)
        self.entered.append((code, number))
        return code, number

    def undo(self) -> tuple[str, int] | None:
        """Take the last entry back and return it; ``None`` if there is none."""
        return self.entered.pop() if self.entered else None

    def counts(self) -> dict[str, int]:
        """Return the ballots by code, in the fixed order of the codes."""
        counted: Counter[str] = Counter()
        for code, number in self.entered:
            counted[code] += number
        return {code: counted[code] for code in self.codes if counted[code]}

    def total(self) -> int:
        """Return how many ballots were entered."""
        return sum(number for _, number in self.entered)


WITHOUT = "without"
_WITHOUT_A_CODE = (WITHOUT, "ohne")


@dataclass
class PaperHeap(BallotHeap):
    """A heap of papers as it lies on a table: some may hold no code that can be read.

    ``earlier`` are the sums of an earlier session, by code; papers without a code are under ``WITHOUT``.
    """

    earlier: dict[str, int] = field(default_factory=dict)

    def enter(self, line: str) -> tuple[str, int]:
        """Enter a line like ``BallotHeap.enter``, or papers without a code: ``without 2`` or ``ohne 2``."""
        word, _, number = line.strip().partition(" ")
        if word.lower() not in _WITHOUT_A_CODE:
            return super().enter(line)
        _, papers = BallotHeap(self.codes).enter(f"{self.codes[0]} {number}")
        self.entered.append((WITHOUT, papers))
        return WITHOUT, papers

    def take_back(self, line: str) -> tuple[str, int]:
        """Take back what a line such as ``A-SB 3`` entered, also in an earlier session; return it.

        Raises ``EntryError`` also if fewer of them were entered.
        """
        code, number = self.enter(line)
        self.entered.pop()
        if number > self.sums().get(code, 0):
            raise EntryError("ballot.not_so_many", code=code, number=self.sums().get(code, 0))
        self.entered.append((code, -number))
        return code, number

    def sums(self) -> dict[str, int]:
        """Return the papers by code, in the fixed order of the codes, and last those without one."""
        summed = Counter(self.earlier)
        for code, number in self.entered:
            summed[code] += number
        return {code: summed[code] for code in (*self.codes, WITHOUT) if summed[code]}

    def counts(self) -> dict[str, int]:
        """Return the ballots by code, without papers that hold none."""
        return {code: number for code, number in self.sums().items() if code != WITHOUT}

    def total(self) -> int:
        """Return how many ballots with a code were entered."""
        return sum(self.counts().values())

    def without(self) -> int:
        """Return how many papers without a code were entered."""
        return self.sums().get(WITHOUT, 0)

    def papers(self) -> int:
        """Return how many papers were entered, with a code and without."""
        return sum(self.sums().values())
