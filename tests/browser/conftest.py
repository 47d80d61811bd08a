"""The example site on a plain server, and pages that record what they do.

Most tests promise something of the page and not that Python runs in a browser: their site has a stub in place
of Pyodide (``harness.stub_python``), which answers exactly as Python does. A test that promises something of
Pyodide itself takes ``real_address``, ``real_built`` or ``real_journey``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext

from harness import commands, stub_python, whole
from harness.browser_fixtures import browser, engine, playwright
from harness.journey import Journey
from harness.paths import EXAMPLE, EXAMPLES
from harness.servers import plain_server
from tests.browser import windows

__all__ = ["browser", "engine", "playwright"]

_SITE = Path("intranet") / "lastbild"  # two folders deep, as on an intranet


@pytest.fixture(scope="package")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site, with the stub in place of Pyodide."""
    out = tmp_path_factory.mktemp("web") / _SITE
    stub_python.build(EXAMPLE, out)
    return out


@pytest.fixture(scope="package")
def real_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example site, built by the command."""
    out = tmp_path_factory.mktemp("web") / _SITE
    commands.build(EXAMPLE, out)
    return out


@pytest.fixture(scope="package")
def address(built: Path) -> Iterator[str]:
    """The address of the example site with the stub, under a sub-path of a plain server."""
    with plain_server(built.parents[1]) as root:
        yield f"{root}{_SITE.as_posix()}/"


@pytest.fixture(scope="package")
def real_address(real_built: Path) -> Iterator[str]:
    """The address of the example site, under a sub-path of a plain server."""
    with plain_server(real_built.parents[1]) as root:
        yield f"{root}{_SITE.as_posix()}/"


@pytest.fixture(scope="package")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Both example sites with the stub: two brands, one of them with wider fonts of its own."""
    web = tmp_path_factory.mktemp("examples")
    for name in ("hafenkontor", "lumo"):
        stub_python.build(EXAMPLES / name / "site.toml", web / name)
    with plain_server(web) as address:
        yield address


@pytest.fixture(scope="package")
def generator_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with the whole generator behind it, on a plain server."""
    folder = tmp_path_factory.mktemp("whole")
    whole.write_page(folder)
    with plain_server(folder) as root:
        yield root


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile for every test."""
    fresh = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    stub_python.answer_in(fresh)
    yield fresh
    fresh.close()


@pytest.fixture(params=["mouse", "finger"])
def pointer(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    """A browser with a mouse, and one with a touch screen."""
    phone = request.param == "finger"
    size = (390, 664) if phone else (1280, 720)
    with windows.profile(browser, size, phone=phone) as context:
        yield context


@pytest.fixture
def journey(context: BrowserContext, address: str) -> Journey:
    """A person in front of the survey's start page."""
    return Journey(context.new_page(), address)


@pytest.fixture
def real_journey(context: BrowserContext, real_address: str) -> Journey:
    """A person in front of the survey's start page, with Pyodide behind it."""
    return Journey(context.new_page(), real_address)
