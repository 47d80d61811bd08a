"""Answers and results vanish: on finish, on deleting, on leaving, on idling, and from the back button."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, expect

from harness.journey import Journey
from tests.browser.test_journey import HEADWIND, assert_private

pytestmark = pytest.mark.browser


def assert_at_start(journey: Journey) -> None:
    """The start page, and no trace of an answer or a result in the document."""
    expect(journey.page.locator("#start")).to_be_visible()
    expect(journey.page.locator("#result")).to_be_hidden()
    assert journey.page.locator("#result > *").count() == 0
    assert journey.page.locator("#survey input:checked").count() == 0


def test_finishing_wipes_the_answers(journey: Journey) -> None:
    """When the page shows the result, no radio is ticked any more."""
    journey.take(HEADWIND)
    assert journey.page.locator("#survey input:checked").count() == 0


def test_delete_wipes_everything_and_says_so(journey: Journey) -> None:
    """One press: no result, no answers, and forward does not bring it back."""
    journey.take(HEADWIND)
    journey.action("delete").click()
    assert_at_start(journey)
    expect(journey.page.locator("#note-deleted")).to_be_visible()
    journey.page.go_forward()
    assert_at_start(journey)
    assert_private(journey)


def test_restart_begins_with_an_empty_sheet(journey: Journey) -> None:
    """The next person at this desk begins at the first chapter, with no answers."""
    journey.take(HEADWIND)
    journey.action("restart").click()
    journey.action("proceed").click()
    expect(journey.question("A1")).to_be_visible()
    assert journey.page.locator("#survey input:checked").count() == 0
    assert journey.page.locator("#result > *").count() == 0


def test_back_from_the_result_is_the_start_page(journey: Journey) -> None:
    """The button "back" never shows the last question, which is wiped; "forward" shows no result either."""
    journey.take(HEADWIND)
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
    journey.take(HEADWIND)
    journey.page.reload()
    assert_at_start(journey)


def test_leaving_and_coming_back_finds_nothing(journey: Journey) -> None:
    """After another page and the back button nothing is left, with or without the browser's page cache."""
    journey.take(HEADWIND)
    journey.page.goto(journey.address + "method.html")
    journey.page.go_back()
    assert_at_start(journey)


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
    journey.take(HEADWIND)
    before = len(journey.requests)
    journey.action("print").click()
    assert journey.page.evaluate("window.printed")
    assert len(journey.requests) == before
