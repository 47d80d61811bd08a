"""Every site built once and served, and one page that goes from state to state; a stub answers for Python."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from harness import stub_python
from harness.browser_fixtures import browser, playwright
from harness.servers import plain_server
from tests.accessibility import sites
from tests.accessibility.sites import Sites

__all__ = ["browser", "playwright"]


@pytest.fixture(scope="package", name="sites")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sites]:
    """The example in every mode of collecting and both reports, on a plain server."""
    web = tmp_path_factory.mktemp("accessibility") / "web"
    languages, reported = sites.build(web)
    with plain_server(web) as root:
        yield Sites(root, languages, reported)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile, without motion."""
    context = browser.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    stub_python.answer_in(context)
    yield context.new_page()
    context.close()
