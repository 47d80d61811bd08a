"""The studio's frames in a browser: each shows its state, without errors, Python or a way out."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import BrowserContext, Frame, Page, expect

from generator.configuration import load
from generator.configuration.survey import Site
from generator.studio import states
from generator.studio.contrast import css_colours
from generator.studio.frames import Frames, frame_files
from harness.journey import Journey
from harness.paths import EXAMPLES
from harness.servers import plain_server
from questionnaire import classify, statements, survey_texts
from questionnaire.language_folder import Tree

pytestmark = pytest.mark.browser
Scheme = Literal["light", "dark"]
WORDS = survey_texts.load("de")
OUTCOMES = {f"result-{kind.lower()}": classify(states.sheet(kind)) for kind in states.SHEETS}
_POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "connect-src 'self'; style-src 'self' data:; img-src 'self' data: blob:; font-src 'self' data:; "
    "frame-src 'self' blob: data:; base-uri 'none'; form-action 'none'"
)
# A page under the studio's policy with one frame, which is as large as the other tests' windows.
_STUDIO = f"""<!doctype html>
<html lang="de"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="{_POLICY}">
<title>Studio</title><link rel="icon" href="data:,"></head>
<body><iframe id="preview" title="Vorschau" width="1280" height="800"></iframe></body></html>
"""
# The visible part of a page, whatever its scripts do: without the state of focus and empty attributes.
_SEEN = """
main => [...main.querySelectorAll("*")]
    .filter((one) => one.tagName === "LABEL" || !one.children.length)
    .filter((one) => one.checkVisibility() && !one.closest(".unseen"))
    .map((one) => [
        one.tagName, one.textContent.trim(), one.dataset.state, one.checked, getComputedStyle(one).fontFamily,
    ])
"""

_FONTS = "document.fonts.ready.then(() => [...document.fonts].map((font) => font.status))"

_COLOURS = """
() => [...document.querySelectorAll("body, body *")].map((one) => {
    const { color, backgroundColor, borderColor, padding } = getComputedStyle(one);
    return [one.tagName, color, backgroundColor, borderColor, padding];
})
"""


class Studio(Journey):
    """Somebody in front of a page that shows the frames of ``site``, one after the other."""

    def __init__(self, context: BrowserContext, address: str, site: Site) -> None:
        super().__init__(context.new_page(), address)
        self._site, self._frames = site, Frames()

    def show(self, page: str, *, folder: str = "", language: str = "de", scheme: Scheme = "light") -> Frame:
        """Show a page or state in the frame, and wait until it is there."""
        html = self._frames.page_html(self._site, page, folder, language, scheme)
        self.page.evaluate(
            """html => new Promise((resolve) => {
                const frame = document.getElementById("preview");
                frame.addEventListener("load", resolve, { once: true });
                frame.srcdoc = html;
            })""",
            html,
        )
        frame = self.page.frames[-1]
        frame.wait_for_function(
            "() => !document.documentElement.dataset.frame || document.documentElement.dataset.shown"
        )
        return frame

    def everything(self, language: Literal["de", "en"] = "de") -> list[str]:
        """Return the id of every page and state."""
        return [page["id"] for page in self._frames.page_list(self._site, language)]


@pytest.fixture(scope="module")
def studio_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A page with a frame in a folder of a plain server, beside the frames' files."""
    web = tmp_path_factory.mktemp("studio")
    for name, contents in {"index.html": _STUDIO.encode(), **frame_files()}.items():
        path = web / "studio" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
    with plain_server(web) as address:
        yield f"{address}studio/"


@pytest.fixture
def lumo(context: BrowserContext, studio_address: str) -> Studio:
    """The example with several surveys and slips."""
    return Studio(context, studio_address, load.load_site(EXAMPLES / "lumo" / "site.toml"))


@pytest.fixture
def hafenkontor(context: BrowserContext, studio_address: str) -> Studio:
    """The example site that the other journeys take."""
    return Studio(context, studio_address, load.load_site(EXAMPLES / "hafenkontor" / "site.toml"))


@pytest.mark.parametrize(
    ("folder", "language", "scheme"), [("technik/", "de", "light"), ("vertrag/", "en", "dark")]
)
def test_every_frame_stands_without_a_complaint(
    lumo: Studio, folder: str, language: str, scheme: Scheme
) -> None:
    """No error, no violation of the studio's policy, no other address, no Python; the focus stays outside."""
    for page in lumo.everything():
        frame = lumo.show(page, folder=folder, language=language, scheme=scheme)
        assert frame.evaluate("window.violations") == [], page
        assert frame.evaluate("document.fonts.ready.then(() => [...document.fonts].map((f) => f.status))"), (
            page
        )
        assert lumo.complaints == [], page
    assert lumo.violations() == []
    there = {lumo.address, *(f"{lumo.address}{name}" for name in frame_files())}
    assert {url for url in lumo.requests if not url.startswith("data:")} <= there
    assert lumo.posted == []
    assert lumo.page.evaluate("document.activeElement === document.body")


