"""Presses in a page with the test's own clock: "at the same moment" is one millisecond, and not luck."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Locator, Page, expect

from harness.journey import TOO_EARLY, Journey
from harness.page_numbers import number
from harness.polling import until

CONFIRMATION = number("auto_advance.js", "CONFIRMATION")

# Counts the clicks that arrive; a tap's comes a while after the finger has left.
_COUNT = "window.clicks = 0; addEventListener('click', () => { clicks += 1; }, true);"


def begun(context: BrowserContext, address: str) -> Journey:
    """Return a visit at the first question; time stands still there until the test lets it run."""
    page = context.new_page()
    page.clock.install()
    page.add_init_script(_COUNT)
    journey = Journey(page, address)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    journey.begin()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    return journey


def press(target: Locator) -> None:
    """Press with what this browser has: a finger or the mouse."""
    box = target.bounding_box()
    assert box
    press_at(target.page, box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def press_at(page: Page, x: float, y: float) -> None:
    """Press at a spot, and wait until the page has got the click."""
    before = page.evaluate("clicks")
    if page.evaluate("matchMedia('(pointer: coarse)').matches"):
        page.touchscreen.tap(x, y)
    else:
        page.mouse.click(x, y)
    until(lambda: page.evaluate("clicks") > before, "the click has come")


def answer(journey: Journey, item: str, value: int) -> None:
    """Press an answer."""
    press(journey.question(item).locator("label").nth(value))


def wait(journey: Journey, milliseconds: int) -> None:
    """Let time pass in the page."""
    journey.page.clock.run_for(milliseconds)


def shown(journey: Journey) -> str:
    """Return the question that is shown, or the chapter that is opened."""
    return str(
        journey.page.evaluate(
            """() => [...document.querySelectorAll("fieldset[data-item], .chapter-head")]
                .filter((part) => part.querySelector("legend, .glyph").checkVisibility())
                .map((part) => part.dataset.item ?? part.parentNode.dataset.lens).join()"""
        )
    )


def go_on(journey: Journey, item: str, value: int = 2) -> None:
    """Press an answer, and wait until the page takes the next one."""
    answer(journey, item, value)
    wait(journey, CONFIRMATION)
    wait(journey, TOO_EARLY)


def answer_and_return(journey: Journey, *items: str) -> None:
    """Answer the first questions, and go back to the first: the others have their answers already."""
    for item in items:
        go_on(journey, item)
    for item in reversed(items):
        press(journey.action("back"))
        expect(journey.question(item)).to_be_visible()


def checked(journey: Journey) -> dict[str, int]:
    """Return every answer that is given."""
    given = journey.page.locator("#survey input:checked")
    return dict(given.evaluate_all("radios => radios.map(({ name, value }) => [name, +value])"))
