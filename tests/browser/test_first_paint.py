"""Before the page's own script has arrived: people can press "start" and answer already."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from harness.journey import READY, Journey
from harness.page_numbers import number
from questionnaire import ITEM_IDS
from tests.browser.test_failures import release
from tests.browser.test_journey import HEADWIND

pytestmark = pytest.mark.browser

# Milliseconds after which fonts that arrive wait for the next question.
READS_AFTER = number("first_paint.js", "READS_AFTER")


# Whether a heading shows in the site's own font.
FONTS = """() => document.fonts.size > 0 && [...document.fonts].every(({ status }) => status === "loaded")
    && getComputedStyle(document.querySelector("h1")).fontFamily.includes("Alegreya")"""


def held_back(page: Page, address: str, what: str = "assets/site.js") -> tuple[Journey, list[Route]]:
    """Return a visit in which the file ``what`` does not come until the test releases it."""
    held: list[Route] = []
    page.route(f"**/{what}*", lambda route: held.append(route))
    return Journey(page, address, wait_until="commit"), held  # it holds the page's "load" back


def test_the_first_question_can_be_answered_at_once(context: BrowserContext, address: str) -> None:
    """The page shows it alone, as later; when the script comes, it keeps the answer and goes on there."""
    page = context.new_page()
    journey, held = held_back(page, address)
    journey.begin()
    expect(journey.question("A1")).to_be_visible()
    assert page.locator("fieldset[data-item]:visible").count() == 1
    expect(page.locator("#start")).to_be_hidden()
    journey.question("A1").locator("label").nth(HEADWIND["A1"]).click()
    release(page, held)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    expect(journey.question("A1").locator("input").nth(HEADWIND["A1"])).to_be_checked()
    expect(journey.question("A1").locator("input").nth(HEADWIND["A1"])).to_be_focused()
    journey.action("next").click()
    expect(journey.question("B1")).to_be_visible()
    page.go_back()
    expect(journey.question("A1").locator("input").nth(HEADWIND["A1"])).to_be_checked()
    page.go_back()
    expect(page.locator("#chapter-perception")).to_be_focused()
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    assert journey.complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_first_chapter_opens_at_once(context: BrowserContext, address: str, width: int) -> None:
    """Its words and its button are there and stay in place when the script comes; back leads to the start."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.route("**/*.woff2", lambda route: route.abort())  # fonts may come with the script
    journey, held = held_back(page, address)
    journey.action("start").click()
    heading, on = page.locator("#chapter-perception"), journey.action("proceed")
    expect(heading).to_be_visible()
    assert page.locator("button:visible").count() == 1
    assert page.locator("fieldset[data-item]:visible").count() == 0
    before = [heading.bounding_box(), on.bounding_box()]
    release(page, held)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    expect(heading).to_be_focused()
    assert [heading.bounding_box(), on.bounding_box()] == before
    on.click()
    expect(journey.question("A1")).to_be_visible()
    page.go_back()
    expect(heading).to_be_visible()
    page.go_back()
    expect(page.locator("#start")).to_be_visible()


@pytest.mark.parametrize("width", [360, 1280])
def test_no_answer_moves_under_the_finger(context: BrowserContext, address: str, width: int) -> None:
    """The page keeps space for everything that the script adds, so a finger hits the answer it aims at."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    journey, held = held_back(page, address)
    journey.begin()
    label = journey.question("A1").locator("label").first
    expect(label).to_be_visible()
    before = label.bounding_box()
    release(page, held)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    expect(journey.action("next")).to_be_visible()
    assert label.bounding_box() == before


@pytest.mark.parametrize("width", [360, 1280])
def test_fonts_never_change_while_a_question_is_read(
    context: BrowserContext, address: str, width: int
) -> None:
    """A font that comes late waits for the next question; until then the system's font stays."""
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    journey, held = held_back(page, address, "*.woff2")
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    assert not page.evaluate(FONTS)
    journey.begin()
    label = journey.question("A1").locator("label").first
    expect(label).to_be_visible()
    before = label.bounding_box()
    release(page, held)
    expect(page.locator("html")).to_have_attribute("data-fonts", "loaded", timeout=READY)
    assert label.bounding_box() == before
    journey.choose("A1", 0)
    page.wait_for_function(FONTS)
    assert journey.complaints == []


def test_fonts_come_by_themselves_at_the_start(context: BrowserContext, address: str) -> None:
    """Fonts that come at once show without any press."""
    page = context.new_page()
    page.add_init_script(f"performance.now = () => {READS_AFTER / 2};")
    journey, held = held_back(page, address, "*.woff2")
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    assert not page.evaluate(FONTS)
    release(page, held)
    page.wait_for_function(FONTS)
    assert journey.complaints == []


def test_fonts_that_come_late_do_not_move_the_start(context: BrowserContext, address: str) -> None:
    """Somebody who is about to press "start" hits it; the first question is then in the page's font."""
    page = context.new_page()
    page.add_init_script(f"let now = 0; performance.now = () => (now += {2 * READS_AFTER});")
    journey, held = held_back(page, address, "*.woff2")
    before = journey.action("start").bounding_box()
    release(page, held)
    expect(page.locator("html")).to_have_attribute("data-fonts", "loaded", timeout=READY)
    assert journey.action("start").bounding_box() == before
    journey.begin()
    page.wait_for_function(FONTS)
    expect(journey.question("A1")).to_be_visible()


def test_a_style_that_did_not_come_is_asked_for_again(context: BrowserContext, address: str) -> None:
    """Without it a result would show as plain text."""
    page = context.new_page()
    asked: list[str] = []

    def lost(route: Route) -> None:
        asked.append(route.request.url)
        if len(asked) < 3:
            route.abort()
        else:
            route.continue_()

    page.route("**/assets/later.css*", lost)
    page.goto(address)
    page.wait_for_function("() => document.documentElement.dataset.fonts !== 'awaited'")
    assert [url.rpartition("/")[2] for url in asked] == [
        "later.css",
        "later.css?again=1",
        "later.css?again=2",
    ]
    assert page.locator("[rel=stylesheet]").count() == 1


