"""Large, narrow, spaced out: nothing is cut off, covered or out of reach, and nothing scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from harness.journey import Journey
from questionnaire import ITEM_IDS
from tests.accessibility import states
from tests.accessibility.fitting import enlarge_text, faults, space_out
from tests.accessibility.sites import Sites

pytestmark = pytest.mark.browser


def nothing(_: Page) -> None:
    """Leave the page as it is."""


def keep_fonts_away(page: Page) -> None:
    """Leave the text in the system's font, as it is until the house's arrives; it may be wider."""
    page.route("**/*.woff2", lambda route: route.abort())


# Name -> width and height in CSS pixels, preparation of the page, action in every state.
SIZES = {
    "zoom 200 %": (640, 400, nothing, nothing),  # of a window of 1280 by 800
    "zoom 400 %": (320, 200, nothing, nothing),
    "phone": (320, 640, nothing, nothing),
    "phone, other font": (320, 640, keep_fonts_away, nothing),
    "text 200 %": (1280, 800, enlarge_text, nothing),
    "text 200 %, tablet": (700, 900, enlarge_text, nothing),
    "spacing": (1280, 800, nothing, space_out),
    "spacing, phone": (360, 740, nothing, space_out),
}


def everywhere(page: Page, sites: Sites, language: str) -> Iterator[str]:
    """Every state with other contents, and every page to read."""
    yield from states.questions(page, sites.address("off", language))
    yield from states.results(page, sites.address("open", language), "AM")
    yield from states.contributions(page, sites.address("slips", language))
    yield from states.contributions(page, sites.address("paper", language))
    for address in sites.prose(language):
        page.goto(address)
        yield address


@pytest.mark.parametrize("size", SIZES)
def test_everything_fits(page: Page, sites: Sites, size: str) -> None:
    """In the first language, the longest words: every state and page, at this size."""
    width, height, before, in_every_state = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    before(page)
    found = []
    for state in everywhere(page, sites, sites.languages[0]):
        in_every_state(page)
        found += [f"{state}: {fault}" for fault in faults(page)]
    assert not found, "\n".join(found)


def test_every_other_language_fits_on_a_phone(page: Page, sites: Sites) -> None:
    """The same at 320 pixels, the narrowest, in all the other languages."""
    page.set_viewport_size({"width": 320, "height": 640})
    for language in sites.languages[1:]:
        found = [f"{state}: {fault}" for state in everywhere(page, sites, language) for fault in faults(page)]
        assert not found, "\n".join(found)


@pytest.mark.parametrize("prepare", [nothing, enlarge_text])
@pytest.mark.parametrize("height", [256, 480, 740])
def test_the_buttons_never_hide_what_has_focus(
    page: Page, sites: Sites, prepare: Callable[[Page], None], height: int
) -> None:
    """WCAG 2.4.11: wherever an arrow key or the next question leads, the whole answer is in view."""
    page.set_viewport_size({"width": 320, "height": height})
    prepare(page)
    journey = Journey(page, sites.address("off", sites.languages[0]))
    journey.action("start").click()
    for item in ITEM_IDS[:5]:
        expect(journey.question(item)).to_be_visible()
        for key in ("", "Space", "ArrowDown", "ArrowDown", "ArrowDown"):
            if key:
                page.keyboard.press(key)
            seen = page.evaluate(
                """() => {
                    const { left, right, top, bottom } = document.activeElement.getBoundingClientRect();
                    const under = [top + 2, bottom - 2]
                        .map((y) => document.elementFromPoint((left + right) / 2, y));
                    return under.every((element) => element === document.activeElement);
                }"""
            )
            assert seen, f"{item} after {key or 'arriving'}"
        page.keyboard.press("Enter")
