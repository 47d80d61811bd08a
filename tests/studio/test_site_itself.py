"""The site beside the studio: it loads itself again, and shows what keeps it from being built."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from generator.commands.serve import _tell, rebuild
from generator.preview.build import Preview
from generator.preview.fault_sheet import script_files
from generator.preview.server import InMemoryFiles, preview_server
from generator.preview.site_changes import SiteChanges
from harness import axe, sites
from harness.servers import serving

pytestmark = pytest.mark.browser

FAULTY = sites.COMPLETE.replace("headcount = 140 ", "headcount = 0 ")
NO_TOML = sites.COMPLETE.replace("closes = 2027-01-29", "closes = 29.1.2027")


@pytest.fixture
def site(tmp_path: Path, server_files: dict[str, bytes]) -> Iterator[tuple[str, Callable[[str], None]]]:
    """The address of a preview in German, and what saves a site.toml as an editor does."""
    folder, changes = tmp_path / "site", SiteChanges()
    out = folder / "dist"
    out.mkdir(parents=True)
    made = Preview(folder / "site.toml", out)

    def save(text: str) -> None:
        config = sites.write(folder, text)
        _tell(changes, rebuild(out, made.build, config), config)

    memory = InMemoryFiles({**server_files, **script_files()})
    with preview_server(out, 0, memory, changes=changes) as server, serving(server) as number:
        yield f"http://127.0.0.1:{number}/", save
        changes.windows.close()


@pytest.fixture(autouse=True)
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command line speaks German."""
    monkeypatch.setenv("LANGUAGE", "de")


def violations(page: Page) -> list[str]:
    """Return what the page's policy will have refused, from now on."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    return found


def test_the_site_loads_itself_again(page: Page, site: tuple[str, Callable[[str], None]]) -> None:
    """On the page where somebody is, which its own policy allows; what did not change, stays."""
    address, save = site
    refused = violations(page)
    save(sites.COMPLETE)
    page.goto(f"{address}method.html")
    page.evaluate("window.before = true")
    save(f"{sites.COMPLETE}# a comment\n")  # the same site
    save(sites.COMPLETE.replace("Hafenkontor Versand AG", "Speicherstadt AG"))
    expect(page.locator(".brand")).to_contain_text("Speicherstadt AG")
    assert page.url == f"{address}method.html"
    assert page.evaluate("window.before") is None
    assert refused == []


def test_faults_cover_the_site_until_they_are_mended(
    page: Page, site: tuple[str, Callable[[str], None]]
) -> None:
    """Each with its line, in German; the last site can be looked at, and comes back by itself."""
    address, save = site
    refused = violations(page)
    save(sites.COMPLETE)
    page.goto(address)
    save(FAULTY)
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("heading", level=1)).to_be_focused()
    expect(sheet).to_contain_text("Zeile 12")
    expect(sheet.locator(".here").first).to_contain_text("headcount = 0")
    sheet.get_by_role("button", name="Letzten Stand ansehen").click()
    expect(sheet).to_have_count(0)
    expect(page.locator("#start-title")).to_be_visible()
    bar = page.get_by_role("button", name="Fehler")
    bar.click()
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(bar).to_be_focused()
    save(NO_TOML)  # other faults are news
    expect(sheet).to_contain_text("Zeile 14")
    save(sites.COMPLETE)  # the site of before
    expect(sheet).to_have_count(0)
    expect(bar).to_have_count(0)
    assert refused == []


def test_a_site_that_was_never_built_shows_its_faults(
    page: Page, site: tuple[str, Callable[[str], None]]
) -> None:
    """Also without scripts; once the file is right, the site takes the place of the list."""
    address, save = site
    refused = violations(page)
    save(NO_TOML)
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Noch ein Fehler")
    expect(page.get_by_role("button", name="Letzten Stand")).to_have_count(0)
    save(FAULTY)
    expect(page.locator(".here").first).to_contain_text("headcount = 0")
    save(sites.COMPLETE)
    expect(page.locator("#start-title")).to_be_visible()
    assert refused == []


@pytest.mark.parametrize("width", [360, 1366])
def test_the_sheet_fits_every_screen(page: Page, site: tuple[str, Callable[[str], None]], width: int) -> None:
    """Nothing is cut off at the side; only a long line of the file scrolls, in a frame of its own."""
    address, save = site
    page.set_viewport_size({"width": width, "height": 640})
    save(sites.COMPLETE)
    page.goto(address)
    save(FAULTY.replace('title = "Wie', f'{"x" * 150} = 1\ntitle = "Wie'))
    expect(page.get_by_role("dialog")).to_be_visible()
    for button in page.get_by_role("dialog").locator(".acts > *").all():
        assert (button.bounding_box() or {"height": 0})["height"] >= 44
    assert page.get_by_role("dialog").evaluate("d => d.scrollWidth <= d.clientWidth")


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_the_sheet_is_clean(
    page: Page, site: tuple[str, Callable[[str], None]], colours: Literal["light", "dark"]
) -> None:
    """Axe finds nothing: over a page of the site, and on the page that stands for one."""
    address, save = site
    page.emulate_media(color_scheme=colours)
    save(FAULTY)
    page.goto(address)
    expect(page.locator(".sheet")).to_be_visible()
    assert axe.faults(page) == []
    save(sites.COMPLETE)
    expect(page.locator("#start-title")).to_be_visible()
    save(FAULTY)
    expect(page.get_by_role("dialog")).to_be_visible()
    assert axe.faults(page) == []
