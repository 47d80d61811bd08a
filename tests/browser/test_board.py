"""The brand board in a browser: every frame shows its state, without errors or Python, on any screen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from generator.configuration import load
from generator.preview.board import states
from generator.preview.board.files import board_files
from generator.preview.server import InMemoryFiles, preview_server
from generator.site.files import site_files
from harness.journey import Journey
from harness.paths import EXAMPLES
from harness.servers import serving
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
() => [...document.querySelectorAll("*")].map((one) => {
    const { color, backgroundColor, borderColor, padding } = getComputedStyle(one);
    return [one.tagName, color, backgroundColor, borderColor, padding];
})
"""


@contextmanager
def previewing(folder: Path, files: Mapping[str, bytes]) -> Iterator[tuple[str, InMemoryFiles]]:
    """Serve ``folder`` with ``files`` beside it, as ``lastbild serve`` does; give the address."""
    shown = InMemoryFiles(files)
    with preview_server(folder, 0, shown) as server, serving(server) as port:
        yield f"http://127.0.0.1:{port}/", shown


def files_of(example: str) -> Mapping[str, bytes]:
    """Return the board of an example."""
    site = load.load_site(EXAMPLES / example / "site.toml")
    return board_files(site, site_files(site))


@pytest.fixture(scope="module")
def lumo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The board of the example with several surveys and slips."""
    with previewing(tmp_path_factory.mktemp("lumo"), files_of("lumo")) as (address, _):
        yield f"{address}board/"


@pytest.fixture(scope="module")
def hafenkontor(built: Path) -> Iterator[str]:
    """The example site that the other journeys take, and its board beside it."""
    with previewing(built, files_of("hafenkontor")) as (address, _):
        yield address


def state(context: BrowserContext, address: str) -> Journey:
    """Open the page of a state alone, and wait until it shows the state."""
    journey = Journey(context.new_page(), address)
    expect(journey.page.locator("html")).to_have_attribute("data-shown", "yes")
    return journey


def load_all(page: Page) -> None:
    """Scroll to every frame, and wait until it has loaded."""
    for frame in page.locator("iframe").element_handles():
        frame.scroll_into_view_if_needed()
        content = frame.content_frame()
        assert content is not None
        content.wait_for_function(
            "() => document.readyState === 'complete' && location.href !== 'about:blank'"
        )
        content.wait_for_function(
            "() => !document.querySelector('script[src$=\"state.js\"]')"
            " || document.documentElement.dataset.shown"
        )


@pytest.mark.parametrize("sheet", ["", "vertrag.en.dark.html"])
def test_every_frame_stands_without_a_complaint(context: BrowserContext, lumo: str, sheet: str) -> None:
    """No error, no violation of a policy, no other server, no Python; and the focus stays on the board."""
    journey = Journey(context.new_page(), lumo, path=sheet)
    load_all(journey.page)
    assert journey.complaints == []
    for frame in journey.page.frames:
        assert frame.evaluate("window.violations") == [], frame.url
    assert all(url.startswith(lumo) for url in journey.requests)
    assert not [url for url in journey.requests if "runtime/" in url or "pyodide" in url]
    assert journey.posted == []
    assert journey.page.evaluate("document.activeElement === document.body")
    assert journey.page.evaluate("history.length") <= 2


def test_the_sheet_shows_frames_at_the_size_of_a_phone_and_of_a_screen(
    context: BrowserContext, lumo: str
) -> None:
    """Inside, the page has the stated size; outside, the board shows the whole frame, only smaller."""
    page = Journey(context.new_page(), lumo).page
    for device, size in (("phone", [390, 844]), ("desktop", [1280, 800])):
        frame = page.locator(f"#card-start .{device} iframe").element_handle()
        content = frame.content_frame()
        assert content is not None
        assert content.evaluate("[innerWidth, innerHeight]") == size
        box, clip = frame.bounding_box(), page.locator(f"#card-start .{device}").bounding_box()
        assert box is not None
        assert clip is not None
        assert box["width"] == pytest.approx(clip["width"], abs=1)
        assert box["height"] == pytest.approx(clip["height"], abs=1)


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("sheet", ["", "vertrag.en.dark.html"])
def test_nothing_scrolls_sideways(context: BrowserContext, lumo: str, width: int, sheet: str) -> None:
    """The sheet fits a phone and a small screen."""
    page = Journey(context.new_page(), lumo, path=sheet).page
    page.set_viewport_size({"width": width, "height": 844})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_result_is_the_one_it_says(context: BrowserContext, hafenkontor: str, name: str) -> None:
    """The outcome's key, its constellations' names as the heading, and the statements that led to it."""
    page = state(context, f"{hafenkontor}board/light/state-{name}.html").page
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
    journey = state(context, f"{lumo}light/technik/state-{name}.html")
    expect(journey.page.locator(selector)).to_contain_text(text_in(WORDS, *keys))
    expect(journey.page.locator(selector)).to_be_in_viewport()
    assert journey.posted == []
    assert journey.violations() == []


def test_without_scripts_all_questions_stand_there(context: BrowserContext, lumo: str) -> None:
    """The frame shows the page as a browser without JavaScript does."""
    page = Journey(context.new_page(), f"{lumo}light/technik/state-no-script.html").page
    expect(page.get_by_text(WORDS["page"]["no_script"])).to_be_visible()
    assert page.locator("fieldset[data-item]:visible").count() == 12
    assert page.locator("button:visible").count() == 0
    assert page.locator("#start .glyph svg:visible").count() == 4


@pytest.mark.parametrize(("scheme", "preferred"), [("light", "dark"), ("dark", "light")])
def test_a_scheme_looks_as_it_does_to_somebody_who_prefers_it(
    context: BrowserContext,
    hafenkontor: str,
    scheme: Literal["light", "dark"],
    preferred: Literal["light", "dark"],
) -> None:
    """It has every colour and inset of its scheme, the logo's too, whatever the board's reader prefers."""
    real, shown = context.new_page(), context.new_page()
    real.emulate_media(color_scheme=scheme)
    real.goto(f"{hafenkontor}method.html")
    shown.emulate_media(color_scheme=preferred)
    shown.goto(f"{hafenkontor}board/{scheme}/method.html")
    assert shown.evaluate(_COLOURS) == real.evaluate(_COLOURS)


def test_the_states_look_as_the_real_page_does(context: BrowserContext, hafenkontor: str) -> None:
    """A real visit with the same answers shows the same texts, marks, dots and fonts as the board."""

    def same(name: str) -> None:
        pictured = state(context, f"{hafenkontor}board/light/{name}.html")
        assert pictured.page.locator("main").evaluate(_SEEN) == real.page.locator("main").evaluate(_SEEN), (
            name
        )
        pictured.page.close()

    real = Journey(context.new_page(), hafenkontor)
    real.wait_for_python()
    same("index")
    real.action("start").click()
    same("state-chapter-perception")
    given = states.sheet("A")
    real.action("proceed").click()
    real.choose("A1", given["A1"])
    real.action("next").click()
    same("state-unanswered")
    real.page.keyboard.press(str(given["B1"] + 1))
    same("state-answered")
    real.action("next").click()
    for item in list(given)[2:-1]:
        real.choose(item, given[item])
    real.question("D3").locator("label").nth(given["D3"]).click()
    real.action("finish").click()
    expect(real.page.locator("#result")).to_have_attribute("data-outcome", "A")
    expect(real.page.locator("#send-preview")).to_have_text('{"code":"A-ST"}')
    same("state-result-a")
    real.action("keep").click()
    same("state-kept")


def test_the_sheet_shows_itself_anew_when_it_was_built_again(context: BrowserContext, tmp_path: Path) -> None:
    """After saving a new title, people see it on the board without touching the browser."""
    files = files_of("hafenkontor")
    with previewing(tmp_path, files) as (address, shown):
        page = Journey(context.new_page(), f"{address}board/").page
        expect(page.locator("h1")).to_have_text("Hafenkontor Versand AG")
        again = files["board/index.html"].replace(b"Hafenkontor Versand AG", b"Neuer Name")
        shown.files = {**files, "board/index.html": again, "board/stamp.txt": b"another"}
        expect(page.locator("h1")).to_have_text("Neuer Name", timeout=30_000)
