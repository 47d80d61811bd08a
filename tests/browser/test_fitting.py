"""Question, answers and buttons are on one screen, measured by real taps through the whole survey."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.journey import BEGINNINGS, READY, Journey
from questionnaire import ITEM_IDS
from tests.browser import windows

pytestmark = pytest.mark.browser

PHONES = ((320, 568), (360, 640), (390, 664))
SCREENS = ((768, 1024), (1280, 720), (1366, 641))
START_ON = ((360, 640), (390, 664))
SURVEYS = ("hafenkontor/", "hafenkontor/en/", "hafenkontor/de-leicht/", "lumo/technik/", "lumo/technik/en/")

# What has to be seen of a question: each box, from top to bottom, in CSS pixels of the window.
_BOXES = """(item) => {
    const question = document.querySelector(`fieldset[data-item="${item}"]`);
    const seen = [...document.querySelectorAll(".steps button")].filter((one) => one.checkVisibility());
    const boxes = { statement: question.querySelector("legend"), back: seen[0], on: seen[1] };
    question.querySelectorAll("label").forEach((label, place) => { boxes[`answer ${place + 1}`] = label; });
    return Object.fromEntries(Object.entries(boxes).map(([name, element]) => {
        const { left, right, top, bottom } = element.getBoundingClientRect();
        const over = document.elementFromPoint((left + right) / 2, bottom - 4);
        return [name, { left, right, top, bottom, covered: !element.contains(over) }];
    }));
}"""


@contextmanager
def window(browser: Browser, size: tuple[int, int]) -> Iterator[Page]:
    """A window of a phone or of a screen with a mouse, by its ``size``."""
    with windows.profile(browser, size, phone=size in PHONES) as context:
        yield context.new_page()


def outside(page: Page, item: str) -> list[str]:
    """Return a line for each part of the question that is outside of the window, or covered."""
    size = page.viewport_size
    assert size
    return [
        f"{item}: {name}: {box}"
        for name, box in page.evaluate(_BOXES, item).items()
        if box["top"] < 0
        or box["bottom"] > size["height"]
        or box["left"] < 0
        or box["right"] > size["width"]
        or box["covered"]
    ]


@pytest.mark.parametrize("size", [*PHONES, *SCREENS], ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("survey", SURVEYS)
def test_every_question_fits_with_all_answers_and_buttons(
    browser: Browser, examples: str, survey: str, size: tuple[int, int]
) -> None:
    """From the first question to the last, before and after a tap, which moves nothing."""
    with window(browser, size) as page:
        page.clock.install()
        journey = Journey(page, examples + survey)
        windows.wait_until_settled(page)
        # Else the clock's leap ends the patience with Python, and its notice takes the room of an answer.
        expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=READY)
        page.clock.pause_at(page.evaluate("Date.now() + 1000"))
        press = "tap" if size in PHONES else "click"
        getattr(journey.action("start"), press)()
        found = []
        for item in ITEM_IDS:
            if item in BEGINNINGS:
                getattr(journey.action("proceed"), press)()
            expect(journey.question(item)).to_be_visible()
            found += outside(page, item)
            last = journey.question(item).locator("label").last
            getattr(last, press)()
            expect(last.locator("input")).to_be_checked()
            found += outside(page, item)
            found += [f"{item}: the tap scrolled the page"] if page.evaluate("scrollY > 0") else []
            if item != ITEM_IDS[-1]:
                page.clock.run_for(1000)
    assert not found, "\n".join(found)


def test_a_long_name_hides_no_answer(browser: Browser, examples: str) -> None:
    """The question has the room that a name of several lines leaves, and the buttons stay at the foot."""
    with window(browser, (360, 640)) as page:
        journey = Journey(page, examples + SURVEYS[0])
        expect(page.locator("html")).to_have_attribute("data-ready", "yes")
        name = "Landesbetrieb für Kundenservice und Kommunikation Nordostniedersachsen"
        page.locator(".brand span").evaluate("(brand, name) => { brand.textContent = name; }", name)
        journey.begin()
        box = page.locator(".masthead").bounding_box()
        assert box
        assert box["height"] > 60, "the name is not long enough to try anything"
        assert not outside(page, "A1")


@pytest.mark.parametrize("size", START_ON, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("survey", SURVEYS)
def test_the_start_says_everything_on_the_first_screen_of_a_phone(
    browser: Browser, examples: str, survey: str, size: tuple[int, int]
) -> None:
    """What it is, how long it takes, that the answers stay, and the button, with no finger moved."""
    with window(browser, size) as page:
        journey = Journey(page, examples + survey)
        for part in (page.locator("#start h1"), page.locator("#start .lead"), journey.action("start")):
            box = part.bounding_box()
            assert box
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= size[1]
        facts = page.locator("#start .facts li")
        expect(facts).to_have_count(2)
        bottom = page.locator("#start .facts").bounding_box()
        assert bottom
        assert bottom["y"] + bottom["height"] <= size[1]


def test_the_measure_finds_what_lies_below_the_screen(browser: Browser, examples: str) -> None:
    """The measure can fail: on a window half as high the last answers are outside or covered."""
    with window(browser, (390, 664)) as page:
        page.set_viewport_size({"width": 390, "height": 332})
        journey = Journey(page, examples + SURVEYS[0])
        expect(page.locator("html")).to_have_attribute("data-ready", "yes")
        journey.begin()
        assert [fault for fault in outside(page, "A1") if "answer 4" in fault]
