"""A count page's desk for the tests, on the design's site with ballots on paper."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.count import parcel
from generator.count.desk import Count
from generator.desk import answer
from harness import sites
from harness.releases import CLOSES, DAY, OPENS, site

PAPER = ('mode = "slips"', 'mode = "paper"')


class CountPage:
    """Asks the desk as the page does, through JSON, on the day ``day``; ``kept`` is what the page stored."""

    def __init__(self, folder: Path, *changes: tuple[str, str]) -> None:
        self.path = site(folder, PAPER, *changes)
        self.survey = parcel.pack(*sites.only(self.path))
        self.day = OPENS + DAY
        self.kept: Any = None
        self.load()

    def load(self, language: str = "de") -> dict[str, Any]:
        """Load the page again: all that is left is what it stored."""
        self._desk = Count(lambda: self.day)
        return self.ask("begin", survey=self.survey, language=language, kept=self.kept)

    def ask(self, name: str, **given: object) -> dict[str, Any]:
        """Return what the desk told."""
        answered = json.loads(answer(self._desk, json.dumps({"ask": name, "given": given})))
        assert "told" in answered, answered
        told: dict[str, Any] = answered["told"]
        if isinstance(told, dict) and "kept" in told:
            self.kept = told["kept"]
        return told

    def shown(self, path: str) -> str:
        """Return a page of the report as the frame shows it."""
        return str(self.ask("page", path=path))

    def refused(self, name: str, **given: object) -> str:
        """Return the sentence of a refusal, after which nothing has changed."""
        before = self.kept
        told = self.ask(name, **given)
        assert self.kept == before
        return str(told["refused"]["text"])

    def count(self, counts: Mapping[str, int], heap: int = 1) -> None:
        """Count one heap."""
        self.ask("begin_heap", number=heap)
        for code, number in counts.items():
            self.ask("enter", line=f"{code} {number}")
        told = self.ask("count_heap", on_the_table=sum(counts.values()))
        assert "refused" not in told

    def release(self) -> dict[str, Any]:
        """Close after the last day, release, and return the state."""
        self.day = CLOSES + DAY
        assert self.ask("close", early=False)["stage"] == "closed"
        return self.ask("release")

    def set_day(self, day: dt.date) -> None:
        """Go to ``day``."""
        self.day = day
