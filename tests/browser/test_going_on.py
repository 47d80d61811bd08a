"""After an answer by pointer the survey goes on by itself: never by keyboard, never past a question.

The page's clock is the test's, so that "at the same moment" is one millisecond and not luck.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from harness.journey import TOO_EARLY
from questionnaire import ITEM_IDS, survey_texts
from tests.browser.pressing import CONFIRMATION, answer, begun, checked, go_on, press, shown, wait
from tests.browser.test_leaving import assert_at_start

pytestmark = pytest.mark.browser

# The press and the click of a screen reader, by the marks that browsers give them (auto_advance.js).
_SCREEN_READERS = {
    "VoiceOver on a Mac": ({"width": 0, "height": 0, "pointerType": "mouse"}, {"detail": 1}),
    "VoiceOver on a phone": (
        {"width": 0.33, "height": 0.33, "pressure": 0, "pointerType": "touch"},
        {"detail": 1, "pointerType": "touch"},
    ),
    "TalkBack": (
        {"width": 1, "height": 1, "pressure": 0, "pointerType": "mouse"},
        {"detail": 1, "pointerType": "mouse"},
    ),
    "TalkBack's click": (
        {"width": 20, "height": 20, "pressure": 0.5, "pointerType": "touch"},
        {"detail": 1, "buttons": 1, "pointerType": "touch"},
    ),
    "NVDA": ({"width": 1, "height": 1, "pressure": 0.5, "pointerType": "mouse"}, {"detail": 0}),
    "a click without a press": (None, {"detail": 1, "pointerType": "mouse"}),
}
# A finger's press and click made by a script: what tells it from a screen reader's are only its marks.
_FINGER = (
    {"width": 20, "height": 20, "pressure": 0.5, "pointerType": "touch"},
    {"detail": 1, "pointerType": "touch"},
)
_PRESS = """
(label, [press, click]) => {
    const all = { bubbles: true, cancelable: true, composed: true };
    if (press) label.dispatchEvent(new PointerEvent("pointerdown", { ...all, ...press }));
    label.dispatchEvent(new PointerEvent("click", { ...all, ...click }));
}
"""


def test_an_answer_is_confirmed_and_then_leads_on(pointer: BrowserContext, address: str) -> None:
    """The chosen answer stands out for a moment; then comes the next question, to the chapter's end."""
    journey = begun(pointer, address)
    answer(journey, "A1", 1)
    other = journey.question("A1").locator("label").first
    assert float(other.evaluate("label => getComputedStyle(label).opacity")) < 0.5
    wait(journey, CONFIRMATION - 1)
    assert shown(journey) == "A1"
    wait(journey, 1)
    assert shown(journey) == "B1"
    assert (
        float(journey.question("B1").locator("label").first.evaluate("l => getComputedStyle(l).opacity")) == 1
    )
    wait(journey, TOO_EARLY)
    for item in ("B1", "C1", "D1"):
        go_on(journey, item)
    assert shown(journey) == "cause", "the next chapter opens"
    wait(journey, 10_000)
    assert shown(journey) == "cause", "an opening waits for its reader"
    press(journey.action("proceed"))
    assert shown(journey) == "A2"


def test_it_is_said_beforehand_where_it_is_true(browser: Browser, address: str) -> None:
    """The first opening says it, in words that everybody gets; not where no script would do it."""
    told = survey_texts.load("de")["page"]["goes_on"]
    for scripts in (True, False):
        context = browser.new_context(java_script_enabled=scripts)
        page = context.new_page()
        page.goto(address)
        if scripts:
            page.locator('[data-action="start"]').click()
        expect(page.get_by_text(told)).to_be_visible(visible=scripts)
        context.close()


@pytest.mark.parametrize("keys", [["3"], ["Space"], ["Space", "ArrowDown", "ArrowDown"]])
def test_no_key_leads_on(context: BrowserContext, address: str, keys: list[str]) -> None:
    """Digits, the space bar and arrow keys choose, and the question stays."""
    journey = begun(context, address)
    for key in keys:
        journey.page.keyboard.press(key)
    assert "A1" in checked(journey)
    wait(journey, 10_000)
    assert shown(journey) == "A1"


