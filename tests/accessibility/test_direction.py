"""From right to left: the page mirrors by itself, for a language that is yet to come."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from harness.journey import Journey
from tests.accessibility import states
from tests.accessibility.fitting import faults
from tests.accessibility.sites import Sites

TEMPLATES = Path(__file__).resolve().parents[2] / "site_templates"

# Sides of the screen, which would stay the same from right to left.
_PHYSICAL = re.compile(
    r"(?<![-\w])(?:left|right|(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)[-\w]*"
    r"|border-(?:top|bottom)-(?:left|right)-radius)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|translateX\((?!var\(--forward\))"
)
_FOUR_SIDES = re.compile(r"(?<![-\w])(?:margin|padding|inset|border-width)\s*:\s*([^;{}()]+);")


def physical(css: str) -> list[str]:
    """Return every declaration that names a side of the screen instead of a side of the text."""
    sides = [found.group() for found in _PHYSICAL.finditer(css)]
    for found in _FOUR_SIDES.finditer(css):
        values = found.group(1).split()
        if len(values) == 4 and values[1] != values[3]:
            sides.append(found.group())
    return sides


def test_styles_name_no_side_of_the_screen() -> None:
    """Styles say start and end, never left and right, not even in shorthands."""
    for path in sorted((TEMPLATES / "styles").glob("*.css")):
        assert physical(path.read_text("utf-8")) == [], path.name
    assert physical("a { padding: 1px 2px 1px 0; margin-left: 0; left: 1px; text-align: right }") != []


def test_pictures_hold_no_text() -> None:
    """No picture draws words: nobody could enlarge, translate or hear them."""
    for path in sorted((TEMPLATES / "pictures").glob("*.svg")):
        assert not re.search(r"<(text|image|foreignObject)\b", path.read_text("utf-8")), path.name


def turned(route: Route) -> None:
    """Answer with the page as a language from right to left would have it."""
    answer = route.fetch()
    route.fulfill(response=answer, body=answer.text().replace('dir="ltr"', 'dir="rtl"'))


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 1280])
def test_the_page_mirrors(page: Page, sites: Sites, width: int) -> None:
    """The beam runs from right to left, the name is at the right, and everything fits."""
    page.set_viewport_size({"width": width, "height": 800})
    page.route(re.compile(r"/(off|report)/([a-z]+\.html)?$"), turned)
    language = sites.languages[0]
    found = []
    for state in states.questions(page, sites.address("off", language)):
        found += [f"{state}: {fault}" for fault in faults(page)]
        if state == "question A1, answered":
            first, last = (page.locator(f'[data-dot="{item}"]').bounding_box() for item in ("A1", "D3"))
            assert first is not None
            assert last is not None
            assert first["x"] > last["x"]
            back, on = (page.locator(f'[data-action="{name}"]').bounding_box() for name in ("back", "next"))
            assert back is not None
            assert on is not None
            assert back["x"] > on["x"]
    for state in states.results(page, sites.address("off", language), "AM"):
        found += [f"{state}: {fault}" for fault in faults(page)]
    page.goto(sites.address("report", language))
    found += faults(page)
    assert not found, "\n".join(found)
    expect(page.locator("html")).to_have_attribute("dir", "rtl")


@pytest.mark.browser
def test_arrow_keys_answer_from_right_to_left(page: Page, sites: Sites) -> None:
    """The left arrow goes on to the next answer, as the eye does."""
    page.route(re.compile(r"/off/([a-z]+\.html)?$"), turned)
    journey = Journey(page, sites.address("off", sites.languages[0]))
    journey.begin()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    expect(journey.question("A1").locator("input").nth(1)).to_be_checked()
