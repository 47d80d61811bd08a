"""The pages follow the reader's settings: forced colours, no motion, dark, the printed page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from harness import stub_python
from harness.journey import Journey
from tests.accessibility import states
from tests.accessibility.looks import focused, indicator
from tests.accessibility.sites import Sites

pytestmark = pytest.mark.browser

_LOOK = """element => {
    const { backgroundColor, color } = getComputedStyle(element);
    return [backgroundColor, color];
}"""
_MOVING = """() => [...document.querySelectorAll("*")].filter((element) => {
    const { animationName, transitionDuration } = getComputedStyle(element);
    return animationName !== "none" || transitionDuration.split(", ").some((time) => parseFloat(time) > 0);
}).map((element) => element.outerHTML.slice(0, 80))"""

# What a mixed result says on screen only: pick one, then read its first step, write its half page.
NOT_FOR_PAPER = '[data-begin=""], .begin *, .first-step *, #conversation *'


@pytest.fixture(params=["light", "dark"])
def forced(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page in forced colours, light and dark."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 800},
        forced_colors="active",
        color_scheme=request.param,
        reduced_motion="reduce",
    )
    stub_python.answer_in(context)
    yield context.new_page()
    context.close()


def test_forced_colours_keep_what_carries_meaning(forced: Page, sites: Sites) -> None:
    """The chosen answer, the place in the survey, the drawings and the focus differ from the rest."""
    journey = Journey(forced, sites.address("off", sites.languages[0]))
    ground = forced.locator("body").evaluate(_LOOK)[0]
    for line in ("structure", "load", "hatch"):
        stroke = forced.locator(f".sprite .{line}").first.evaluate("line => getComputedStyle(line).stroke")
        assert stroke not in (ground, "none"), line
    journey.begin()
    forced.keyboard.press("2")
    labels = journey.question("A1").locator("label")
    looks = [label.evaluate(_LOOK) for label in labels.all()]
    assert looks[1] not in [looks[0], *looks[2:]]
    assert focused(forced) == "A1=1"
    seen = indicator(forced)
    assert seen["shown"]
    assert seen["contrast"] >= 3
    forced.keyboard.press("Enter")
    dots = {
        state: forced.locator(f'[data-dot][data-state="{state}"]').first.evaluate(_LOOK)[0]
        for state in ("answered", "here", "open")
    }
    assert len(set(dots.values())) == 3, dots
    journey.action("back").focus()
    assert indicator(forced)["shown"]


def test_forced_colours_keep_what_was_picked_in_a_result(forced: Page, sites: Sites) -> None:
    """The constellation to begin with and the step to take along differ from those that were not picked."""
    journey = Journey(forced, sites.address("off", sites.languages[0]))
    journey.action("start").click()
    journey.answer(states.SHEETS["M"])
    forced.locator('#result [name="begin"]').nth(1).check()
    frames = forced.locator(".pictures label").evaluate_all(
        "labels => labels.map((label) => getComputedStyle(label).borderColor)"
    )
    assert frames[1] not in [frames[0], *frames[2:]]
    steps = forced.locator('#result [name="step"]:visible')
    steps.nth(1).check()
    grounds = [step.evaluate(_LOOK)[0] for step in steps.all()]
    assert grounds[1] not in [grounds[0], *grounds[2:], forced.locator("body").evaluate(_LOOK)[0]]
    for line in ("structure", "load", "limb"):
        stroke = forced.locator(f".sprite .{line}").first.evaluate("line => getComputedStyle(line).stroke")
        assert stroke not in (forced.locator("body").evaluate(_LOOK)[0], "none"), line


def test_forced_colours_keep_the_reports_figures(forced: Page, sites: Sites) -> None:
    """Filled figures differ from empty ones, and both from the page."""
    forced.goto(sites.address("report", sites.languages[0]))
    looks = [
        forced.locator(".figure.filled").first.evaluate(_LOOK)[0],
        forced.locator(".figure:not(.filled, .perhaps)").first.evaluate(_LOOK)[0],
        forced.locator("body").evaluate(_LOOK)[0],
    ]
    assert len(set(looks)) == 3, looks


def test_nothing_moves_for_whoever_wants_no_motion(page: Page, sites: Sites) -> None:
    """No state has an animation or a transition; for everybody else there are some."""
    for language in sites.languages[:1]:
        for state in states.questions(page, sites.address("off", language)):
            assert page.evaluate(_MOVING) == [], state
        for state in states.results(page, sites.address("off", language), "M"):
            assert page.evaluate(_MOVING) == [], state
    page.emulate_media(reduced_motion="no-preference")
    Journey(page, sites.address("off", sites.languages[0])).action("start").click()
    assert page.evaluate(_MOVING)


def test_print_has_the_whole_result_and_nothing_to_press(page: Page, sites: Sites) -> None:
    """Every text of the result, the parts not yet opened or picked too; the contribution only as a ballot."""
    for mode in ("off", "open", "slips", "paper"):
        journey = Journey(page, sites.address(mode, sites.languages[0]))
        journey.action("start").click()
        journey.answer(states.SHEETS["M"])
        page.evaluate("dispatchEvent(new Event('beforeprint'))")  # as the browser does
        page.emulate_media(media="print")
        texts = page.locator(f"#result :is(h1, h2, h3, p, li, dt, dd):not({NOT_FOR_PAPER})")
        assert texts.count() > 60
        missing = [text.text_content() for text in texts.all() if not text.is_visible()]
        assert not missing
        expect(page.locator("#result h1")).to_be_visible()
        stations = ".path-steps input"  # drawn on the line of the path
        assert page.locator(f":is(button, input:not({stations}), .skip, nav, .progress):visible").count() == 0
        expect(page.locator("#contribution .ballot")).to_be_visible(visible=mode == "paper")
        page.emulate_media(media="screen")


def test_print_on_dark_screens_is_dark_on_light(page: Page, sites: Sites) -> None:
    """People who read white on black still print black on white."""
    page.goto(sites.address("off", sites.languages[0]))
    page.emulate_media(media="print", color_scheme="light")
    light = page.locator("body").evaluate(_LOOK)
    page.emulate_media(media="print", color_scheme="dark")
    assert page.locator("body").evaluate(_LOOK) == light
