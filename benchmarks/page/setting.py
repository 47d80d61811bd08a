"""The common ground of all chapters about the page: the pages, a browser, and the comparison of rounds."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.page import sites
from benchmarks.page.visit import Chromium, chromium
from benchmarks.results import MissingError


@dataclass(frozen=True, slots=True)
class Setting:
    """folder: what to serve; pages: the wanted ones that are there; missing: why the others are not."""

    folder: Path
    chromium: Chromium
    pages: tuple[str, ...]
    missing: tuple[MissingError, ...]


@contextmanager
def setting(*wanted: str) -> Iterator[Setting]:
    """Write the pages ``wanted`` and start Chromium; raises ``MissingError`` if there is none."""
    with tempfile.TemporaryDirectory(prefix="lb-bench-") as scratch, chromium() as started:
        folder = Path(scratch)
        missing = sites.write(folder, wanted)
        yield Setting(folder, started, sites.written(folder, wanted), tuple(missing))


def spread(values: Sequence[float], unit: str = "ms") -> str:
    """Return the median and, in brackets, lowest and highest; a single value alone."""
    if not values:
        return "–"
    median = f"{statistics.median(values):,.0f} {unit}"
    return median if len(values) == 1 else f"{median} ({min(values):,.0f}–{max(values):,.0f})"


def paired(ours: Sequence[float], other: Sequence[float]) -> float:
    """Return the median of the ratios ours / other, round by round: each shares the machine's mood."""
    return statistics.median(mine / theirs for mine, theirs in zip(ours, other, strict=True))


def ratio(ours: Sequence[float], other: Sequence[float]) -> str:
    """Return ``paired`` as text, a dash where ``other`` was not measured."""
    return f"{paired(ours, other):.2f}×" if other else "–"


def by_name(measured: Mapping[str, Sequence[object]], unit: str) -> dict[str, list[object]]:
    """Return every round by the page's name, the unit at its end, for JSON."""
    return {f"{sites.NAMES[path]}, {unit}": list(values) for path, values in measured.items()}
