"""The frames of the studio: every page and state is listed, Python decides what each shows."""

from __future__ import annotations

import base64
import json
import re
from pathlib import Path

import pytest

from generator.brand import palette
from generator.configuration import load
from generator.rendering.stylesheets import SchemeName
from generator.rendering.templates import Renderer
from generator.site.files import site_files
from generator.studio import states
from generator.studio.frames import Frames, frame_files
from harness import sites
from harness.frames import frames_of
from harness.markup import Page
from harness.paths import EXAMPLES
from questionnaire import LEVERS, blocks, classify, contribution, statements, survey_texts

LUMO = EXAMPLES / "lumo" / "site.toml"
ALWAYS = [
    "start", "chapter-perception", "chapter-cause", "chapter-influence", "answered", "unanswered", "waiting",
    "result-a", "result-b", "result-c", "result-d", "result-m", "result-n",
]  # fmt: skip
NOTICES = ["idle", "wiped", "deleted", "no-script", "neighbour", "wasm", "file", "slow", "language"]
PAGES = ["method", "privacy", "accessibility", "imprint", "paper"]
CONTRIBUTIONS = {
    "off": [],
    "paper": ["ballot"],
    "open": ["before", "sent", "kept", "failed"],
    "slips": ["before", "slip-missing", "sent", "kept", "failed", "failed-used"],
}


def collecting(mode: str) -> str:
    """Return a complete site.toml that collects in ``mode``."""
    text = sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"')
    return text if mode in ("open", "slips") else re.sub(r"(?m)^url = .*$", "", text)


@pytest.fixture(scope="module")
def lumo() -> Frames:
    """The frames of the example with two surveys."""
    return frames_of(LUMO)


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("mode", CONTRIBUTIONS)
def test_every_page_and_state_is_listed(tmp_path: Path, mode: str, language: states.StudioLanguage) -> None:
    """Once each, in the order of a visit, with words, whatever is collected and however."""
    frames = frames_of(sites.write(tmp_path, collecting(mode)))
    listed = frames.pages(language)
    assert [page["id"] for page in listed] == [*ALWAYS, *CONTRIBUTIONS[mode], *NOTICES, *PAGES]
    assert all(page["title"] and page["note"] and page["group"] for page in listed)


def test_several_surveys_have_an_overview(lumo: Frames) -> None:
    """It stands in front of the pages about the survey, and every survey's states are there."""
    names = [page["id"] for page in lumo.pages("de")]
    assert names[-len(PAGES) - 1 :] == ["overview", *PAGES]
    assert Page(lumo.page("overview", "technik/", "de", "light").encode()).text_of("h1")


def test_german_and_english_words_name_the_same() -> None:
    """No title is missing in one of the studio's languages."""

    def keys(tree: object) -> object:
        return {name: keys(value) for name, value in tree.items()} if isinstance(tree, dict) else None

    assert keys(states.state_words("de")) == keys(states.state_words("en"))


def test_the_states_show_what_the_questionnaire_says() -> None:
    """Each result's blocks, statements and code are those of an answer sheet, by the one rule there is."""
    config = load.load_surveys(LUMO)[0].config
    every = states.states(config, survey_texts.load("de"), "de")
    found = {state.name: state.shown for state in every if state.group == "results"}
    assert len(found) == len(states.SHEETS)
    levers = set()
    for kind in states.SHEETS:
        sheet, shown = states.sheet(kind), found[f"result-{kind.lower()}"]
        outcome = classify(sheet)
        levers.add(outcome.levers)
        assert outcome.type == kind
        assert shown["result"] == {
            "outcome": kind,
            "blocks": list(blocks(outcome)),
            "statements": [{"item": item, "value": sheet[item]} for item in statements(outcome)],
        }
        assert shown["contribution"]["body"] == contribution.body(outcome.code("levers"))
    assert levers == {*LEVERS, None}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_frame_asks_for_nothing_but_scripts_that_start_no_python(lumo: Frames, scheme: SchemeName) -> None:
    """Style, fonts and pictures are within it; no style or script of its own stands in it, and no policy."""
    scripts = frame_files()
    for survey in lumo.site.surveys:
        for page in lumo.pages("de"):
            html = lumo.page(page["id"], survey.folder, "en", scheme)
            parsed = Page(html.encode())
            loaded = {tag["src"] for tag in parsed.all("script") if "src" in tag}
            assert len(loaded) == len([tag for tag in parsed.all("script") if "src" in tag])
            assert loaded <= scripts.keys()
            assert not [text for text in parsed.text_of("script") if text.strip()]
            assert not parsed.all("style")
            assert all(
                link["href"].startswith("data:") for link in parsed.all("link") if "stylesheet" in link["rel"]
            )
            assert all(image["src"].startswith("data:") for image in parsed.all("img"))
            assert "Content-Security-Policy" not in html
            assert "runtime/" not in html.split("<body>")[0]
    assert b"startPython" not in scripts["frame/python.js"]
    assert b"boot" not in scripts["frame/python.js"]


