"""The first question, usable: its answers are drawn, and a click on one of them has been taken.

A script that runs before the page tries every 4 ms, faster than any hand. It presses "start" where there is a
start page, clicks the first visible answer, and notes the first frame drawn after that. Ours has its start
page first; most peers show the question at once, so the comparison favours them. The bare form behind a start
page shows the least that one costs. Then follows the same on slower lines, where bytes count.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from benchmarks.page import network, sites
from benchmarks.page.firefox import firefox
from benchmarks.page.network import LIKE_3G, MBIT_20
from benchmarks.page.setting import Setting, by_name, paired, ratio, setting, spread
from benchmarks.page.visit import Chromium, evaluated, opened
from benchmarks.results import Budget, MissingError, Result, Table
from harness.engines.firefox import Firefox
from harness.polling import until

ROUNDS = 21
_PAGES = (sites.OURS, sites.FORM, sites.BEHIND_START, sites.SURVEY_JS, sites.STOCK, sites.MICROPYTHON)
_UNDISTURBED = 1_000  # milliseconds in which nothing asks the page how far it is, which would slow it down
_SETTLED = 0.5  # seconds; the page before may have been large, and leaving it takes a while
_BUDGETS = {sites.FORM: 1.25, sites.SURVEY_JS: 0.2}
_LINE_ROUNDS = 5  # a line leaves little to chance
_TOO_LONG = sites.STOCK  # takes a minute over a slow line, and "slow" has it

_TRY = """
(() => {
    const visible = (element) => element?.checkVisibility();
    const radios = () => [...document.querySelectorAll("input[type=radio]")];
    const radio = () => radios().find((one) => visible(one.closest("label")));
    function taken() {
        const start = document.querySelector("[data-action=start]");
        if (visible(start)) start.click();
        if (visible(start)) return false;
        if (start) window.startedAt ??= performance.now();
        const opening = document.querySelector("[data-action=proceed]");
        if (visible(opening)) opening.click();
        const first = radio();
        first?.click();
        return Boolean(first?.checked);
    }
    function drawn() {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => { window.usableAt = performance.now(); };
        port2.postMessage(null);
    }
    const attempt = () => (taken() ? requestAnimationFrame(drawn) : setTimeout(attempt, 4));
    attempt();
})();
"""
# When "start" was taken; a page without a start page is past it at once.
_STARTED = "window.startedAt"
_PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"


@dataclass(frozen=True, slots=True)
class _Opened:
    """Milliseconds from navigation; ``started`` is ``None`` for a page without a start page."""

    painted: float
    started: float | None
    usable: float


def measure(rounds: int = ROUNDS) -> Result:
    """Open each page ``rounds`` times in turn, with an empty cache, in Chromium and then in Firefox.

    Over slower lines in Chromium only, and fewer times.
    """
    with setting(*_PAGES) as here:
        missing = list(here.missing)
        with network.serving(here.folder) as address:
            visits = _rounds(here.pages, rounds, lambda path: _in_chromium(here.chromium, address + path))
            try:
                with firefox() as second:
                    there = _rounds(here.pages, rounds, lambda path: _in_firefox(second, address + path))
            except MissingError as error:
                missing.append(error)
                there = {}
        over_lines = _over_lines(here, min(rounds, _LINE_ROUNDS))
    tables = [
        _table("Chromium", visits, rounds),
        *([_table("Firefox", there, rounds)] if there else []),
        _line_table(over_lines),
    ]
    usable, painted = _usable(visits), {path: [one.painted for one in each] for path, each in visits.items()}
    budgets = [
        Budget(
            f"first question usable, against {sites.NAMES[path]}",
            most,
            paired(usable[sites.OURS], usable[path]),
            "×",
        )
        for path, most in _BUDGETS.items()
        if path in usable
    ]
    figures = {
        **by_name(usable, "usable_ms"),
        **by_name(painted, "first_paint_ms"),
        **by_name(_usable(there), "usable_in_firefox_ms"),
        **{
            f"{line}: {name}": values
            for line, each in over_lines.items()
            for name, values in by_name(each, "usable_over_line_ms").items()
        },
    }
    return Result("first-question", tables, budgets, figures, missing)


def _over_lines(here: Setting, rounds: int) -> dict[str, dict[str, list[float]]]:
    """Return the milliseconds of each round by line and page, in Chromium at the other end of the line."""
    pages = tuple(path for path in here.pages if path != _TOO_LONG)
    measured = {}
    for line in (MBIT_20, LIKE_3G):
        for compression in (False, True):
            with network.serving(here.folder, line, compression=compression) as address:
                visits = _rounds(pages, rounds, lambda path: _in_chromium(here.chromium, address + path))
            measured[network.condition(line, compression=compression)] = _usable(visits)
    return measured


def _usable(visits: Mapping[str, Sequence[_Opened]]) -> dict[str, list[float]]:
    return {path: [visit.usable for visit in each] for path, each in visits.items()}


def _table(browser: str, visits: Mapping[str, Sequence[_Opened]], rounds: int) -> Table:
    usable = _usable(visits)
    title = f"First question usable in {browser}, empty cache; medians of {rounds} rounds (lowest to highest)"
    head = ("page", "first paint", "start page usable", "first question usable", "ours / this, pair by pair")
    rows = tuple(
        (
            sites.NAMES[path],
            spread([visit.painted for visit in each]),
            spread([visit.started for visit in each if visit.started is not None]),
            spread(usable[path]),
            ratio(usable[sites.OURS], usable[path]),
        )
        for path, each in visits.items()
    )
    return Table(title, head, rows)


def _line_table(over_lines: Mapping[str, Mapping[str, Sequence[float]]]) -> Table:
    some = next(iter(over_lines.values()))  # each line was given the same pages, as often
    against = [path for path in _BUDGETS if path in some]
    head = (
        "line",
        *(sites.NAMES[path] for path in some),
        *(f"ours / {sites.NAMES[path]}" for path in against),
    )
    rows = tuple(
        (
            line,
            *(f"{statistics.median(values):,.0f} ms" for values in usable.values()),
            *(ratio(usable[sites.OURS], usable[path]) for path in against),
        )
        for line, usable in over_lines.items()
    )
    rounds = len(some[sites.OURS])
    title = f"First question usable in Chromium over slower lines, empty cache; medians of {rounds} rounds"
    return Table(title, head, rows)


def _rounds(
    pages: Sequence[str], rounds: int, opened_at: Callable[[str], _Opened]
) -> dict[str, list[_Opened]]:
    visits: dict[str, list[_Opened]] = {path: [] for path in pages}
    opened_at(sites.OURS)  # the browser itself warms up
    for _ in range(rounds):
        for path, each in visits.items():
            time.sleep(_SETTLED)
            each.append(opened_at(path))
    return visits


def _in_chromium(chromium: Chromium, address: str) -> _Opened:
    with chromium.context() as context:
        page = opened(context, address, _TRY)
        page.wait_for_timeout(_UNDISTURBED)
        usable = float(evaluated(page, "window.usableAt"))
        return _Opened(float(evaluated(page, _PAINTED)), page.evaluate(_STARTED), usable)


def _in_firefox(browser: Firefox, address: str) -> _Opened:
    with browser.window(None, _TRY) as window:
        window.goto(address)
        time.sleep(_UNDISTURBED / 1_000)
        until(lambda: window.evaluate("window.usableAt"), "the first question can be answered")
        return _Opened(*window.evaluate(f"[{_PAINTED}, {_STARTED} ?? null, window.usableAt]"))
