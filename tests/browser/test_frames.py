"""The studio's frames in a browser: each shows its page or state, without errors, requests or Python."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, expect

from generator.studio import states
from harness import frames
from harness.frames import file_name
from harness.journey import Journey
from harness.paths import EXAMPLES
from harness.servers import plain_server
from questionnaire import classify, statements, survey_texts
from questionnaire.language_folder import Tree

pytestmark = pytest.mark.browser
WORDS = survey_texts.load("de")
OUTCOMES = {f"result-{kind.lower()}": classify(states.sheet(kind)) for kind in states.SHEETS}
# The visible part of a page, whatever its scripts do: without the state of focus and empty attributes.
_SEEN = """
main => [...main.querySelectorAll("*")]
    .filter((one) => one.tagName === "LABEL" || !one.children.length)
    .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
    .map((one) => [
        one.tagName, one.textContent.trim(), one.dataset.state, one.checked, getComputedStyle(one).fontFamily,
    ])
"""

_COLOURS = """
() => [...document.body.querySelectorAll("*"), document.body].map((one) => {
    const { color, backgroundColor, borderColor, padding } = getComputedStyle(one);
    return [one.tagName, color, backgroundColor, borderColor, padding];
})
"""


@pytest.fixture(scope="module")
def lumo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The frames of the example with several surveys and slips."""
    folder = tmp_path_factory.mktemp("lumo")
    frames.write(frames.frames_of(EXAMPLES / "lumo" / "site.toml"), folder, languages=("de", "en"))
    with plain_server(folder) as address:
        yield address


@pytest.fixture(scope="module")
def hafenkontor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The frames of the example site that the other journeys take."""
    folder = tmp_path_factory.mktemp("hafenkontor")
    frames.write(frames.frames_of(EXAMPLES / "hafenkontor" / "site.toml"), folder, languages=("de",))
    with plain_server(folder) as address:
        yield address


def state(context: BrowserContext, address: str) -> Journey:
    """Open the page of a state alone, and wait until it shows the state."""
    journey = Journey(context.new_page(), address)
    expect(journey.page.locator("html")).to_have_attribute("data-shown", "yes")
    return journey


@pytest.mark.parametrize(
    ("survey", "language", "scheme"), [("technik/", "de", "light"), ("vertrag/", "en", "dark")]
)
def test_every_frame_stands_without_a_complaint(
    context: BrowserContext, lumo: str, survey: str, language: str, scheme: Literal["light", "dark"]
) -> None:
    """No error, no violation of the studio's policy, no other server, no Python, no focus taken."""
    site = frames.frames_of(EXAMPLES / "lumo" / "site.toml")
    for page in site.pages("de"):
        journey = Journey(context.new_page(), lumo + file_name(page["id"], survey, language, scheme))
        if journey.page.locator("html[data-frame]").count() and page["id"] != "no-script":
            expect(journey.page.locator("html")).to_have_attribute("data-shown", "yes")
        assert journey.complaints == [], page["id"]
        assert journey.violations() == [], page["id"]
        assert all(url.startswith((f"{lumo}frame/", journey.page.url, "data:")) for url in journey.requests)
        assert journey.posted == []
        assert journey.page.evaluate("document.activeElement === document.body"), page["id"]
        journey.page.close()


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_result_is_the_one_it_says(context: BrowserContext, hafenkontor: str, name: str) -> None:
    """The outcome's key, its constellations' names as the heading, and the statements that led to it."""
    page = state(context, hafenkontor + file_name(name)).page
    outcome = OUTCOMES[name]
    names = " ".join(WORDS["constellations"][constellation]["name"] for constellation in outcome.tied)
    expect(page.locator("#result")).to_have_attribute("data-outcome", outcome.type)
    expect(page.get_by_role("heading", level=1)).to_have_text(names or WORDS["outcomes"]["none"]["title"])
    shown = page.locator("#result .own-answer q").all_text_contents()
    assert set(shown) == {WORDS["items"][item] for item in statements(outcome)}


def text_in(words: Tree, *keys: str) -> str:
    """Return a wording by its keys."""
    return str(words[keys[0]]) if len(keys) == 1 else text_in(words[keys[0]], *keys[1:])


