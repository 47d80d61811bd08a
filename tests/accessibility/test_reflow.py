"""Large, narrow or spaced out, no page cuts off, covers or hides anything, or scrolls sideways."""

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
    """Leave the text in the system's font, which may be wider, as before the page's own arrives."""
    page.route("**/*.woff2", lambda route: route.abort())


# The preparation of a visit, and the windows that each of its states has to fit into, in CSS pixels.
ZOOMED, PHONE, DESKTOP = (640, 400), (320, 640), (1280, 800)
VISITS = {
    "zoom 400 %, 200 %, phone": (nothing, [(320, 200), ZOOMED, PHONE]),  # zoomed: a window of 1280 by 800
    "phone, other font": (keep_fonts_away, [PHONE]),
    "text 200 %": (enlarge_text, [DESKTOP, (700, 900)]),
}


def everywhere(page: Page, sites: Sites, language: str) -> Iterator[str]:
    """Every state with different contents, and every page to read."""
    yield from states.questions(page, sites.address("off", language))
    yield from states.results(page, sites.address("open", language), "AMN")
    yield from states.contributions(page, sites.address("slips", language))
    yield from states.contributions(page, sites.address("paper", language))
    for address in sites.prose(language):
        page.goto(address)
        yield address


def faults_at(page: Page, width: int, height: int) -> list[str]:
    """Return a line for each element that does not fit a window of this size."""
    page.set_viewport_size({"width": width, "height": height})
    return [f"{width} x {height}: {fault}" for fault in faults(page)]


@pytest.mark.parametrize("visit", VISITS)
def test_everything_fits(page: Page, sites: Sites, visit: str) -> None:
    """In the first language, the longest words: every state and page, at each size."""
    prepare, sizes = VISITS[visit]
    prepare(page)
    faults_at(page, *sizes[0])
    found = [
        f"{state}: {fault}"
        for state in everywhere(page, sites, sites.languages[0])
        for size in sizes
        for fault in faults_at(page, *size)
    ]
    assert not found, "\n".join(found)


def test_everything_fits_with_a_readers_own_spacing(page: Page, sites: Sites) -> None:
    """WCAG 1.4.12: the same on a desktop and on a phone, with lines, words and letters further apart."""
    found = []
    for state in everywhere(page, sites, sites.languages[0]):
        space_out(page)
        for size in (DESKTOP, (360, 740)):
            found += [f"{state}: {fault}" for fault in faults_at(page, *size)]
    assert not found, "\n".join(found)


def test_every_other_language_fits_on_a_phone(page: Page, sites: Sites) -> None:
    """The same at 320 pixels, the narrowest, in all the other languages."""
    page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    for language in sites.languages[1:]:
        found = [f"{state}: {fault}" for state in everywhere(page, sites, language) for fault in faults(page)]
        assert not found, "\n".join(found)


@pytest.mark.parametrize("prepare", [nothing, enlarge_text])
@pytest.mark.parametrize("height", [256, 480, 740])
def test_the_buttons_never_hide_what_has_focus(
    page: Page, sites: Sites, prepare: Callable[[Page], None], height: int
) -> None:
    """WCAG 2.4.11: after any arrow key or next question, the whole focused answer is in view."""
    page.set_viewport_size({"width": 320, "height": height})
    prepare(page)
    journey = Journey(page, sites.address("off", sites.languages[0]))
    journey.begin()
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
        if item == "D1":
            page.keyboard.press("Enter")
