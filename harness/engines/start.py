"""Start an engine: Playwright's own build where it is installed, else the system's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Playwright

from harness import browsers
from harness.engines.by_playwright import PlaywrightEngine
from harness.engines.firefox import firefox
from harness.engines.webkit import webkit
from harness.engines.window import Engine


@contextmanager
def started(name: str, playwright: Playwright, folder: Path) -> Iterator[Engine]:
    """Run engine ``name`` until the block ends; raises ``RuntimeError`` saying what to install."""
    if name == "chromium":
        with browsers.launch(playwright) as chromium:
            yield PlaywrightEngine(chromium)
    elif browsers.playwrights_own(playwright, name):
        with getattr(playwright, name).launch() as own:
            yield PlaywrightEngine(own)
    else:
        paths = browsers.system_paths(name)
        with firefox(paths[0], folder) if name == "firefox" else webkit(paths, folder) as engine:
            yield engine
