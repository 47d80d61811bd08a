"""Answers and results vanish: on finish, on deleting, on leaving, on idling, and from the back button."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from harness.journey import Journey
from questionnaire import survey_texts
from tests.browser.test_journey import HEADWIND, assert_private

pytestmark = pytest.mark.browser


WRITTEN = "Das habe nur ich geschrieben."

# All that a person could have left in the page, without the text that the page itself comes with.
_LEFT = """(written) => [
    ...document.querySelectorAll("#survey input:checked, #result > *, #result[data-outcome], dialog[open]"),
    ...[...document.querySelectorAll("input:not([type=radio])")].filter((field) => field.value),
    ...[...document.querySelectorAll("#send-preview, #ballot-code, #code-meaning")]
        .filter((code) => code.textContent),
].map((left) => left.outerHTML.slice(0, 200)).concat(
    document.documentElement.outerHTML.includes(written) ? [written] : [])"""


def assert_at_start(journey: Journey) -> None:
    """The start page, and no trace of a person in the document."""
    expect(journey.page.locator("#start")).to_be_visible()
    expect(journey.page.locator("#result")).to_be_hidden()
    assert_nothing_left(journey)


def assert_nothing_left(journey: Journey) -> None:
    """No answer, no result, no code, nothing that somebody wrote, and no question still open."""
    assert journey.page.evaluate(_LEFT, WRITTEN) == []


def write(journey: Journey) -> None:
    """Take a step along into a conversation, and write something of one's own about it."""
    journey.page.locator('#result input[name="step"]:visible').first.check()
    field = journey.page.locator("#conversation-text")
    expect(field).not_to_be_empty()
    field.press("Control+End")
    field.press_sequentially(WRITTEN)
    expect(field).to_contain_text(WRITTEN)


def written(journey: Journey) -> Journey:
    """Return the journey at a result, with a text for a conversation."""
    journey.take(HEADWIND)
    write(journey)
    return journey


def test_finishing_wipes_the_answers(journey: Journey) -> None:
    """When the page shows the result, no radio is ticked any more."""
    journey.take(HEADWIND)
    assert journey.page.locator("#survey input:checked").count() == 0


def test_delete_asks_then_wipes_everything_and_says_so(journey: Journey) -> None:
    """After a yes: a closing screen, no result, no answers, no text, and forward does not bring it back."""
    written(journey)
    journey.delete()
    closing = journey.page.locator("#closing")
    expect(closing.get_by_role("heading")).to_be_focused()
    expect(closing).to_contain_text(survey_texts.load("de")["end"]["deleted"])
    assert_nothing_left(journey)
    journey.page.go_forward()
    assert_nothing_left(journey)
    journey.page.go_back()
    assert_at_start(journey)
    assert_private(journey)


@pytest.mark.parametrize("how", ["button", "Escape"])
def test_delete_can_be_thought_better_of(journey: Journey, how: str) -> None:
    """Whoever says no, or only closes the question, keeps the result and the text."""
    written(journey)
    journey.action("delete").click()
    expect(journey.page.locator("dialog#delete")).to_be_visible()
    if how == "button":
        journey.action("keep-result").click()
    else:
        journey.page.keyboard.press(how)
    expect(journey.page.locator("dialog#delete")).to_be_hidden()
    expect(journey.page.locator("#result")).to_have_attribute("data-outcome", "A")
    expect(journey.page.locator("#conversation-text")).to_contain_text(WRITTEN)


def test_back_while_the_question_is_open_wipes_and_closes_it(journey: Journey) -> None:
    """The browser's own button is no answer to the question: the start page can be used at once."""
    written(journey)
    journey.action("delete").click()
    journey.page.go_back()
    assert_at_start(journey)
    journey.action("start").click()
    expect(journey.page.locator("html")).to_have_attribute("data-view", "chapter")


def test_restart_begins_with_an_empty_sheet(journey: Journey) -> None:
    """The next person at this desk begins at the first chapter, with no answers."""
    written(journey)
    journey.delete()
    journey.action("restart").click()
    assert_at_start(journey)
    journey.action("start").click()
    journey.action("proceed").click()
    expect(journey.question("A1")).to_be_visible()
    assert journey.page.locator("#survey input:checked").count() == 0
    assert journey.page.locator("#result > *").count() == 0
    journey.page.keyboard.press("Control+z")
    assert_nothing_left(journey)


