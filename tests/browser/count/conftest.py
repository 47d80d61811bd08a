"""The count's page, opened from a folder as by a double click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from harness.browser_fixtures import browser, playwright
from harness.count_page import Counter, write_page

__all__ = ["browser", "playwright"]


@pytest.fixture(scope="package")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a single file."""
    return write_page(tmp_path_factory.mktemp("usb"))


@pytest.fixture
def counter(browser: Browser, path: Path) -> Iterator[Counter]:
    """Somebody who has just opened the page; it must not have failed, nor asked for another file."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1366, "height": 641})
    counter = Counter(context, path)
    yield counter
    context.close()
    assert counter.errors == []
    assert {
        request for request in counter.requests if not request.startswith(("data:", "blob:", "about:"))
    } == {path.as_uri()}
