"""Chromium, and every engine, for the tests of a folder: imported by its ``conftest.py``.

While Playwright is started, nothing else in the process can call ``asyncio.run``. Where a folder holds tests
that do, it imports the fixtures that last for one module.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from harness import browsers
from harness.engines import start, wanted
from harness.engines.window import Engine


def _playwright() -> Iterator[Playwright]:
    """Playwright, started once."""
    with sync_playwright() as started:
        yield started


def _browser(playwright: Playwright) -> Iterator[Browser]:
    """One Chromium for all tests."""
    chromium = browsers.launch(playwright)
    yield chromium
    chromium.close()


playwright = pytest.fixture(_playwright, scope="package", name="playwright")
browser = pytest.fixture(_browser, scope="package", name="browser")
playwright_of_module = pytest.fixture(_playwright, scope="module", name="playwright")
browser_of_module = pytest.fixture(_browser, scope="module", name="browser")


@pytest.fixture(scope="module", params=wanted())
def engine(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine, started once for a module."""
    with start.started(request.param, playwright, tmp_path_factory.mktemp(request.param)) as running:
        yield running
