"""A built site, served by a server that knows nothing of it, and pages that record what they do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from harness.browser_fixtures import browser, playwright
from harness.commands import build
from harness.journey import Journey
from harness.paths import EXAMPLE
from harness.servers import plain_server

__all__ = ["browser", "playwright"]


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site, built by the command, two folders deep as on an intranet."""
    root = tmp_path_factory.mktemp("web")
    out = root / "intranet" / "lastbild"
    build(EXAMPLE, out)
    return out


@pytest.fixture(scope="package")
def address(built: Path) -> Iterator[str]:
    """The address of the example site, under a sub-path of a plain server."""
    with plain_server(built.parents[1]) as root:
        yield f"{root}intranet/lastbild/"


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile for every test."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield fresh
    fresh.close()


@pytest.fixture
def journey(context: BrowserContext, address: str) -> Journey:
    """A person in front of the survey's start page."""
    return Journey(context.new_page(), address)
