"""Question, answers and buttons are on one screen, measured by real taps through the whole survey."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from harness import stub_python
from harness.journey import BEGINNINGS, Journey
from harness.paths import ROOT
from harness.servers import plain_server
from questionnaire import ITEM_IDS

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


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Both example sites: two brands, one of them with wider fonts of its own."""
    web = Path(tmp_path_factory.mktemp("fitting"))
    for name in ("hafenkontor", "lumo"):
        stub_python.build(ROOT / "examples" / name / "site.toml", web / name)
    with plain_server(web) as address:
        yield address


def window(browser: Browser, size: tuple[int, int]) -> Page:
    """Return a page of a phone or of a screen with a mouse."""
    phone = size in PHONES
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        has_touch=phone,
        is_mobile=phone,
        reduced_motion="reduce",
    )
    stub_python.answer_in(context)
    return context.new_page()


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
    page = window(browser, size)
    page.clock.install()
    journey = Journey(page, examples + survey)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    page.wait_for_function(
        "() => document.fonts.status === 'loaded' && !document.documentElement.dataset.fonts"
    )
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
    page.context.close()
    assert not found, "\n".join(found)


def test_a_long_name_hides_no_answer(browser: Browser, examples: str) -> None:
    """The question has the room that a name of several lines leaves, and the buttons stay at the foot."""
    page = window(browser, (360, 640))
    journey = Journey(page, examples + SURVEYS[0])
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    name = "Landesbetrieb für Kundenservice und Kommunikation Nordostniedersachsen"
    page.locator(".brand span").evaluate("(brand, name) => { brand.textContent = name; }", name)
    journey.begin()
    box = page.locator(".masthead").bounding_box()
    assert box
    assert box["height"] > 60, "the name is not long enough to try anything"
    assert not outside(page, "A1")
    page.context.close()


@pytest.mark.parametrize("size", START_ON, ids=lambda size: "x".join(map(str, size)))
@pytest.mark.parametrize("survey", SURVEYS)
def test_the_start_says_everything_on_the_first_screen_of_a_phone(
    browser: Browser, examples: str, survey: str, size: tuple[int, int]
) -> None:
    """What it is, how long it takes, that the answers stay, and the button, with no finger moved."""
    page = window(browser, size)
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
    page.context.close()


def test_the_measure_finds_what_lies_below_the_screen(browser: Browser, examples: str) -> None:
    """The measure can fail: on a window half as high the last answers are outside or covered."""
    page = window(browser, (390, 664))
    page.set_viewport_size({"width": 390, "height": 332})
    journey = Journey(page, examples + SURVEYS[0])
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    journey.begin()
    assert [fault for fault in outside(page, "A1") if "answer 4" in fault]
    page.context.close()
