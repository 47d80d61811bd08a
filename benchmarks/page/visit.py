"""A real Chromium that visits one page at a time and measures the cost.

Every time is taken in the page, from the beginning of its navigation. A visit in a fresh context has an empty
cache and processes of its own; ``coming_back`` keeps a profile on the disk.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.page.slowing import slowed
from benchmarks.results import MissingError
from harness import browsers

WAIT = 150_000  # milliseconds; how long a page may take at all
_KEEPING = 1_500  # milliseconds; within them the browser writes what it keeps, compiled code included
_BLOCKING = 50  # milliseconds; what is longer is felt (W3C Long Tasks)

# Notes when Python is ready, and every long task of the main thread.
_WATCH = """
window.tasks = [];
new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask", buffered: true });
new MutationObserver(() => {
    if (document.documentElement?.dataset.python === "ready") window.readyAt ??= performance.now();
}).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-python"] });
"""

# The same work in the page and in a worker, for some tenths of a second; returns the milliseconds.
_LOOP = """(() => {
    const began = performance.now();
    for (let sum = 0n, i = 0; i < 4e7; i++) sum = (sum * 31n + 7n) & 0xffffffffn;
    return performance.now() - began;
})()"""
_LOOP_HERE = f"() => {_LOOP}"
_LOOP_IN_WORKER = f"""() => new Promise((resolve) => {{
    const worker = new Worker(URL.createObjectURL(new Blob([`postMessage({_LOOP})`])));
    worker.onmessage = (event) => {{ worker.terminate(); resolve(event.data); }};
}})"""
_LOOPS = 3
_CALIBRATIONS = 2


@dataclass(frozen=True, slots=True)
class Visit:
    """ready, longest, blocking: milliseconds; memory: MB, the highest of the process that holds the page.

    longest: the longest task of the main thread until Python was ready; blocking: what all of them took
    beyond 50 ms each.
    """

    ready: float
    longest: float
    blocking: float
    memory: float


class Chromium:
    """A started browser, and the processes that it is made of."""

    def __init__(self, browser: Browser, path: Path) -> None:
        self.browser = browser
        self._path = path
        self._protocol = browser.new_browser_cdp_session()
        self._nominal: dict[float, float] = {}  # factor wanted -> factor to ask for
        self._group = next(number for kind, number in self._processes() if kind == "browser")

    def _processes(self) -> list[tuple[str, int]]:
        told = self._protocol.send("SystemInfo.getProcessInfo")["processInfo"]
        return [(process["type"], process["id"]) for process in told]

    @contextmanager
    def at(self, factor: float) -> Iterator[None]:
        """Slow the whole browser down by ``factor``, as calibrated if it was."""
        with slowed(self._group, self._nominal.get(factor, factor)):
            yield

    def calibrate(self, factor: float) -> float:
        """Find how to make loops in page and worker ``factor`` times slower; return the factor reached.

        Stopping and waking a process costs time, which differs from machine to machine.
        """
        with self.context() as context:
            page = opened(context, "about:blank")
            alone = statistics.median(self._loops(page))
            for _ in range(_CALIBRATIONS):
                with self.at(factor):
                    found = statistics.median(self._loops(page)) / alone
                self._nominal[factor] = self._nominal.get(factor, factor) * factor / found
            with self.at(factor):
                return statistics.median(self._loops(page)) / alone

    def _loops(self, page: Page) -> list[float]:
        return [float(page.evaluate(code)) for _ in range(_LOOPS) for code in (_LOOP_HERE, _LOOP_IN_WORKER)]

    @contextmanager
    def context(self) -> Iterator[BrowserContext]:
        """Open a fresh context: no cache, no processes shared with the last one."""
        context = self.browser.new_context(viewport={"width": 1280, "height": 800})
        try:
            yield context
        finally:
            context.close()

    def visit(self, context: BrowserContext, address: str, *scripts: str) -> Visit:
        """Open ``address`` in a new tab of ``context``, wait until Python is ready, close the tab.

        ``scripts`` run before any of the page's own.
        """
        page = opened(context, address, _WATCH, *scripts)
        ready = float(evaluated(page, "window.readyAt"))
        tasks: list[float] = page.evaluate("window.tasks")
        memory = self.peak()
        page.close()
        return Visit(
            ready, max(tasks, default=0.0), sum(max(0.0, task - _BLOCKING) for task in tasks), memory
        )

    def coming_back(self, profile: Path, address: str) -> float:
        """Return after how many ms Python is ready in a browser that keeps its cache in ``profile``.

        The browser is started for this visit and left after it, as on another day.
        """
        context = self.browser.browser_type.launch_persistent_context(
            profile, executable_path=self._path, args=browsers.FLAGS, viewport={"width": 1280, "height": 800}
        )
        page = opened(context, address, _WATCH)
        ready = float(evaluated(page, "window.readyAt"))
        page.wait_for_timeout(_KEEPING)
        context.close()
        return ready

    def peak(self) -> float:
        """Return the highest memory that the largest renderer ever had resident, in MB."""
        return max(_peak(number) for kind, number in self._processes() if kind == "renderer")


def opened(context: BrowserContext, address: str, *scripts: str) -> Page:
    """Return a new tab on ``address`` in which ``scripts`` run before any of the page's own."""
    page = context.new_page()
    for script in scripts:
        page.add_init_script(script)
    page.goto(address, wait_until="commit", timeout=WAIT)
    return page


def evaluated(page: Page, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
    """Wait until ``expression`` is neither null nor undefined in ``page``, and return it."""
    return page.wait_for_function(f"() => {expression} ?? false", timeout=WAIT).json_value()


@contextmanager
def chromium() -> Iterator[Chromium]:
    """Start Chromium; raises ``MissingError`` if there is none."""
    with sync_playwright() as playwright:
        try:
            path = browsers.chromium_path(playwright)
            browser = browsers.launch(playwright)
        except RuntimeError as error:
            raise MissingError("Chromium", str(error)) from None
        try:
            yield Chromium(browser, path)
        finally:
            browser.close()


def _peak(process: int) -> float:
    try:
        status = Path(f"/proc/{process}/status").read_text("ascii")
    except FileNotFoundError:  # it has ended meanwhile
        return 0.0
    lines = dict(line.split(":", 1) for line in status.splitlines() if ":" in line)
    return int(lines.get("VmHWM", "0 kB").split()[0]) / 1024
