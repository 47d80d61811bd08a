"""An employee takes the survey: in each language, by mouse, by keyboard alone and on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, expect

from harness.journey import Journey
from questionnaire import ITEM_IDS, blocks, classify, statements, survey_texts
from questionnaire.language_folder import Tree
from tests import golden

HEADWIND = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3, "B2": 2, "D3": 3}
MIXED = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 1, "C1": 3, "C2": 1}
NOTHING = dict.fromkeys(ITEM_IDS, 0) | {"B2": 3}

# The keys of each element that stands for a block; and those of the elements around it, from the inside out.
_KEYS = """result => [...result.querySelectorAll("[data-block]")].map((block) => block.dataset.block)"""
_KEYS_AROUND = """
template => [...template.content.querySelectorAll("[data-block]")].map((block) => {
    const around = [];
    for (let at = block; at; at = at.parentElement?.closest("[data-block]")) around.push(at.dataset.block);
    return around;
})
"""

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
    for key in ("job", "first_step", "perception", "cause", "influence", "path", "contacts"):
        expect(shown.get_by_role("heading", name=words["result"][key])).to_be_visible()
    expect(shown.locator(".limits summary")).to_have_text(words["result"]["limits_title"])
    text = journey.result()
    assert [expected for expected in complete(words) if one_line(expected) not in one_line(text)] == []
    assert headwind["path"]["ST"]["opening"] not in text
    assert headwind["influence"][0] not in text
    assert words["constellations"]["B"]["portrait"][0] not in text
    expect(shown.locator("[data-contacts]")).to_contain_text("+49 30 901820")
    assert not re.search(r"\d", text)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "scrolls sideways"
    assert_private(journey)


def complete(words: Tree) -> tuple[str, ...]:
    """Return all that the result for ``HEADWIND`` says: a constellation, and what others contribute to it."""
    headwind, scale = words["constellations"]["A"], words["scale"]
    path = headwind["path"]["SB"]
    stated = (("A1", "yes"), ("A2", "yes"), ("A3", "no"), ("B2", "rather_yes"), ("D3", "yes"))
    return (
        headwind["to_you"],
        headwind["job"],
        *headwind["labels"].values(),
        *headwind["portrait"],
        *headwind["cause"],
        headwind["influence_little"],
        words["result"]["causes_owner"],
        words["result"]["causes_other"],
        words["constellations"]["B"]["cause"][0],
        words["result"]["influence_other"],
        words["constellations"]["D"]["influence"][0],
        path["opening"],
        *(before_people(step) for step in path["steps"]),
        headwind["care"],
        *words["result"]["limits"],
        *(f"{words['items'][item]} – {scale[answer]}" for item, answer in stated),
    )


def before_people(step: str) -> str:
    """Return a step up to the people that it names, who come from the configuration."""
    return step.partition("{")[0]


def one_line(text: str) -> str:
    """Return the text with single spaces: where the source breaks a line is nothing to a reader."""
    return " ".join(text.split())


@pytest.mark.parametrize("sheet", [HEADWIND, MIXED, NOTHING], ids=["A", "M", "N"])
def test_the_result_shows_exactly_the_blocks_that_python_named(
    journey: Journey, sheet: Mapping[str, int]
) -> None:
    """Each of them, wherever the page has text for it, and none that Python did not name."""
    journey.take(sheet)
    named = set(blocks(classify(sheet)))
    shown = journey.page.locator("#result").evaluate(_KEYS)
    offered = journey.page.locator("#result-blocks").evaluate(_KEYS_AROUND)
    assert shown == [around[0] for around in offered if all(named & set(keys.split()) for keys in around)]
    assert named <= {key for keys in shown for key in keys.split()}


def test_a_moment_after_the_result_all_of_it_is_laid_out(journey: Journey) -> None:
    """The browser lays out the part below the screen by itself: the result keeps its length for readers."""
    journey.take(HEADWIND)
    sections = journey.page.locator("#result > section")
    laid_out = "(all) => all.map((one) => one.checkVisibility({ contentVisibilityAuto: true }))"
    assert set(sections.evaluate_all(laid_out)) == {True}
    heights = sections.evaluate_all("(all) => all.map((one) => one.offsetHeight)")
    sections.last.scroll_into_view_if_needed()
    assert sections.evaluate_all("(all) => all.map((one) => one.offsetHeight)") == heights


@pytest.mark.parametrize("sheet", [HEADWIND, MIXED, NOTHING], ids=["A", "M", "N"])
def test_the_result_tree_holds_no_digit_in_any_attribute(journey: Journey, sheet: Mapping[str, int]) -> None:
    """Not only the text: no attribute of the result carries a digit either, contacts aside."""
    journey.take(sheet)
    attributes = journey.page.locator("#result").evaluate(
        """result => [...result.querySelectorAll("*")]
            .filter((element) => !element.closest("[data-contacts], a[href^='tel:'], a[href^='mailto:']"))
            .flatMap((element) => [...element.attributes])
            .filter(({name, value}) => name !== "tabindex" && /\\d/.test(value))
            .map(({name, value}) => `${name}=${value}`)"""
    )
    assert attributes == []


def test_a_mixed_picture_gives_every_tied_constellation_its_part(journey: Journey) -> None:
    """Two constellations weigh the same: both names, both portraits, both causes, in one result."""
    journey.take(MIXED)
    words = survey_texts.load("de")
    text = journey.result()
    names = journey.page.locator("#result h1 span").all_text_contents()
    assert names == [words["constellations"][constellation]["name"] for constellation in ("A", "C")]
    assert words["outcomes"]["mixed"]["essence"] in text
    assert words["outcomes"]["mixed"]["begin"] in text
    for constellation in ("A", "C"):
        of_this = words["constellations"][constellation]
        for expected in (
            of_this["portrait"][0],
            of_this["cause_little"],
            words["items"][f"{constellation}1"],
        ):
            assert expected in text
    assert words["constellations"]["B"]["portrait"][0] not in text
    assert not re.search(r"\d", text)


def test_no_pattern_says_what_that_means_and_names_the_causes(journey: Journey) -> None:
    """No pattern does not mean "all is well": the result names the causes that the answers point to.

    Nothing says that something was not found.
    """
    journey.take(NOTHING)
    words = survey_texts.load("de")
    none = words["outcomes"]["none"]
    text = journey.result()
    expect(journey.page.locator("#result")).to_have_attribute("data-outcome", "N")
    for expected in (
        *none["portrait"],
        none["causes_title"],
        words["constellations"]["B"]["cause"][0],
        words["result"]["causes_owner"],
        words["items"]["B2"],
        none["opening"],
        none["care"],
    ):
        assert expected in text
    assert none["influence_title"] not in text
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
            "statements": list(statements(outcome)),
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
    """During the survey and on the result, only the words change; the address reveals nothing.

    A person's choice of a step stays, and so does what the person wrote.
    """
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
    journey.page.locator('#result input[name="step"]:visible').last.check()
    text = page.locator("#conversation-text")
    expect(text).not_to_be_empty()
    text.press("Control+End")
    text.press_sequentially("my own words")
    page.locator('a[data-language="de"]').click()
    expect(page.locator("#result h1")).to_have_text("Gegenwind")
    assert survey_texts.load("de")["items"]["A1"] in journey.result()
    expect(page.locator('#result input[name="step"]:visible').last).to_be_checked()
    expect(text).to_contain_text("my own words")
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
