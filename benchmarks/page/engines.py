"""Pages in all three engines: the same page, the same clock, in turn."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.results import MissingError
from harness.engines import ENGINES, start
from harness.engines.window import Engine, Window

NAMES = {"chromium": "Chromium", "firefox": "Firefox", "webkit": "WebKitGTK"}
# The time since the navigation began, as soon as Python is ready.
_READY = """new Promise((resolve) => {
    const look = () => document.documentElement.dataset.python === "ready"
        ? resolve(performance.now())
        : setTimeout(look, 4);
    look();
})"""

Rounds = Mapping[str, Sequence[float]]  # engine -> a figure of each round


@contextmanager
def engines() -> Iterator[tuple[dict[str, Engine], list[MissingError]]]:
    """Start every engine that is there, and say which are not."""
    with sync_playwright() as playwright, ExitStack() as open_now:
        scratch = open_now.enter_context(
            tempfile.TemporaryDirectory(prefix="lb-engines-", ignore_cleanup_errors=True)
        )
        running, missing = {}, []
        for name in ENGINES:
            folder = Path(scratch) / name
            folder.mkdir()
            try:
                running[name] = open_now.enter_context(start.started(name, playwright, folder))
            except RuntimeError as error:
                missing.append(MissingError(NAMES[name], str(error)))
        yield running, missing


@contextmanager
def window(engine: Engine, address: str) -> Iterator[Window]:
    """Open ``address`` in a window with a fresh profile."""
    with engine.window(None) as opened:
        opened.goto(address)
        yield opened


def until_ready(window: Window) -> float:
    """Return the milliseconds from the navigation until Python answers the page."""
    return float(window.evaluate(_READY))


def ready(engine: Engine, address: str) -> float:
    """Return the same for the page at ``address`` in a fresh profile."""
    with window(engine, address) as opened:
        return until_ready(opened)


def median(values: Sequence[float], digits: int = 0, unit: str = "ms") -> str:
    """Return the median with its unit and, in brackets, lowest and highest; a single value alone."""
    middle = f"{statistics.median(values):,.{digits}f} {unit}"
    return middle if len(values) == 1 else f"{middle} ({min(values):,.{digits}f}–{max(values):,.{digits}f})"
