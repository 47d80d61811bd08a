"""The campaign's pages in a browser: opened from the folder, as a facilitator does."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from generator.campaign.files import campaign_files
from harness import axe
from harness.paths import EXAMPLE

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The campaign's folder of an example, on the disk."""
    folder = tmp_path_factory.mktemp("kampagne")
    for name, contents in campaign_files(EXAMPLE).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
    return folder


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A window."""
    return context.new_page()


def pages(folder: Path) -> list[str]:
    """Return the addresses of all pages but the posters, which other tests look at."""
    posters = {"plakat.html", "poster.html"}
    return [path.as_uri() for path in sorted(folder.rglob("*.html")) if path.name not in posters]


def test_it_looks_like_the_house_without_a_server(page: Page, folder: Path) -> None:
    """The policy of the page lets the stylesheet beside it in, also from a folder; its fonts are inside."""
    refused: list[str] = []
    page.on("console", lambda message: refused.append(message.text))
    for address in pages(folder)[:3]:
        page.goto(address)
        page.evaluate("document.fonts.ready.then(() => null)")
        assert page.evaluate("getComputedStyle(document.body).fontFamily").startswith('"Alegreya Sans"')
        assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded')")
    assert refused == []


def test_every_page_can_be_read_by_everybody(page: Page, folder: Path) -> None:
    """No barrier that axe knows; nothing wider than a small phone."""
    page.set_viewport_size({"width": 320, "height": 640})
    for address in pages(folder):
        page.goto(address)
        assert axe.faults(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address


def test_a_printed_sheet_is_the_sheet_alone(page: Page, folder: Path) -> None:
    """Without the way back and without the lines for the sender; the blanks stay marked."""
    page.goto((folder / "de" / "03-ankuendigung.html").as_uri())
    assert page.locator("nav").is_visible()
    page.emulate_media(media="print")
    assert not page.locator("nav").is_visible()
    assert not page.locator(".about").is_visible()
    assert page.locator("mark").first.is_visible()
