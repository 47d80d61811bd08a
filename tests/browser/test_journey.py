"""An employee takes the survey: in each language, by mouse, by keyboard alone and on a phone."""

from __future__ import annotations

import json
import re
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, expect

from harness.journey import Journey
from questionnaire import ITEM_IDS, blocks, survey_texts
from tests import golden

HEADWIND = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3, "B2": 2, "D3": 3}
MIXED = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 1, "C1": 3, "C2": 1}
NOTHING = dict.fromkeys(ITEM_IDS, 0) | {"B2": 3}

pytestmark = pytest.mark.browser


def assert_private(journey: Journey) -> None:
    """The page sent nothing to another origin, met no refusal or error, and stored nothing."""
    assert [url for url in journey.requests if not url.startswith((journey.address, "blob:"))] == []
    assert journey.violations() == []
    assert journey.complaints == []
    assert not any(journey.stored().values())


@pytest.mark.parametrize("path", ["", "en/", "de-leicht/"])
@pytest.mark.parametrize("by", ["mouse", "keyboard"])
@pytest.mark.parametrize("width", [1280, 360])
def test_the_journey_from_start_to_result(
    request: pytest.FixtureRequest,
    context: BrowserContext,
    path: str,
    by: Literal["mouse", "keyboard"],
    width: int,
) -> None:
    """The complete result comes at once, contains no digit, and leaves no trace.

    In each language Pyodide answers once.
    """
    address = request.getfixturevalue("real_address" if (by, width) == ("mouse", 1280) else "address")
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 740})
    journey = Journey(page, address, path=path)
    journey.take(HEADWIND, by=by)

    words = survey_texts.load(path.rstrip("/") or "de")
    headwind = words["constellations"]["A"]
    shown = page.locator("#result")
    expect(shown).to_have_attribute("data-outcome", "A")
    expect(shown.locator("h1")).to_have_text(headwind["name"])
    expect(shown.locator("h1")).to_be_focused()
    headings = ("portrait", "causes", "influence", "path", "why", "limits_title")
    for key in headings:
        expect(shown.get_by_role("heading", name=words["result"][key], exact=True)).to_be_visible()
    text = journey.result()
    for expected in (
        *headwind["portrait"],
        *headwind["cause"],
        *words["constellations"]["B"]["cause"],
        headwind["influence_little"],
        *words["constellations"]["D"]["influence"],
        headwind["path"]["SB"]["opening"],
        *headwind["path"]["SB"]["steps"],
        *words["result"]["limits"],
        words["items"]["A1"],
        words["items"]["A3"],
    ):
        assert expected in text
    assert headwind["path"]["ST"]["opening"] not in text
    assert words["constellations"]["B"]["portrait"][0] not in text
    expect(shown.locator("[data-contacts]")).to_contain_text("+49 30 901820")
    assert not re.search(r"\d", text)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    assert_private(journey)


def test_a_moment_after_the_result_all_of_it_is_laid_out(journey: Journey) -> None:
    """The browser lays out the part below the screen by itself: the result keeps its length for readers."""
    journey.take(HEADWIND)
    sections = journey.page.locator("#result > section")
    laid_out = "(all) => all.map((one) => one.checkVisibility({ contentVisibilityAuto: true }))"
    assert set(sections.evaluate_all(laid_out)) == {True}
    heights = sections.evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    sections.last.scroll_into_view_if_needed()
    assert sections.evaluate_all("(all) => all.map((one) => one.offsetHeight)") == heights


def test_the_result_tree_holds_no_digit_in_any_attribute(journey: Journey) -> None:
    """Not only the text: no attribute of the result carries a digit either, contacts aside."""
    journey.take(HEADWIND)
    attributes = journey.page.locator("#result").evaluate(
        """result => [...result.querySelectorAll("*")]
            .filter((element) => !element.closest("[data-contacts]"))
            .flatMap((element) => [...element.attributes])
            .filter(({name, value}) => name !== "tabindex" && /\\d/.test(value))
            .map(({name, value}) => `${name}=${value}`)"""
    )
    assert attributes == []


def test_a_mixed_picture_gives_every_tied_constellation_its_portrait(journey: Journey) -> None:
    """Two constellations weigh the same: both portraits, the mixed path, and the reasons in words."""
    journey.take(MIXED)
    words = survey_texts.load("de")
    text = journey.result()
    expect(journey.page.locator("#result h1")).to_have_text(words["outcomes"]["mixed"]["title"])
    for constellation in ("A", "C"):
        assert words["constellations"][constellation]["portrait"][0] in text
    assert words["constellations"]["B"]["portrait"][0] not in text
    assert words["outcomes"]["mixed"]["opening"] in text
    assert words["result"]["why_mixed"] in text
    assert words["result"]["causes_none"] in text
    assert not re.search(r"\d", text)