@pytest.mark.parametrize("reader", _SCREEN_READERS)
def test_no_screen_readers_click_leads_on(context: BrowserContext, address: str, reader: str) -> None:
    """Whatever its browser makes of it; the same by a finger does lead on."""
    journey = begun(context, address)
    label = journey.question("A1").locator("label")
    label.nth(1).evaluate(_PRESS, _SCREEN_READERS[reader])
    assert checked(journey) == {"A1": 1}
    wait(journey, 10_000)
    assert shown(journey) == "A1"
    label.nth(2).evaluate(_PRESS, _FINGER)
    wait(journey, CONFIRMATION)
    assert shown(journey) == "B1"


def test_a_key_after_an_answer_stays(context: BrowserContext, address: str) -> None:
    """Whoever goes on by keyboard within the moment decides by keyboard."""
    journey = begun(context, address)
    answer(journey, "A1", 1)
    journey.page.keyboard.press("ArrowDown")
    wait(journey, 10_000)
    assert shown(journey) == "A1"
    assert checked(journey) == {"A1": 2}


def test_back_shows_the_earlier_answer_and_the_same_or_another_leads_on(
    pointer: BrowserContext, address: str
) -> None:
    """Back works at once, also before the step; the same answer again goes on as another does."""
    journey = begun(pointer, address)
    go_on(journey, "A1", 1)
    press(journey.action("back"))
    expect(journey.question("A1")).to_be_visible()
    assert checked(journey) == {"A1": 1}
    go_on(journey, "A1", 1)
    assert shown(journey) == "B1"
    press(journey.action("back"))
    expect(journey.question("A1")).to_be_visible()
    go_on(journey, "A1", 3)
    assert shown(journey) == "B1"
    assert checked(journey) == {"A1": 3}
    answer(journey, "B1", 0)
    wait(journey, CONFIRMATION - 1)
    press(journey.action("back"))
    expect(journey.question("A1")).to_be_visible()
    wait(journey, 10_000)
    assert shown(journey) == "A1"


def test_the_browsers_own_back_takes_the_step_away(context: BrowserContext, address: str) -> None:
    """A gesture of the system presses nothing in the page."""
    journey = begun(context, address)
    go_on(journey, "A1")
    answer(journey, "B1", 2)
    journey.page.go_back()
    expect(journey.question("A1")).to_be_visible()
    wait(journey, 10_000)
    assert shown(journey) == "A1"


def test_the_last_question_ends_by_its_button_only(pointer: BrowserContext, address: str) -> None:
    """Its answer can be thought over for as long as one likes."""
    journey = begun(pointer, address)
    for item in ITEM_IDS[:-1]:
        if item in ("A2", "A3"):
            press(journey.action("proceed"))
        go_on(journey, item)
    if shown(journey) == "influence":
        press(journey.action("proceed"))
    for value in (1, 2):
        answer(journey, "D3", value)
        wait(journey, 10_000)
        assert shown(journey) == "D3"
    press(journey.action("finish"))
    expect(journey.page.locator("#result")).to_be_visible()


def test_the_idle_wipe_takes_the_step_away(context: BrowserContext, address: str) -> None:
    """A machine that slept in that moment wakes with nothing to go on to."""
    journey = begun(context, address)
    answer(journey, "A1", 2)
    # The timers stood still meanwhile, as while a machine sleeps.
    journey.page.evaluate("""() => {
        const later = Date.now() + 3_600_000;
        Date.now = () => later;
        dispatchEvent(new Event("scroll"));
    }""")
    assert_at_start(journey)
    wait(journey, 10_000)
    assert_at_start(journey)


def test_leaving_and_another_language_take_the_step_away(context: BrowserContext, address: str) -> None:
    """The answer stays with a new language, and goes with a reload or with leaving."""
    journey = begun(context, address)
    page = journey.page
    answer(journey, "A1", 2)
    # By a script: no press, which would take the step away by itself.
    page.evaluate("document.querySelector('a[data-language=en]').click()")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    wait(journey, 10_000)
    assert shown(journey) == "A1"
    assert checked(journey) == {"A1": 2}
    answer(journey, "A1", 1)
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    wait(journey, 10_000)
    assert shown(journey) == "A1"
    assert checked(journey) == {}
    expect(journey.question("A1").locator(".error")).to_be_hidden()
