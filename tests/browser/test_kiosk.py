"""A shared workstation: neither the next person nor a search of the disk finds a trace of the last one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from harness import browsers, stub_python
from harness.journey import Journey
from harness.organisation import organisation
from harness.paths import EXAMPLE
from harness.profiles import holds, written
from harness.servers import plain_server
from questionnaire import ITEM_IDS, survey_texts
from tests.browser.test_journey import HEADWIND
from tests.browser.test_leaving import WRITTEN, assert_at_start, write

pytestmark = pytest.mark.browser

CODE = '"code":"A-SB"'  # the pages contain the codes, but never written like this
NAMES = [constellation["name"] for constellation in survey_texts.load("de")["constellations"].values()]


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The example site, set up for shared workstations, with a link among the contacts."""
    folder = tmp_path_factory.mktemp("kiosk")
    text = EXAMPLE.read_text("utf-8").replace("[site]\n", "[site]\nkiosk = true\n")
    text = text.replace("[survey]", '[[contacts]]\nlabel = "Wiki"\nurl = "https://wiki.example/"\n\n[survey]')
    (folder / "site.toml").write_text(text, "utf-8")
    (folder / "logo.svg").write_bytes((EXAMPLE.parent / "logo.svg").read_bytes())
    stub_python.build(folder / "site.toml", folder / "web" / "survey")
    with plain_server(folder / "web") as address:
        yield f"{address}survey/"


def history(page: Page) -> list[tuple[str, str]]:
    """Return address and title of every entry that the browser's back button knows."""
    devtools = page.context.new_cdp_session(page)
    entries = devtools.send("Page.getNavigationHistory")["entries"]
    return [(entry["url"], entry["title"]) for entry in entries]


def test_an_abandoned_result_is_wiped_after_three_minutes(context: BrowserContext, kiosk: str) -> None:
    """If nobody reacts to the idle question, the page wipes everything and shows its first language."""
    page = context.new_page()
    page.clock.install()
    journey = Journey(page, kiosk, path="en/")
    journey.take(HEADWIND)
    write(journey)
    page.clock.run_for("03:01")
    expect(page.locator("dialog#idle")).to_be_visible()
    page.clock.run_for("01:01")
    page.wait_for_url(f"{kiosk}index.html")
    assert_at_start(journey)
    page.go_forward()  # loads a page of the visit that was wiped; it drops its entries and leads back
    page.wait_for_url(f"{kiosk}index.html")
    assert_at_start(journey)


def test_a_closing_screen_that_nobody_leaves_returns_to_the_first_language(
    context: BrowserContext, kiosk: str
) -> None:
    """Whoever comes next need not find the button, nor read the language of the person before."""
    page = context.new_page()
    page.clock.install()
    journey = Journey(page, kiosk, path="en/")
    journey.take(HEADWIND)
    journey.delete()
    page.clock.run_for("01:01")
    page.wait_for_url(f"{kiosk}index.html")
    assert_at_start(journey)


def test_nothing_leads_away_from_somebodys_answers(context: BrowserContext, kiosk: str) -> None:
    """Only the start page has links at its foot; no second window opens; contacts are text, not links.

    Nothing of a conversation goes to the device's clipboard.
    """
    journey = Journey(context.new_page(), kiosk)
    page = journey.page
    expect(page.locator(".colophon a").first).to_be_visible()
    assert page.locator("a[target]").count() == 0
    journey.take(HEADWIND)
    write(journey)
    assert page.locator("a[target]").count() == 0
    assert journey.action("copy").count() == 0, "the next person would find the text in the clipboard"
    expect(page.locator(".colophon a").first).to_be_hidden()
    expect(page.locator("[data-contacts]")).to_contain_text("https://wiki.example/")
    assert page.locator('#result a[href^="http"]').count() == 0


@pytest.mark.parametrize("which", ["usual", "shared"])
def test_the_browsers_history_reveals_no_result(
    context: BrowserContext, address: str, kiosk: str, which: str
) -> None:
    """Neither an address nor a title reveals the result, before or after deleting."""
    site = kiosk if which == "shared" else address
    journey = Journey(context.new_page(), site)
    journey.take(HEADWIND)
    journey.page.locator('a[data-language="en"]').click()
    expect(journey.page.locator("html")).to_have_attribute("lang", "en")
    entries = history(journey.page)
    journey.delete()
    entries += history(journey.page)
    journey.action("restart").click()
    assert_at_start(journey)
    assert journey.page.locator("html").get_attribute("lang") == ("de" if which == "shared" else "en")
    entries += history(journey.page)
    told = [(url, title) for url, title in entries if url.startswith(site)]
    assert told
    english = [constellation["name"] for constellation in survey_texts.load("en")["constellations"].values()]
    for url, title in told:
        assert url in {site, f"{site}index.html"}, "the address of the start, by itself or by its name"
        assert not any(name in title for name in (*NAMES, *english)), title
        assert not re.search(r"\b[A-DMN]\b", title), title


def test_a_closed_browser_leaves_nothing_on_the_disk(playwright: Playwright, tmp_path: Path) -> None:
    """A search of the whole profile, after a survey and a sent code, finds no answer, no code and no text.

    The same search does find a page's address and data that a page stores.
    """
    with organisation(tmp_path / "org", "open") as company, company.collector():
        profile = tmp_path / "profile"
        own = browsers.playwrights_own(playwright, "chromium")
        context = playwright.chromium.launch_persistent_context(
            profile,
            executable_path=own or browsers.system_paths("chromium")[0],
            args=list(browsers.FLAGS),
        )
        journey = Journey(context.pages[0], company.address)
        journey.take(HEADWIND)
        write(journey)
        journey.action("send").click()
        expect(journey.page.locator("#contribution-state")).to_be_visible()
        other = context.new_page()
        other.goto(f"{company.address}method.html")
        other.evaluate("localStorage.setItem('control', 'control-was-here')")
        context.close()
    found = written(profile)
    assert holds(found, company.address)
    assert holds(found, "control-was-here")
    assert not holds(found, CODE)
    assert not holds(found, WRITTEN)
    answers = rb'.{16}"(?:%s)":\s*"?[0-3]' % "|".join(ITEM_IDS).encode()
    # The sources in the browser's cache explain themselves by such a sheet, which is nobody's.
    public = (tmp_path / "org" / "web" / "survey" / "runtime" / "app.zip").read_bytes()
    assert set(re.findall(answers, found, re.DOTALL)) <= set(re.findall(answers, public, re.DOTALL))
