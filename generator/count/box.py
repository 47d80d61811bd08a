"""All ballots from the box: heaps with a number each, counted once, and closed before anything is read.

The rules are those of the collector's storage (``lastbild tally`` and ``report``), without a database. What a
database keeps there, ``kept`` keeps here: plain values for whoever stores them. The exact counts are in it
until the release is saved, and never after.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

from generator.configuration.schema import SurveyTable
from generator.count.heaps import BallotHeap, EntryError
from questionnaire import all_codes, release_file

LARGEST_NUMBER = 9999  # of a heap
VERSION = 1
# What must not change once the first heap is begun: the counts would mean something else.
_SETTINGS = ("id", "detail", "headcount", "threshold", "opens", "closes", "extended_from")


class RefusedError(Exception):
    """The box does not take this, and nothing changed; ``kind`` and ``details`` say why."""

    def __init__(self, kind: str, **details: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.details = details


class Box:
    """The ballots of one survey on paper, in memory.

    ``heaps`` maps the number of each heap to its ballots; which codes a heap held, nobody can tell any more.
    ``heap`` is the one that is being entered, ``released`` the bytes of report.json once there are any.
    """

    def __init__(self, survey: SurveyTable) -> None:
        if survey.headcount is None or survey.opens is None or survey.closes is None:
            raise ValueError("survey: expected headcount, opens and closes, as mode paper requires them")
        self.codes = all_codes(survey.detail)
        self.headcount, self.opens, self.closes = survey.headcount, survey.opens, survey.closes
        self.heaps: dict[int, int] = {}
        self.heap: tuple[int, BallotHeap] | None = None
        self.closed = False
        self.released: bytes | None = None
        self._survey = survey
        self._counts: Counter[str] = Counter()

    def ballots(self) -> int:
        """Return how many ballots were entered, those of the heap at hand included."""
        return sum(self.heaps.values()) + (self.heap[1].total() if self.heap else 0)

    def begin_heap(self, number: object, today: dt.date) -> None:
        """Begin the heap with this number; refused if it was counted, and before the survey's first day."""
        self._must_count(today)
        if self.heap:
            raise RefusedError("heap_at_hand", number=self.heap[0])
        if isinstance(number, bool) or not isinstance(number, int) or not 1 <= number <= LARGEST_NUMBER:
            raise RefusedError("no_heap", most=LARGEST_NUMBER)
        if number in self.heaps:
            details = {"number": number, "ballots": self.heaps[number], "free": max(self.heaps) + 1}
            raise RefusedError("heap_twice", **details)
        self.heap = number, BallotHeap(self.codes)

    def enter(self, line: str) -> tuple[str, int]:
        """Enter a line such as ``A-SB`` or ``A-SB 3``, also after the survey's id."""
        heap = self._heap_at_hand()
        try:
            code, number = heap.enter(self._of_this_survey(line))
        except EntryError as error:
            raise self._refusal(error) from error
        if self.ballots() > self.headcount:
            heap.undo()
            raise RefusedError("too_many", headcount=self.headcount, so_far=self.ballots(), new=number)
        return code, number

    def scan(self, text: str) -> tuple[str, int]:
        """Enter one ballot by what its QR code says: the survey's id and a code, in capital letters."""
        found = re.fullmatch(r"([A-Z0-9-]+) (\S+)", text)
        if found is None or found[2] not in (*all_codes("levers"), *all_codes("type")):
            raise RefusedError("no_ballot")
        return self.enter(f"{found[1].lower()} {found[2]}")

    def paste(self, text: str) -> int:
        """Enter a whole list, or nothing of it, and return how many ballots it held.

        Codes and numbers stand apart by spaces, line breaks, commas, semicolons or tabs.
        """
        heap, entered = self._heap_at_hand(), BallotHeap(self.codes)
        lines = re.findall(r"[^\s,;]+(?:[\s,;]+\d+(?![^\s,;]))?", text)
        if not lines:
            raise RefusedError("empty_list")
        for place, line in enumerate(lines, start=1):
            try:
                entered.enter(re.sub(r"[\s,;]+", " ", line))
            except EntryError as error:
                refusal = self._refusal(error)
                raise RefusedError("in_list", place=place, why=refusal) from error
        if self.ballots() + entered.total() > self.headcount:
            details = {"headcount": self.headcount, "so_far": self.ballots(), "new": entered.total()}
            raise RefusedError("too_many", **details)
        heap.entered += entered.entered
        return entered.total()

    def undo(self) -> tuple[str, int] | None:
        """Take the last entry of the heap at hand back; ``None`` if there is none."""
        return self._heap_at_hand().undo()

    def discard_heap(self) -> int:
        """Forget the heap at hand, and return its number; its ballots can be entered again."""
        self._heap_at_hand()
        number = self.heap[0] if self.heap else 0
        self.heap = None
        return number

    def count_heap(self, on_the_table: object, today: dt.date) -> tuple[int, int]:
        """Count the heap at hand if it holds as many ballots as lie on the table; return number, ballots."""
        self._must_count(today)
        heap = self._heap_at_hand()
        number, total = self.heap[0] if self.heap else 0, heap.total()
        if total == 0:
            raise RefusedError("empty_heap")
        if on_the_table != total or isinstance(on_the_table, bool):
            raise RefusedError("other_total", entered=total, table=on_the_table)
        self._counts.update(heap.counts())
        self.heaps[number] = total
        self.heap = None
        return number, total

    def close(self, today: dt.date, *, early: bool = False) -> None:
        """End the count for good; before the last day has passed, only if ``early`` confirms it."""
        if self.closed:
            return
        self._must_have_opened(today)
        if self.heap:
            raise RefusedError("heap_at_hand", number=self.heap[0])
        if today <= self.closes and not early:
            raise RefusedError("too_early", closes=self.closes)
        self.closed = True

    def counts(self) -> dict[str, int]:
        """Return how often each code was counted, zeros included; refused before ``close``."""
        if not self.closed:
            raise RefusedError("not_closed")
        return {code: self._counts[code] for code in self.codes}

    def save_release(self, released: bytes) -> None:
        """Keep the one release, and destroy the counts that it was made of, and the heaps' numbers."""
        if self.released is not None:
            raise RefusedError("released")
        self.released = released
        self._counts.clear()
        self.heaps.clear()

    def kept(self) -> dict[str, Any]:
        """Return everything as plain values of JSON; ``Box.of`` makes the same box of them."""
        at_hand = {"heap": self.heap[0], "entered": self.heap[1].entered} if self.heap else None
        return {
            "version": VERSION,
            "survey": _settings(self._survey),
            "heaps": {str(number): ballots for number, ballots in sorted(self.heaps.items())},
            "counts": {code: self._counts[code] for code in self.codes if self._counts[code]},
            "at_hand": at_hand,
            "closed": self.closed,
            "released": None if self.released is None else self.released.decode(),
        }

    @classmethod
    def of(cls, survey: SurveyTable, kept: object) -> Box:
        """Return the box that was ``kept``.

        It may have been kept before the survey was extended. Raises ``RefusedError`` if it is that of a
        survey with other settings, or no box that can be read.
        """
        if not isinstance(kept, dict) or kept.get("version") != VERSION:
            raise RefusedError("kept_unreadable")
        if kept.get("survey") not in (_settings(survey), _settings(_before_its_extension(survey))):
            raise RefusedError("kept_of_another_survey")
        box = cls(survey)
        try:
            box._restore(kept)
        except (KeyError, TypeError, ValueError, AttributeError, EntryError, RefusedError) as error:
            raise RefusedError("kept_unreadable") from error
        return box

    def _restore(self, kept: Mapping[str, Any]) -> None:
        self.heaps = {int(number): ballots for number, ballots in kept["heaps"].items()}
        self._counts = Counter({code: _whole(kept["counts"][code]) for code in kept["counts"]})
        self.closed = kept["closed"] is True
        if kept["released"] is not None:
            self.released = kept["released"].encode()
            release_file.parse(self.released)
        if kept["at_hand"]:
            heap = BallotHeap(self.codes)
            for code, number in kept["at_hand"]["entered"]:
                heap.enter(f"{code} {number}")
            self.heap = _whole(kept["at_hand"]["heap"]), heap
        consistent = set(self._counts) <= set(self.codes) and self.ballots() <= self.headcount
        if not consistent or self._counts.total() != sum(map(_whole, self.heaps.values())):
            raise RefusedError("kept_unreadable")

    def _heap_at_hand(self) -> BallotHeap:
        if self.heap is None:
            raise RefusedError("no_heap_at_hand")
        return self.heap[1]

    def _must_count(self, today: dt.date) -> None:
        if self.closed:
            raise RefusedError("closed")
        self._must_have_opened(today)

    def _must_have_opened(self, today: dt.date) -> None:
        if today < self.opens:
            raise RefusedError("before_first_day", opens=self.opens)

    def _of_this_survey(self, line: str) -> str:
        """Return ``line`` without the survey's id in front, if it stands there."""
        first, _, code = line.strip().partition(" ")
        if code.strip().upper() in (*all_codes("levers"), *all_codes("type")):
            if first != self._survey.id:
                raise RefusedError("other_survey", other=first, survey=self._survey.id)
            return code
        return line

    def _refusal(self, error: EntryError) -> RefusedError:
        """Return why an entry is none; a code of the other detail is a ballot of another survey."""
        kind, details = error.fault.kind.removeprefix("ballot."), dict(error.fault.details)
        other = all_codes("type" if "A-ST" in self.codes else "levers")
        if kind == "unknown_code" and details["code"] in other:
            return RefusedError("other_detail", code=details["code"], example=self.codes[0])
        return RefusedError(kind, **details)


def _settings(survey: SurveyTable) -> dict[str, object]:
    return survey.model_dump(mode="json", include=set(_SETTINGS), exclude_none=True)


def _before_its_extension(survey: SurveyTable) -> SurveyTable:
    former = {"closes": survey.extended_from or survey.closes, "extended_from": None}
    return survey.model_copy(update=former)


def _whole(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r}: expected a whole number from 0")
    return value
