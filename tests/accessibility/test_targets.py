"""Every control is easy to hit: at least 44 by 44 CSS pixels, more than WCAG 2.5.8 asks for."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.accessibility import states
from tests.accessibility.sites import Sites

pytestmark = pytest.mark.browser

# Links within a sentence are as tall as its line; people hit a radio by its label.
_SMALL = """() => [...document.querySelectorAll(
        "a[href], button, summary, input:not([type=radio]), label:has(input)")]
    .filter((target) => target.checkVisibility({ visibilityProperty: true }) && !target.matches(".skip"))
    .filter((target) => ![...target.parentNode.childNodes]
        .some((beside) => beside.nodeType === Node.TEXT_NODE && beside.data.trim().length > 3))
    .map((target) => [target, target.getBoundingClientRect()])
    .filter(([, { width, height }]) => width < 44 || height < 44)
    .map(([target, { width, height }]) => `${target.outerHTML.slice(0, 90)}: ${width} x ${height}`)"""


@pytest.mark.parametrize("width", [360, 1280])
def test_every_target_is_large_enough(page: Page, sites: Sites, width: int) -> None:
    """Start, questions, notices, results, the contribution in every mode, every page to read."""
    page.set_viewport_size({"width": width, "height": 740})
    language = sites.languages[0]
    found = []
    for walk in (
        states.questions(page, sites.address("off", language)),
        states.results(page, sites.address("open", language), "AMN"),
        states.contributions(page, sites.address("slips", language)),
        states.contributions(page, sites.address("paper", language)),
    ):
        for state in walk:
            found += [f"{state}: {small}" for small in page.evaluate(_SMALL)]
    for address in sites.prose(language):
        page.goto(address)
        found += [f"{address}: {small}" for small in page.evaluate(_SMALL)]
    assert not found, "\n".join(found)


def test_the_skip_link_is_large_enough_when_it_is_there(page: Page, sites: Sites) -> None:
    """It appears complete with focus, and leads to the main part."""
    page.goto(sites.address("off", sites.languages[0]))
    page.keyboard.press("Tab")
    box = page.locator(".skip").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert min(box["width"], box["height"]) >= 44
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
