"""Everything by keyboard alone: focus is visible, in order, never trapped and never lost."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from harness.journey import Journey
from questionnaire import ITEM_IDS, survey_texts
from tests.accessibility import states
from tests.accessibility.looks import focused, stops
from tests.accessibility.sites import Sites

pytestmark = pytest.mark.browser

STILL = 3  # CSS pixels by which two controls of one line may differ in height


def follows(earlier: dict[str, Any], later: dict[str, Any]) -> bool:
    """Return whether ``later`` stands below ``earlier``, or beside it on the same line."""
    below: bool = later["top"] >= earlier["bottom"] - STILL
    beside: bool = later["bottom"] > earlier["top"] and later["left"] >= earlier["right"] - STILL
    return below or beside


def faults(page: Page, where: str) -> list[str]:
    """Return every stop of Tab without a clear mark, hidden, or out of the visible order."""
    found = stops(page)
    assert len(found) > 3, found
    unseen = [
        f"{where}: {name}: {look}"
        for name, look in found
        if not (look["shown"] and look["seen"] and look["contrast"] >= 3)
    ]
    # The skip link lies over the page and only while it has focus.
    order = [
        f"{where}: {earlier[0]} before {later[0]}"
        for earlier, later in pairwise(found[1:])
        if not follows(earlier[1], later[1])
    ]
    return unseen + order


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_stop_is_visible_and_in_order(page: Page, sites: Sites, scheme: str, width: int) -> None:
    """Start, a question with and without an answer, results and contribution, every page to read."""
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.set_viewport_size({"width": width, "height": 740})
    language = sites.languages[0]
    found: list[str] = []
    for name in states.questions(page, sites.address("slips", language)):
        if name in ("start", "question A1, error", "question A1, answered", "last question"):
            inside = page.evaluate_handle("document.activeElement")
            found += faults(page, name)
            inside.as_element().focus()  # type: ignore[union-attr]  # the walk goes on here
        if name == "last question":
            break
    for name in states.contributions(page, sites.address("slips", language)):
        if name == "slips, offered":
            found += faults(page, name)
            break
    for name in states.results(page, sites.address("off", language), "MN"):
        if name in ("result M", "result M, begun", "result M, details open", "result N, closing"):
            found += faults(page, name)
    for address in sites.prose(language):
        page.goto(address)
        found += faults(page, address)
    assert not found, "\n".join(found)


def test_focus_goes_where_the_person_goes(page: Page, sites: Sites) -> None:
    """After starting, going on and back, a missing answer, a result, deleting and beginning again."""
    journey = Journey(page, sites.address("off", sites.languages[0]))
    press = page.keyboard.press
    stops_to(page, "start")
    press("Enter")
    assert focused(page) == "chapter-perception"
    stops_to(page, "proceed")
    press("Enter")
    assert focused(page) == "A1=0"
    press("Enter")
    assert focused(page) == "A1=0"
    press("Tab")
    stops_to(page, "next")
    press("Enter")
    assert focused(page) == "A1=0", "a missing answer leads back to it"
    press("3")
    assert focused(page) == "A1=2"
    stops_to(page, "next")
    press("Space")
    assert focused(page) == "B1=0"
    stops_to(page, "back")
    press("Enter")
    expect(journey.question("A1")).to_be_visible()
    assert focused(page) == "A1=2"
    page.go_back()
    expect(page.locator("#chapter-perception")).to_be_focused()
    page.go_back()
    expect(page.locator("#start")).to_be_visible()
    assert focused(page) == "start-title"
    stops_to(page, "start")
    press("Enter")
    journey.answer(states.SHEETS["A"])
    assert focused(page) == "h1"
    stops_to(page, "delete")
    press("Enter")
    assert focused(page) == "keep-result", "Enter pressed twice deletes nothing"
    press("Enter")
    assert focused(page) == "delete"
    press("Enter")
    press("Escape")
    assert focused(page) == "delete"
    press("Enter")
    stops_to(page, "delete-now")
    press("Enter")
    expect(page.locator("#closing-title")).to_be_focused()
    stops_to(page, "restart")
    press("Enter")
    expect(page.locator("#start-title")).to_be_focused()


def test_focus_stays_through_a_mixed_result(page: Page, sites: Sites) -> None:
    """On the picked picture, the ticked step and the pressed button; another pick leads to its own steps."""
    words = survey_texts.load("de")
    journey = Journey(page, sites.address("off", "de"))
    said = page.locator("#spoken")
    press = page.keyboard.press
    journey.action("start").click()
    journey.answer(states.SHEETS["M"])
    stops_to(page, "begin=A")
    press("Space")
    press("ArrowDown")
    assert focused(page) == "begin=B"
    expect(said).to_have_text(f"{words['result']['path']}: {words['constellations']['B']['name']}")
    stops_to(page, "step=B-a")
    press("Space")
    assert focused(page) == "step=B-a"
    expect(said).to_have_text(words["conversation"]["title"])
    expect(page.locator("#conversation")).to_be_visible()
    page.locator('[name="begin"][value="B"]').focus()
    press("ArrowUp")
    expect(page.locator("#conversation")).to_be_hidden()
    stops_to(page, "step=A-a")
    press("Space")
    stops_to(page, "conversation-text")
    page.keyboard.type("Meine Worte")
    page.locator('[name="step"][value="A-a"]').focus()
    press("ArrowDown")
    press("ArrowDown")
    assert focused(page) == "step=A-c"
    text = page.locator("#conversation-text").inner_text()
    path = words["constellations"]["A"]["path"]["SB"]["say"]
    assert "Meine Worte" in text
    assert [step in text for step in path] == [True, False, True], "no step on the way to another stays"
    page.context.grant_permissions(["clipboard-write"])
    stops_to(page, "copy")
    press("Enter")
    expect(said).to_have_text(words["conversation"]["copied"])
    assert focused(page) == "copy"


def stops_to(page: Page, name: str) -> None:
    """Press Tab until ``name`` has focus."""
    for _ in range(40):
        if focused(page) == name:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never comes to {name}")


def test_focus_stays_through_the_contribution(page: Page, sites: Sites) -> None:
    """A mistyped slip moves focus to the field; sending, failure, arrival and keeping to their message."""
    expected = {
        "slips, mistyped": "slip",
        "slips, sending": "contribution-state",
        "slips, failed": "contribution-state",
        "slips, sent": "contribution-state",
        "slips, kept": "contribution-state",
    }
    seen = {
        name: focused(page) for name in states.contributions(page, sites.address("slips", sites.languages[0]))
    }
    assert {name: seen[name] for name in expected} == expected


def test_focus_stays_on_the_language_that_was_chosen(page: Page, sites: Sites) -> None:
    """During a question the words change, and focus is on the chosen language."""
    first, second = sites.languages[:2]
    journey = Journey(page, sites.address("off", first))
    journey.begin()
    page.keyboard.press("2")
    page.locator(f'a[data-language="{second}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", second)
    assert focused(page) == second


def test_another_language_repeats_no_message_of_the_result(page: Page, sites: Sites) -> None:
    """Picked picture, ticked step and written text are there, focus is on the language, nothing is said."""
    first, second = sites.languages[:2]
    journey = Journey(page, sites.address("off", first))
    journey.action("start").click()
    journey.answer(states.SHEETS["M"])
    page.locator('#result [name="begin"]').nth(1).check()
    page.locator('#result [name="step"]:visible').nth(1).check()
    page.locator("#conversation-text").focus()
    page.keyboard.type("Meine Worte")
    page.locator(f'a[data-language="{second}"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("html")).to_have_attribute("lang", second)
    ticked = page.locator("#result input:checked").evaluate_all("all => all.map((one) => one.value)")
    assert ticked == ["B", "B-b"]
    expect(page.locator("#conversation-text")).to_contain_text("Meine Worte")
    assert focused(page) == second
    expect(page.locator("#spoken")).to_have_text("")


def test_the_idle_question_holds_focus_and_gives_it_back(page: Page, sites: Sites) -> None:
    """Tab stays within the dialog; Escape closes it, and focus is where it was."""
    page.clock.install()
    journey = Journey(page, sites.address("off", sites.languages[0]))
    journey.begin()
    page.keyboard.press("2")
    page.clock.run_for("10:01")
    dialog = page.locator("dialog#idle")
    expect(dialog).to_be_visible()
    assert focused(page) == "stay"
    for key in ("Tab", "Tab", "Shift+Tab"):
        page.keyboard.press(key)
        assert focused(page) in ("stay", "body"), "outside the dialog"  # body: the browser's own controls
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    assert focused(page) == "A1=1"


def test_the_details_open_by_keyboard(page: Page, sites: Sites) -> None:
    """Enter opens what the start page says about the course, and closes it again."""
    Journey(page, sites.address("off", sites.languages[0]))
    page.locator("summary").focus()
    for is_open in (True, False):
        page.keyboard.press("Enter")
        assert page.locator("details").evaluate("details => details.open") is is_open
        assert focused(page) == "summary"


def test_a_digit_answers_only_where_the_answers_are(page: Page, sites: Sites) -> None:
    """WCAG 2.1.4: with focus elsewhere a digit does nothing, for people who speak to the computer."""
    journey = Journey(page, sites.address("off", sites.languages[0]))
    journey.begin()
    journey.action("next").focus()
    page.keyboard.press("2")
    assert page.locator("#survey input:checked").count() == 0
    journey.question(ITEM_IDS[0]).locator("input").first.focus()
    page.keyboard.press("2")
    assert page.locator("#survey input:checked").count() == 1


def test_the_view_follows_focus_and_not_what_was_read_before(page: Page, sites: Sites) -> None:
    """After scrolling and a reload, people see the result from its top, where focus is."""
    address = sites.address("off", sites.languages[0])
    journey = Journey(page, address)
    page.set_viewport_size({"width": 1280, "height": 500})
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    page.goto(address)
    journey.action("start").click()
    journey.answer(states.SHEETS["A"])
    page.wait_for_function("() => document.activeElement.matches('#result h1')")
    assert page.evaluate("scrollY") == 0
