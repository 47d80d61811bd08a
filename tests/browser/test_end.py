"""The end of a result: thanks, what happens now, and deleting, which asks first; and people in the steps."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect

from harness import sites, stub_python
from harness.journey import Journey, answer_at_once
from harness.servers import plain_server
from questionnaire import survey_texts
from tests.browser.results import single, window
from tests.browser.test_conversation import field_text, tick, traces, type_in
from tests.browser.test_journey import HEADWIND
from tests.browser.test_leaving import assert_at_start

pytestmark = pytest.mark.browser

END = survey_texts.load("de")["end"]
COLLECTING = """\
opens = 2027-01-11
closes = 2027-01-29
headcount = 100
[collection]
mode = "open"
url = "https://umfrage.example/"
"""


@pytest.mark.parametrize("no", ["Escape", "button"])
def test_deleting_asks_and_a_no_keeps_everything(journey: Journey, no: str) -> None:
    """Escape and the button both lead back to the result and to what was written."""
    page = journey.page
    journey.take(HEADWIND)
    tick(journey, 0)
    type_in(page)
    written = field_text(page)
    journey.action("delete").click()
    expect(page.get_by_role("dialog")).to_contain_text(END["delete_text"])
    page.keyboard.press("Escape") if no == "Escape" else journey.action("keep-result").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#result h1")).to_be_visible()
    assert field_text(page) == written


def test_after_a_yes_a_closing_screen_holds_nothing_and_begins_nothing(journey: Journey) -> None:
    """Everything is gone; the page says so and ends there; back and forward bring no result back."""
    page = journey.page
    journey.take(HEADWIND)
    tick(journey, 0)
    type_in(page)
    journey.action("delete").click()
    journey.action("delete-now").click()
    expect(page.locator("#closing-title")).to_have_text(END["deleted_title"])
    expect(page.locator("#closing-title")).to_be_focused()
    assert not traces(page)
    expect(page.locator("#result > *")).to_have_count(0)
    expect(journey.action("start")).to_be_hidden()
    last = page.locator("main :is(button, a):visible")
    expect(last).to_have_text([END["restart"]])
    for move in (page.go_forward, page.go_back):
        move()
        expect(page.locator("#result > *")).to_have_count(0)
        assert not traces(page)


def test_back_from_the_closing_screen_shows_no_result(context: BrowserContext, address: str) -> None:
    """The browser's back button leaves the survey: no entry of it has kept a result."""
    page = context.new_page()
    journey = Journey(page, address, path="method.html")
    page.goto(address)
    journey.take(HEADWIND)
    journey.action("delete").click()
    journey.action("delete-now").click()
    expect(page.locator("#closing")).to_be_visible()
    page.go_back()
    assert page.url.endswith("method.html")
    page.go_forward()
    assert_at_start(journey)


def test_back_from_a_result_leads_to_an_empty_start_and_forward_to_no_result(journey: Journey) -> None:
    """Nobody can change the sheet behind a result: back is the start, nothing ticked, nothing of the text."""
    page = journey.page
    journey.take(HEADWIND)
    tick(journey, 0)
    type_in(page)
    page.go_back()
    assert_at_start(journey)
    page.go_forward()
    assert_at_start(journey)
    assert not traces(page)
    journey.take(single("D", "T"))
    expect(page.locator("#result h1")).to_have_text(survey_texts.load("de")["constellations"]["D"]["name"])
    expect(page.locator("#conversation")).to_be_hidden()
    assert not traces(page)


def test_the_thanks_say_that_the_survey_was_extended(context: BrowserContext, tmp_path: Path) -> None:
    """With the day that stands on the posters."""
    text = (sites.SMALLEST + COLLECTING).replace(
        "closes = 2027-01-29", "closes = 2027-02-05\nextended_from = 2027-01-29"
    )
    assert "extended_from" in text
    stub_python.build(sites.write(tmp_path / "site", text), tmp_path / "web")
    with plain_server(tmp_path / "web") as address:
        journey = Journey(context.new_page(), address)
        journey.take(HEADWIND)
        end = journey.page.locator("#end")
        expect(end).to_contain_text(END["report"].format(closes="5. Februar 2027"))
        expect(end).to_contain_text(END["extended"].format(former="29. Januar 2027"))


@pytest.mark.parametrize("place", ["https://intranet.example/bericht/", None])
def test_the_thanks_say_when_and_where_the_report_comes(
    context: BrowserContext, tmp_path: Path, place: str | None
) -> None:
    """The date on which the survey ends, and the place of the report, or who tells it."""
    where = f'report_place = "{place}"\n' if place else ""
    text = sites.SMALLEST + where + COLLECTING
    stub_python.build(sites.write(tmp_path / "site", text), tmp_path / "web")
    with plain_server(tmp_path / "web") as address:
        journey = Journey(context.new_page(), address)
        journey.take(HEADWIND)
        end = journey.page.locator("#end")
        expect(end.locator("h2")).to_have_text(END["title"])
        expect(end).to_contain_text(END["report"].format(closes="29. Januar 2027"))
        if place:
            expect(end).to_contain_text(f"{END['report_place']} {place}")
        expect(end.get_by_text(END["report_place_none"])).to_have_count(0 if place else 1)


# ---- people in the steps ------------------------------------------------------------------------------

LONG = "Vertrauensperson" * 13  # 208 characters without a space
CONTACTS = f"""
[[contacts]]
label = "{LONG}"
role = "support"
phone = "+49 30 901820"
[[contacts]]
label = "{LONG.lower()}"
role = "representation"
mail = "rat@example.org"
"""


def test_a_very_long_name_of_a_contact_breaks_nothing(browser: Browser, tmp_path: Path) -> None:
    """A name of two hundred letters without a space, on the narrowest phone: nothing scrolls sideways.

    The steps name each contact by its role, with a link; without a collection, the page just thanks.
    """
    stub_python.build(sites.write(tmp_path / "site", sites.SMALLEST + CONTACTS), tmp_path / "web")
    with plain_server(tmp_path / "web") as address, window(browser, address, (320, 568), phone=True) as page:
        page.locator("[data-action=start]").click()
        answer_at_once(page, single("A", "SB"))
        steps = page.locator(".path-steps li")
        expect(steps.nth(1).locator("a")).to_have_attribute("href", "mailto:rat@example.org")
        expect(steps.nth(2).locator("a")).to_have_attribute("href", "tel:+4930901820")
        page.locator("#result:not([data-fresh])").wait_for()
        steps.nth(2).locator("input").check()
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1] == 320
        outside = page.locator("#result *, #end *").evaluate_all(
            """(all) => all
                .filter((one) => one.checkVisibility() && !one.matches(".unseen, .unseen *, svg *"))
                .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
                .map((one) => one.outerHTML.slice(0, 80))"""
        )
        assert outside == []
        expect(page.locator("#end")).to_contain_text(END["thanks"])


def test_without_contacts_a_step_names_people_in_general_words(
    context: BrowserContext, tmp_path: Path
) -> None:
    """Nobody is named who is not there, and no placeholder is left."""
    stub_python.build(sites.write(tmp_path / "site"), tmp_path / "web")
    people = survey_texts.load("de")["people"]
    with plain_server(tmp_path / "web") as address:
        journey = Journey(context.new_page(), address)
        journey.take(single("A", "SB"))
        steps = journey.page.locator(".path-steps")
        expect(steps).to_contain_text(people["support"])
        expect(steps).to_contain_text(people["representation"])
        expect(steps.locator("a")).to_have_count(0)
        assert "{" not in journey.result()