@pytest.mark.parametrize("name", OUTCOMES)
def test_a_result_is_the_one_it_says(hafenkontor: Studio, name: str) -> None:
    """The outcome's key, its constellations' names as the heading, and the statements that led to it."""
    frame, outcome = hafenkontor.show(name), OUTCOMES[name]
    names = " ".join(WORDS["constellations"][constellation]["name"] for constellation in outcome.tied)
    expect(frame.locator("#result")).to_have_attribute("data-outcome", outcome.type)
    expect(frame.get_by_role("heading", level=1)).to_have_text(names or WORDS["outcomes"]["none"]["title"])
    shown = frame.locator("#result .own-answer q").all_text_contents()
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
        ("sent", "#contribution-state", ("contribute", "seal_sent")),
        ("kept", "#contribution-state", ("contribute", "kept")),
        ("failed", "#contribution-state", ("contribute", "seal_failed_network")),
        ("failed-used", "#contribution-state", ("contribute", "seal_failed_used")),
    ],
)
def test_a_state_shows_what_it_is_about(
    lumo: Studio, name: str, selector: str, keys: tuple[str, ...]
) -> None:
    """The state's sentence is in view, and the page sent nothing to show it."""
    lumo.page.set_viewport_size({"width": 1320, "height": 840})
    frame = lumo.show(name, folder="technik/")
    expect(frame.locator(selector)).to_contain_text(text_in(WORDS, *keys))
    expect(frame.locator(selector)).to_be_in_viewport()
    assert lumo.posted == []
    assert lumo.violations() == []


def test_without_scripts_all_questions_stand_there(lumo: Studio) -> None:
    """The frame shows the page as a browser without JavaScript does."""
    frame = lumo.show("no-script", folder="technik/")
    expect(frame.get_by_text(WORDS["page"]["no_script"])).to_be_visible()
    assert frame.locator("fieldset[data-item]:visible").count() == 12
    assert frame.locator("button:visible").count() == 0
    assert frame.locator("#start .glyph svg:visible").count() == 4


@pytest.mark.parametrize(("scheme", "preferred"), [("light", "dark"), ("dark", "light")])
def test_a_scheme_looks_as_it_does_to_somebody_who_prefers_it(
    context: BrowserContext, hafenkontor: Studio, address: str, scheme: Scheme, preferred: Scheme
) -> None:
    """It has every colour and inset of its scheme, the logo's too, whatever the facilitator prefers."""
    real = context.new_page()
    real.emulate_media(color_scheme=scheme)
    real.goto(f"{address}method.html")
    hafenkontor.page.emulate_media(color_scheme=preferred)
    shown = hafenkontor.show("method", scheme=scheme)
    assert shown.evaluate(_COLOURS) == real.evaluate(_COLOURS)


def test_a_dragged_colour_looks_as_if_it_were_built(
    context: BrowserContext, studio_address: str, tmp_path: Path
) -> None:
    """Properties set on the frame's root give every colour that the frame of the changed site has."""
    text = (EXAMPLES / "hafenkontor" / "site.toml").read_text("utf-8")
    for name in ("before", "after"):
        (tmp_path / name).mkdir()
        for file in (EXAMPLES / "hafenkontor").iterdir():
            if file.is_file():
                (tmp_path / name / file.name).write_bytes(file.read_bytes())
    changed = text.replace("#7a1f3d", "#16697a")
    assert changed != text
    (tmp_path / "after" / "site.toml").write_text(changed, "utf-8")
    before, after = (load.load_site(tmp_path / name / "site.toml") for name in ("before", "after"))
    brand = after.first.config.brand
    for scheme in ("light", "dark"):
        painted = Studio(context, studio_address, before).show("result-m", scheme=scheme)
        for name, colour in css_colours(brand.primary, brand.accent)[scheme].items():
            painted.evaluate(
                "([name, colour]) => document.documentElement.style.setProperty(name, colour)", [name, colour]
            )
        built = Studio(context, studio_address, after).show("result-m", scheme=scheme)
        assert painted.evaluate(_COLOURS) == built.evaluate(_COLOURS)
        assert painted.evaluate("window.violations") == []


def test_nothing_in_a_frame_leads_away(context: BrowserContext, lumo: Studio) -> None:
    """Whoever presses every link and button stays where they are: no page, window, message or question."""
    opened: list[Page] = []
    context.on("page", lambda page: opened.append(page))
    for name in ("start", "result-a", "before", "imprint", "overview", "privacy"):
        frame = lumo.show(name, folder="technik/")
        requested = len(lumo.requests)
        for button in ("left", "middle"):
            for place in frame.locator("a[href]:visible:not(.skip), button:visible, summary:visible").all():
                place.click(button=button, no_wait_after=True, timeout=5_000)
        frame.evaluate("document.querySelector('form')?.requestSubmit()")
        assert frame.url == "about:srcdoc", name
        assert lumo.requests[requested:] == [], name
    assert opened == []
    assert lumo.posted == []
    assert lumo.violations() == []


def test_the_states_look_as_the_real_page_does(
    context: BrowserContext, hafenkontor: Studio, address: str
) -> None:
    """A real visit with the same answers shows the same texts, marks, dots and fonts as the frames."""

    def same(name: str) -> None:
        pictured = hafenkontor.show(name)
        assert pictured.locator("main").evaluate(_SEEN) == real.page.locator("main").evaluate(_SEEN), name

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
    expect(real.page.locator("#seal-contents")).to_have_text('{"code":"A-ST"}')
    same("result-a")
    real.action("keep").click()
    same("kept")