def test_back_from_the_result_is_the_start_page(journey: Journey) -> None:
    """The button "back" never shows the last question, which is wiped; "forward" shows no result either."""
    written(journey)
    journey.page.go_back()
    assert_at_start(journey)
    journey.page.go_forward()
    assert_at_start(journey)


def test_reload_forgets_everything(journey: Journey) -> None:
    """A reload during the survey or on the result shows the start page, and "back" leaves the page."""
    journey.begin()
    journey.choose("A1", 3)
    journey.page.reload()
    assert_at_start(journey)
    written(journey)
    journey.page.reload()
    assert_at_start(journey)


def test_leaving_and_coming_back_finds_nothing(journey: Journey) -> None:
    """After another page and the back button nothing is left, with or without the browser's page cache."""
    written(journey)
    journey.page.goto(journey.address + "method.html")
    journey.page.go_back()
    assert_at_start(journey)


def test_the_page_that_a_browser_keeps_holds_nothing(journey: Journey) -> None:
    """The page wipes everything at the moment when somebody leaves it, whatever the browser does with it."""
    written(journey)
    journey.page.evaluate("window.dispatchEvent(new PageTransitionEvent('pagehide'))")
    assert_nothing_left(journey)


def test_a_second_tab_is_a_second_person(context: BrowserContext, address: str) -> None:
    """Two tabs share nothing: answers in one do not show in the other."""
    one, other = Journey(context.new_page(), address), Journey(context.new_page(), address)
    one.begin()
    one.question("A1").locator("label").nth(3).click()
    other.begin()
    assert other.page.locator("#survey input:checked").count() == 0
    other.wait_for_python()
    one.page.close()
    other.page.reload()
    other.take(HEADWIND)
    assert_private(other)


def test_an_idle_page_warns_and_then_wipes(context: BrowserContext, address: str) -> None:
    """After ten idle minutes the page asks; a minute later it wipes everything and says why."""
    page = context.new_page()
    page.clock.install()
    journey = Journey(page, address)
    journey.begin()
    journey.question("A1").locator("label").nth(3).click()
    page.clock.run_for("10:01")
    expect(page.locator("dialog#idle")).to_be_visible()
    journey.action("stay").click()
    expect(page.locator("dialog#idle")).to_be_hidden()
    expect(journey.question("A1").locator("input").nth(3)).to_be_checked()
    page.clock.run_for("10:01")
    expect(page.locator("dialog#idle")).to_be_visible()
    page.clock.run_for("01:01")
    assert_at_start(journey)
    expect(page.locator("#note-idle")).to_be_visible()


def test_a_half_written_conversation_goes_with_the_idle_wipe(context: BrowserContext, address: str) -> None:
    """Writing counts as somebody being there; whoever stops, and is asked in vain, leaves nothing behind.

    The question whether to delete is closed, too, if it was left open.
    """
    page = context.new_page()
    page.clock.install()
    journey = written(Journey(page, address))
    page.clock.run_for("09:00")
    page.locator("#conversation-text").press("x")
    page.clock.run_for("09:00")
    expect(page.locator("dialog#idle")).to_be_hidden()
    journey.action("delete").click()
    page.clock.run_for("10:01")
    expect(page.locator("dialog#idle")).to_be_visible()
    page.clock.run_for("01:01")
    assert_at_start(journey)
    expect(page.locator("#note-idle")).to_be_visible()


def test_an_idle_start_page_is_left_alone(context: BrowserContext, address: str) -> None:
    """With nothing to wipe, the page asks no question."""
    page = context.new_page()
    page.clock.install()
    Journey(page, address)
    page.clock.run_for("20:00")
    expect(page.locator("dialog#idle")).to_be_hidden()


def test_print_asks_the_browser_and_sends_nothing(journey: Journey) -> None:
    """Printing is the browser's own; the page stays as it is."""
    journey.page.evaluate("window.print = () => { window.printed = true; }")
    written(journey)
    before = len(journey.requests)
    for by in ("print", "print-conversation"):
        journey.page.evaluate("window.printed = false")
        journey.action(by).click()
        assert journey.page.evaluate("window.printed")
    assert len(journey.requests) == before
