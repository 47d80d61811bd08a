"""Something else happens while the page waits: wiped answers stay wiped, nobody gets another's result."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext, Route, expect

from harness.hurried import answer
from harness.journey import Journey
from harness.organisation import Organisation, organisation
from questionnaire import ITEM_IDS, survey_texts
from tests.browser.test_failures import release
from tests.browser.test_journey import HEADWIND
from tests.browser.test_leaving import assert_at_start

pytestmark = pytest.mark.browser


def test_an_answer_given_while_a_language_is_on_its_way_is_kept(journey: Journey) -> None:
    """An answer given before the other language arrives is still there in the other language."""
    held: list[Route] = []
    journey.page.route("**/en/index.html", lambda route: held.append(route))
    journey.begin()
    journey.question("A1").locator("label").nth(3).click()
    with journey.page.expect_request("**/en/index.html"):
        journey.page.locator('a[data-language="en"]').click()
    journey.question("A1").locator("label").nth(1).click()
    release(journey.page, held)
    expect(journey.page.locator("html")).to_have_attribute("lang", "en")
    expect(journey.question("A1").locator("input").nth(1)).to_be_checked()


def test_a_wiped_sheet_does_not_come_back_in_another_language(context: BrowserContext, address: str) -> None:
    """The other language arrives after the idle page has wiped the answers: they do not come back."""
    page = context.new_page()
    page.clock.install()
    journey = Journey(page, address)
    held: list[Route] = []
    page.route("**/en/index.html", lambda route: held.append(route))
    journey.begin()
    journey.question("A1").locator("label").nth(3).click()
    with page.expect_request("**/en/index.html"):
        page.locator('a[data-language="en"]').click()
    page.clock.run_for("10:01")
    page.clock.run_for("01:01")
    assert_at_start(journey)
    release(page, held)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert_at_start(journey)


def test_a_result_that_nobody_waits_for_is_not_shown(context: BrowserContext, address: str) -> None:
    """If Python comes after the answers were wiped, the next person finds the start page."""
    page = context.new_page()
    page.clock.install()
    held: list[Route] = []
    page.route("**/stdlib.01.zip", lambda route: held.append(route))
    journey = Journey(page, address)
    answer(page, HEADWIND)
    expect(page.locator("#waiting")).to_be_visible()
    for _ in range(15):  # bringing the words into view may count as activity for a moment
        if page.locator("dialog#idle").is_visible():
            break
        page.clock.run_for("01:00")
    page.clock.run_for("01:01")
    assert_at_start(journey)
    journey.action("start").click()
    expect(page.locator("#waiting")).to_be_hidden()
    page.go_back()
    page.unroute("**/stdlib.01.zip")  # the page has given it up and asked again
    page.clock.run_for("00:20")
    journey.wait_for_python()
    assert_at_start(journey)
    # The next person gets a result of their own.
    journey.take(HEADWIND)


def test_a_machine_that_slept_shows_nothing_to_the_next_person(context: BrowserContext, address: str) -> None:
    """No timer ran meanwhile, but the clock did: the first movement wipes the answers."""
    page = context.new_page()
    page.clock.install(time=0)
    journey = Journey(page, address)
    journey.take(HEADWIND)
    page.clock.set_system_time(8 * 60 * 60 * 1000)
    page.mouse.move(5, 5)
    assert_at_start(journey)
    expect(page.locator("#note-idle")).to_be_visible()


def test_idling_is_noticed_without_pointer_and_keys(context: BrowserContext, address: str) -> None:
    """A screen reader presses and chooses without either, long after the page was opened."""
    page = context.new_page()
    page.clock.install()
    journey = Journey(page, address)
    page.clock.run_for("15:00")
    journey.action("start").dispatch_event("click")
    journey.question("A1").locator("input").nth(3).dispatch_event("click")
    page.clock.run_for("10:01")
    expect(page.locator("dialog#idle")).to_be_visible()
    page.clock.run_for("01:01")
    assert_at_start(journey)


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """An open survey; its collector is never asked."""
    with organisation(
        tmp_path_factory.mktemp("interrupted") / "o", "open", detail="type", stub=True
    ) as company:
        yield company


def test_nobody_is_told_what_became_of_anothers_contribution(
    context: BrowserContext, opened: Organisation
) -> None:
    """If the collector answers when the next person is at their result, their choice is still open."""
    held: list[Route] = []
    page = context.new_page()
    page.route("**/codes", lambda route: held.append(route))
    journey = Journey(page, opened.address)
    journey.take(HEADWIND)
    expect(page.locator("#send-preview")).to_have_text('{"code":"A"}')
    with page.expect_request("**/codes"):
        journey.action("send").click()
    journey.delete()
    journey.action("restart").click()
    journey.take(dict.fromkeys(ITEM_IDS, 0))
    expect(page.locator("#send-preview")).to_have_text('{"code":"N"}')
    with page.expect_response("**/codes"):
        held[0].fulfill(status=204, headers={"Access-Control-Allow-Origin": "*"})
    expect(journey.action("send")).to_be_visible()
    assert survey_texts.load("de")["contribute"]["sent"] not in page.locator("body").inner_text()