def test_a_state_is_the_built_page_with_other_scripts(lumo: Frames) -> None:
    """Nothing but what is loaded, the state and the scheme differs: the markup is the site's own."""
    built = site_files(lumo.site)["technik/index.html"].decode()
    shown = lumo.page("result-a", "technik/", "de", "light")
    body = re.compile(r"<main.*</main>", re.DOTALL)
    (ours,), (theirs,) = body.findall(shown), body.findall(built)
    assert ours == theirs


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_is_forced(lumo: Frames, scheme: SchemeName) -> None:
    """Neither style nor page asks what the facilitator prefers; the dark colours hold always or never."""
    dark = palette.declared(lumo.site.surveys[0].config.brand.palette()["dark"])
    html = lumo.page("method", "technik/", "de", scheme)
    assert f'<meta name="color-scheme" content="{scheme}">' in html
    styles = "".join(
        base64.b64decode(style).decode() for style in re.findall(r"data:text/css;base64,([^\"]*)", html)
    )
    assert "prefers-color-scheme" not in styles
    assert (f":root{{{dark}}}" in styles) == (scheme == "dark")


def test_names_are_never_markup(tmp_path: Path) -> None:
    """A brand and a title that look like HTML are text."""
    text = sites.SMALLEST.replace("Muster AG", "Kontor <script>alert(1)</script> & Söhne")
    html = frames_of(sites.write(tmp_path, text)).page("start", "", "de", "light")
    assert "alert(1)</script>" not in html


def test_what_is_shown_is_never_markup(lumo: Frames) -> None:
    """The state is an attribute; whatever stands in it, it ends nowhere early."""
    (shown,) = [
        tag["data-frame"] for tag in Page(lumo.page("sent", "technik/", "de", "light").encode()).all("html")
    ]
    assert json.loads(shown)["contribution"]["slip"] == states.SAMPLE_SLIP


def test_a_page_that_is_looked_at_again_makes_no_style_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Styles, fonts and texts are made once for a build: a click in the studio draws one page."""
    frames = frames_of(LUMO)
    first = frames.page("start", "technik/", "de", "light")
    drawn: list[str] = []
    page = Renderer.page
    monkeypatch.setattr(
        Renderer, "page", lambda self, name, context: drawn.append(name) or page(self, name, context)
    )
    monkeypatch.setattr("generator.studio.frames.stylesheets", None)
    monkeypatch.setattr("generator.studio.frames.load_wordings", None)
    assert frames.page("start", "technik/", "de", "light") == first
    assert drawn == ["frame.html.j2"]


def test_no_survey_may_take_the_studios_place(tmp_path: Path) -> None:
    """A survey's folder called studio would be hidden in the preview, so it is refused."""
    text = sites.BRAND + '[[surveys]]\nid = "a"\nfolder = "studio"\ntitle = "Eins"\n'
    (fault,) = sites.faults(sites.write(tmp_path, text))
    assert 'expected another folder than "studio"' in fault
