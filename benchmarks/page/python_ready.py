"""Python ready: from the navigation until Python can classify, beside stock PyScript and the floor.

The floor is Pyodide's own ``loadPyodide`` in a worker with nothing to run: once with the stock files, once
with the files that this site's runtime was made into. The same visits tell how long the main thread was
blocked and how much memory the tab's process took at most.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.page import network, sites
from benchmarks.page.setting import Setting, by_name, paired, ratio, setting, spread
from benchmarks.page.visit import Visit, opened
from benchmarks.results import Budget, Result, Table
from harness import browsers

ROUNDS = 7
_WARM_ROUNDS = 2
_VISITS = 3  # the first fills the cache, the second lets the browser keep compiled code, the third has both
_PYTHON = (
    sites.OURS,
    sites.OURS_PLAIN,
    sites.STOCK,
    sites.STOCK_WORKER,
    sites.MICROPYTHON,
    sites.FLOOR,
    sites.OUR_FLOOR,
)
_WARM = (sites.OURS, sites.STOCK, sites.STOCK_WORKER)
_BEFORE = {sites.OURS_PLAIN: (browsers.INSECURE,)}

_Figures = Mapping[str, Sequence[float]]


def measure(rounds: int = ROUNDS) -> Result:
    """Visit each page ``rounds`` times in turn with an empty cache, and fewer times with a full one."""
    with setting(sites.FORM, *_PYTHON) as here, network.serving(here.folder) as address:
        pages = tuple(path for path in here.pages if path in _PYTHON)
        form = _memory_of_form(here, address)
        cold = _cold(here, address, pages, rounds)
        warm = _warm(here, address, tuple(path for path in pages if path in _WARM), min(rounds, _WARM_ROUNDS))
    ready = {path: [visit.ready for visit in visits] for path, visits in cold.items()}
    tables = [_ready_table(ready, rounds), _warm_table(warm), _strain_table(cold, form)]
    figures = {
        **by_name(ready, "ready_ms"),
        **by_name(
            {path: [visit.longest for visit in visits] for path, visits in cold.items()}, "longest_task_ms"
        ),
        **by_name(
            {path: [visit.blocking for visit in visits] for path, visits in cold.items()}, "blocking_ms"
        ),
        **by_name({path: [visit.memory for visit in visits] for path, visits in cold.items()}, "memory_MB"),
        **by_name(warm, "ready_by_visit_ms"),
        f"{sites.NAMES[sites.FORM]}, memory_MB": [form],
    }
    return Result("python-ready", tables, list(_budgets(cold, ready)), figures, here.missing)


def _budgets(cold: Mapping[str, Sequence[Visit]], ready: _Figures) -> Iterator[Budget]:
    if sites.STOCK in ready:
        against = paired(ready[sites.OURS], ready[sites.STOCK])
        yield Budget("Python ready, cold, against stock PyScript", 0.4, against, "×")
    whats = {
        sites.OURS: "longest main-thread task while Python boots, of all rounds",
        sites.OURS_PLAIN: "the same, without HTTPS",
    }
    for path, what in whats.items():
        yield Budget(what, 100, max(visit.longest for visit in cold[path]), "ms")


def _cold(here: Setting, address: str, pages: Sequence[str], rounds: int) -> dict[str, list[Visit]]:
    visits: dict[str, list[Visit]] = {path: [] for path in pages}
    with here.chromium.context() as context:
        here.chromium.visit(context, address + sites.OURS)  # the browser itself warms up
    for _ in range(rounds):
        for path, each in visits.items():
            with here.chromium.context() as context:
                each.append(here.chromium.visit(context, address + path, *_BEFORE.get(path, ())))
    return visits


def _warm(here: Setting, address: str, pages: Sequence[str], rounds: int) -> dict[str, list[list[float]]]:
    """Return, by page, the milliseconds of each round's visits, in a browser that keeps its cache."""
    warm: dict[str, list[list[float]]] = {path: [] for path in pages}
    for _ in range(rounds):
        for path, each in warm.items():
            with tempfile.TemporaryDirectory(prefix="lb-profile-", ignore_cleanup_errors=True) as profile:
                times = (here.chromium.coming_back(Path(profile), address + path) for _ in range(_VISITS))
                each.append(list(times))
    return warm


def _memory_of_form(here: Setting, address: str) -> float:
    with here.chromium.context() as context:
        opened(context, address + sites.FORM).wait_for_load_state("load")
        return here.chromium.peak()


def _ready_table(ready: _Figures, rounds: int) -> Table:
    floors = [path for path in (sites.FLOOR, sites.OUR_FLOOR) if path in ready]
    title = f"Python ready, empty cache, LAN; medians of {rounds} rounds in turn (lowest to highest)"
    head = ("page", "ready", "ours / this, pair by pair", *(f"this / {sites.NAMES[path]}" for path in floors))
    rows = tuple(
        (
            sites.NAMES[path],
            spread(values),
            ratio(ready[sites.OURS], values),
            *(ratio(values, ready[floor]) for floor in floors),
        )
        for path, values in ready.items()
    )
    return Table(title, head, rows)


def _warm_table(warm: Mapping[str, Sequence[Sequence[float]]]) -> Table:
    title = "Python ready, coming back with the browser's disk cache; medians, and ours / this"
    head = (
        "page",
        *(f"{place}{nth} visit" for place, nth in ((1, "st"), (2, "nd"), (3, "rd"))),
        "third visits",
    )
    third = {path: [visits[-1] for visits in rounds] for path, rounds in warm.items()}
    rows = tuple(
        (
            sites.NAMES[path],
            *(spread(list(visits)) for visits in zip(*rounds, strict=True)),
            ratio(third[sites.OURS], third[path]),
        )
        for path, rounds in warm.items()
    )
    return Table(title, head, rows)


def _strain_table(cold: Mapping[str, Sequence[Visit]], form: float) -> Table:
    head = (
        "page",
        "longest main-thread task",
        "blocked in all (beyond 50 ms a task)",
        "peak memory of the tab",
    )
    rows = tuple(
        (
            sites.NAMES[path],
            spread([visit.longest for visit in visits]),
            spread([visit.blocking for visit in visits]),
            spread([visit.memory for visit in visits], "MB"),
        )
        for path, visits in cold.items()
    )
    bare = (sites.NAMES[sites.FORM], "–", "–", spread([form], "MB"))
    return Table("What the same visits cost; tasks under 50 ms count as 0", head, (*rows, bare))