def test_no_pattern_says_what_that_means_and_names_the_causes(journey: Journey) -> None:
    """No pattern does not mean "all is well": the result names the causes that the answers point to."""
    journey.take(NOTHING)
    words = survey_texts.load("de")
    text = journey.result()
    expect(journey.page.locator("#result")).to_have_attribute("data-outcome", "N")
    for expected in (
        words["outcomes"]["none"]["not_meaning"],
        words["constellations"]["B"]["cause"][0],
        words["result"]["influence_none"],
        words["result"]["why_none"],
    ):
        assert expected in text
    assert not re.search(r"\d", text)


def test_the_golden_file_passes_in_pyodide(real_journey: Journey) -> None:
    """The same sheets, the same outcomes, in the browser's Python."""
    journey = real_journey
    journey.wait_for_python()
    classify = """async (sheets) => {
        const python = document.querySelector('script[type="py"]').xworker.sync;
        return Promise.all(sheets.map((sheet) => python.classify(JSON.stringify(sheet))));
    }"""
    cases = golden.sheets()
    told = journey.page.evaluate(classify, [answers for answers, _, _ in cases])
    for (answers, outcome, codes), answer in zip(cases, told, strict=True):
        assert json.loads(answer) == {
            "outcome": outcome.type,
            "code": codes["levers"],
            "blocks": list(blocks(outcome)),
            "because": list(outcome.because),
        }, answers
    refused = golden.refused()
    told = journey.page.evaluate(classify, [answers for answers, _ in refused])
    for (_, items), answer in zip(refused, told, strict=True):
        assert [fault.split(":")[0] for fault in json.loads(answer)["faults"]] == items


def test_an_unanswered_question_is_asked_for_and_not_skipped(journey: Journey) -> None:
    """Without an answer, "next" shows what to do; the message goes once there is an answer."""
    journey.begin()
    journey.action("next").click()
    error = journey.question("A1").locator(".error")
    expect(error).to_be_visible()
    expect(error).to_have_text(survey_texts.load("de")["page"]["choose"])
    journey.page.keyboard.press("3")
    expect(error).to_be_hidden()
    journey.action("next").click()
    expect(journey.question("B1")).to_be_visible()
    expect(journey.question("A1")).to_be_hidden()


def test_going_back_keeps_the_answers(journey: Journey) -> None:
    """The page's back button and the browser's both show the previous question, still answered."""
    journey.begin()
    for item in ("A1", "B1", "C1"):
        journey.choose(item, 2)
    journey.action("back").click()
    expect(journey.question("C1")).to_be_visible()
    expect(journey.question("C1").locator("input").nth(2)).to_be_checked()
    journey.page.go_back()
    expect(journey.question("B1")).to_be_visible()
    expect(journey.question("B1").locator("input").nth(2)).to_be_checked()
    journey.page.go_forward()
    expect(journey.question("C1")).to_be_visible()
    for _ in range(4):
        journey.page.go_back()
    expect(journey.page.locator("#start")).to_be_visible()
    journey.begin()
    expect(journey.question("A1").locator("input").nth(2)).to_be_checked()


def test_the_language_switch_keeps_answers_and_result(journey: Journey) -> None:
    """During the survey and on the result, only the words change; the address reveals nothing."""
    page = journey.page
    journey.begin()
    journey.choose("A1", 3)
    page.locator('a[data-language="en"]').click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(journey.question("B1")).to_be_visible()
    expect(page.locator("#progress-text")).to_have_text("Question 2 of 12")
    journey.action("back").click()
    expect(journey.question("A1").locator("input").nth(3)).to_be_checked()
    journey.action("next").click()
    for item in ITEM_IDS[1:-1]:
        journey.choose(item, HEADWIND[item])
    page.keyboard.press(str(HEADWIND["D3"] + 1))
    journey.action("finish").click()
    expect(page.locator("#result h1")).to_have_text("Headwind")
    page.locator('a[data-language="de"]').click()
    expect(page.locator("#result h1")).to_have_text("Gegenwind")
    assert survey_texts.load("de")["items"]["A1"] in journey.result()
    assert page.url == journey.address
    for link in page.locator("footer a").all():
        assert page.request.get(link.evaluate("link => link.href")).ok
    assert_private(journey)


def test_a_language_that_cannot_be_loaded_changes_nothing(journey: Journey) -> None:
    """Without the server the page says so and keeps the answers."""
    journey.begin()
    journey.question("A1").locator("label").nth(3).click()
    journey.page.route("**/en/**", lambda route: route.abort())
    journey.page.locator('a[data-language="en"]').click()
    expect(journey.page.locator("#note-language")).to_be_visible()
    expect(journey.page.locator("html")).to_have_attribute("lang", "de")
    expect(journey.question("A1").locator("input").nth(3)).to_be_checked()


def test_without_answers_the_language_link_is_a_plain_link(journey: Journey) -> None:
    """Without answers to keep, the link opens the other language's own address."""
    journey.page.locator('a[data-language="en"]').click()
    journey.page.wait_for_url("**/en/index.html")
    expect(journey.page.locator("html")).to_have_attribute("lang", "en")