@pytest.mark.parametrize(
    ("name", "selector", "keys"),
    [
        ("unanswered", '[data-item="B1"] .error', ("page", "choose")),
        ("waiting", "#waiting", ("page", "waiting")),
        ("idle", "#idle h2", ("page", "idle_title")),
        ("wiped", "#note-idle", ("page", "idle_wiped")),
        ("deleted", "#closing", ("end", "deleted")),
        ("language", "#note-language", ("page", "language_failed")),
        ("wasm", '.notice[data-reason="wasm"]', ("page", "failed_wasm")),
        ("file", '.notice[data-reason="file"]', ("page", "failed_file")),
        ("slow", '.notice[data-reason="slow"]', ("page", "failed_slow")),
        ("neighbour", '.notice[data-reason="neighbour"]', ("page", "neighbour")),
        ("slip-missing", "#slip-error", ("contribute", "slip_empty")),
        ("sent", "#contribution-state", ("contribute", "sent")),
        ("kept", "#contribution-state", ("contribute", "kept")),
        ("failed", "#contribution-state", ("contribute", "failed_network_slip")),
        ("failed-used", "#contribution-state", ("contribute", "failed_used")),
    ],
)
def test_a_state_shows_what_it_is_about(
    context: BrowserContext, lumo: str, name: str, selector: str, keys: tuple[str, ...]
) -> None:
    """The state's sentence is in view, and the page sent nothing to show it."""
    journey = state(context, lumo + file_name(name, "technik/"))
    expect(journey.page.locator(selector)).to_contain_text(text_in(WORDS, *keys))
    expect(journey.page.locator(selector)).to_be_in_viewport()
    assert journey.posted == []
    assert journey.violations() == []


def test_without_scripts_all_questions_stand_there(context: BrowserContext, lumo: str) -> None:
    """The frame shows the page as a browser without JavaScript does."""
    page = Journey(context.new_page(), lumo + file_name("no-script", "technik/")).page
    expect(page.get_by_text(WORDS["page"]["no_script"])).to_be_visible()
    assert page.locator("fieldset[data-item]:visible").count() == 12
    assert page.locator("button:visible").count() == 0
    assert page.locator("#start .glyph svg:visible").count() == 4


@pytest.mark.parametrize(("scheme", "preferred"), [("light", "dark"), ("dark", "light")])
def test_a_scheme_looks_as_it_does_to_somebody_who_prefers_it(
    context: BrowserContext,
    address: str,
    hafenkontor: str,
    scheme: Literal["light", "dark"],
    preferred: Literal["light", "dark"],
) -> None:
    """It has every colour and inset of its scheme, the logo's too, whatever the facilitator prefers."""
    real, shown = context.new_page(), context.new_page()
    real.emulate_media(color_scheme=scheme)
    real.goto(f"{address}method.html")
    shown.emulate_media(color_scheme=preferred)
    shown.goto(hafenkontor + file_name("method", scheme=scheme))
    assert shown.evaluate(_COLOURS) == real.evaluate(_COLOURS)


def test_the_states_look_as_the_real_page_does(
    context: BrowserContext, address: str, hafenkontor: str
) -> None:
    """A real visit with the same answers shows the same texts, marks, dots and fonts as the frame."""

    def same(name: str) -> None:
        pictured = state(context, hafenkontor + file_name(name))
        assert pictured.page.locator("main").evaluate(_SEEN) == real.page.locator("main").evaluate(_SEEN), (
            name
        )
        pictured.page.close()

    real = Journey(context.new_page(), address)
    real.wait_for_python()
    same("start")
    real.action("start").click()
    same("chapter-perception")
    given = states.sheet("A")
    real.action("proceed").click()
    real.choose("A1", given["A1"])
    real.action("next").click()
    same("unanswered")
    real.page.keyboard.press(str(given["B1"] + 1))
    same("answered")
    real.action("next").click()
    for item in list(given)[2:-1]:
        real.choose(item, given[item])
    real.question("D3").locator("label").nth(given["D3"]).click()
    real.action("finish").click()
    expect(real.page.locator("#result")).to_have_attribute("data-outcome", "A")
    expect(real.page.locator("#send-preview")).to_have_text('{"code":"A-ST"}')
    same("result-a")
    real.action("keep").click()
    same("kept")
