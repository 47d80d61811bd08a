"""Python ready on slow machines and slow lines, from a server with and without compression.

Slow machine: every process of the browser is slowed down (``slowing``), to the factor that a loop in the page
then really takes. Slow line: the server's own delay and rate (``network``), the same for page and worker.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.page import network, sites
from benchmarks.page.network import LAN, LIKE_3G, MBIT_20, Line
from benchmarks.page.setting import Setting, ratio, setting, spread
from benchmarks.page.visit import Visit
from benchmarks.results import Result, Table

ROUNDS = 2
_PAGES = (sites.OURS, sites.STOCK_WORKER)


@dataclass(frozen=True, slots=True)
class _Condition:
    """A machine ``factor`` times slower, on ``line``; ``most`` is how many rounds are enough (0: all)."""

    factor: float
    line: Line
    compression: bool = False
    most: int = 0
    visits: dict[str, list[Visit]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The condition's name for people."""
        return f"{self.factor:.0f}× slower, {network.condition(self.line, compression=self.compression)}"


def measure(rounds: int = ROUNDS) -> Result:
    """Visit both pages in turn under each condition, with an empty cache each time."""
    with setting(*_PAGES) as here:
        conditions = list(_conditions())
        truth = {factor: here.chromium.calibrate(factor) for factor in (4.0, 6.0)}
        for condition in conditions:
            _measure(here, condition, rounds)
    head = ("condition", "ours", "stock PyScript, worker", "ours / stock, pair by pair", "ours: longest task")
    rows = tuple(_row(condition) for condition in conditions)
    told = ", ".join(f"{found:.1f}× for {factor:.0f}×" for factor, found in truth.items())
    title = f"Python ready, empty cache; medians (lowest to highest). A loop then took {told}"
    figures = {
        f"{condition.name}: {sites.NAMES[path]}, ready_ms": [visit.ready for visit in visits]
        for condition in conditions
        for path, visits in condition.visits.items()
    }
    figures |= {f"measured slow-down at {factor:.0f}×": [found] for factor, found in truth.items()}
    return Result("slow", [Table(title, head, rows)], (), figures, here.missing)


def _conditions() -> Iterator[_Condition]:
    yield from (_Condition(factor, LAN) for factor in (1, 4, 6))
    yield from (_Condition(1, MBIT_20, compression) for compression in (False, True))
    # A line this slow leaves nothing to chance, and takes a minute.
    yield from (_Condition(1, LIKE_3G, compression, most=1) for compression in (False, True))


def _measure(here: Setting, condition: _Condition, rounds: int) -> None:
    chromium = here.chromium
    with network.serving(here.folder, condition.line, compression=condition.compression) as address:
        for _ in range(min(rounds, condition.most or rounds)):
            for path in here.pages:
                with chromium.at(condition.factor), chromium.context() as context:
                    condition.visits.setdefault(path, []).append(chromium.visit(context, address + path))


def _row(condition: _Condition) -> tuple[str, ...]:
    ready = {path: [visit.ready for visit in visits] for path, visits in condition.visits.items()}
    ours, stock = ready[sites.OURS], ready.get(sites.STOCK_WORKER, [])
    longest: Sequence[float] = [visit.longest for visit in condition.visits[sites.OURS]]
    return (
        condition.name,
        spread(ours),
        spread(stock),
        ratio(ours, stock),
        f"{statistics.median(longest):.0f} ms",
    )
