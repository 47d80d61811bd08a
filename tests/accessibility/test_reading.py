"""Pages to read: tables with headers, links that say where they lead, a form that no browser remembers."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from questionnaire import ITEM_IDS, LENSES
from tests.accessibility import states
from tests.accessibility.sites import Sites

pytestmark = pytest.mark.browser

_TABLES = """() => [...document.querySelectorAll("table")].map((table) => ({
    columns: [...table.tHead.rows[0].cells].every((cell) => cell.matches('th[scope="col"]')),
    rows: [...table.tBodies[0].rows].every((row) => row.cells[0].matches('th[scope="row"]')),
    region: table.parentElement.matches('[role="region"][aria-labelledby][tabindex="0"]'),
}))"""

# An attribute of the radio itself does not keep Firefox from it.
REMEMBERED = "input:not(form[autocomplete=off] *)"

_LINKS = """() => [...document.querySelectorAll("main a, footer a")]
    .map((link) => [link.textContent.trim(), link.href])"""


def test_every_table_names_its_columns_and_rows(page: Page, sites: Sites) -> None:
    """Header cells with a scope, in a region that scrolls by keyboard and has a name."""
    seen = 0
    for language in sites.languages:
        for address in sites.prose(language):
            page.goto(address)
            tables = page.evaluate(_TABLES)
            seen += len(tables)
            assert all(all(table.values()) for table in tables), (address, tables)
    assert seen >= 2 * len(sites.reported)


def test_links_say_where_they_lead(page: Page, sites: Sites) -> None:
    """No link is called "here", and links of the same name lead to the same page."""
    for language in sites.languages:
        for address in [sites.address("slips", language), *sites.prose(language)]:
            page.goto(address)
            places: dict[str, str] = {}
            for text, target in page.evaluate(_LINKS):
                assert text.lower() not in ("", "hier", "here", "mehr", "more", "link"), (address, target)
                assert places.setdefault(text, target) == target, (address, text)


def test_paper_has_nothing_to_press(page: Page, sites: Sites) -> None:
    """Boxes to tick by hand: four for each statement, in a group named by it, in three headed chapters."""
    for language in sites.languages:
        page.goto(sites.address("off", language, "paper.html"))
        assert page.locator("main :is(input, button, select)").count() == 0
        assert page.locator("fieldset:has(legend) ul > li > .box").count() == 4 * len(ITEM_IDS)
        assert page.locator(".chapter[aria-labelledby] h2").count() == len(LENSES)


def test_no_browser_remembers_a_form(page: Page, sites: Sites) -> None:
    """Firefox writes ticked radios into its session file, unless their form has autocomplete="off"."""
    for language in sites.languages:
        page.goto(sites.address("slips", language))
        for form in ("#survey", "#contribute"):
            assert page.locator(form).get_attribute("autocomplete") == "off"
        assert page.locator("#survey input").count() == 4 * len(ITEM_IDS)
        assert page.locator(REMEMBERED).count() == 0
    for state in states.results(page, sites.address("slips", sites.languages[0]), "AMN"):
        assert page.locator(REMEMBERED).count() == 0, state