def test_a_script_that_never_comes_takes_no_question_away(context: BrowserContext, address: str) -> None:
    """A person who pressed "start" reads the reason, and finds all twelve questions like everybody else."""
    page = context.new_page()
    journey, held = held_back(page, address)
    journey.action("start").click()
    first = held[:]
    page.route("**/assets/site.js*", lambda route: route.fulfill(status=404))
    for route in first:
        route.fulfill(status=404)
    expect(page.locator('.notice[data-reason="file"]')).to_be_visible(timeout=READY)
    expect(page.locator("fieldset[data-item]:visible")).to_have_count(len(ITEM_IDS))
    expect(page.locator("#start")).to_be_visible()
    expect(page.locator("button:visible")).to_have_count(0)


def test_whoever_waits_at_the_start_finds_it_as_ever(context: BrowserContext, address: str) -> None:
    """Without a press, the start page stays the same before and after the script comes."""
    page = context.new_page()
    journey, held = held_back(page, address)
    expect(page.locator("#start")).to_be_visible()
    assert page.locator("fieldset[data-item]:visible").count() == 0
    release(page, held)
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    expect(page.locator("#start")).to_be_visible()
    journey.take(HEADWIND)
    assert journey.complaints == []


# Without animation frames, a page never draws its first picture.
_NO_FRAME = "window.requestAnimationFrame = () => 0;"


def test_drawings_come_after_the_words_and_move_nothing(context: BrowserContext, address: str) -> None:
    """Until the page is drawn they are text, and the browser fetches no picture; they keep their space."""
    page = context.new_page()
    page.add_init_script(_NO_FRAME)
    page.route("**/*.woff2", lambda route: route.abort())  # they may come at once, and are wider
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    journey = Journey(page, address, wait_until="load")
    there = page.evaluate(
        "() => [document.querySelectorAll('svg').length, document.documentElement.dataset.firstPaint]"
    )
    assert there == [0, "due"]
    assert not [url for url in asked if "logo" in url]
    before = [journey.action("start").bounding_box(), page.locator(".promises").bounding_box()]
    # After a second, whatever happens.
    expect(page.locator("html")).to_have_attribute("data-first-paint", "done")
    expect(page.locator(".load-picture svg")).to_have_count(4)
    assert page.locator("body noscript").count() == 0
    # This page has no animation frames, at which Playwright looks else: it looks every few milliseconds.
    page.wait_for_function("() => document.querySelector('.brand img').complete", polling=50)
    assert [journey.action("start").bounding_box(), page.locator(".promises").bounding_box()] == before


def test_drawings_are_there_in_another_language_and_without_javascript(
    browser: Browser, context: BrowserContext, address: str
) -> None:
    """The page draws each of them, in its usual size."""
    widths = (
        "() => [...document.querySelectorAll('#start .glyph use')].map((use) => use.getBBox().width > 40)"
    )
    page = context.new_page()
    Journey(page, address)
    page.locator("nav.languages a[data-language=en]").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#start .glyph use")).to_have_count(4)  # drawings come after the words
    assert page.evaluate(widths) == [True] * 4
    box = page.locator("#start .glyph").first.bounding_box()
    without = browser.new_context(java_script_enabled=False)
    page = without.new_page()
    page.goto(address)
    expect(page.locator("#start .glyph svg")).to_have_count(4)
    bare = page.locator("#start .glyph svg").first.bounding_box()
    without.close()
    assert box
    assert bare
    assert (bare["width"], bare["height"]) == (box["width"], box["height"])
