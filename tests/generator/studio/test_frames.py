"""The studio's frames: every page and state is there, looks like the site's own, and needs nothing else."""

from __future__ import annotations

import base64
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.brand import palette
from generator.configuration import load
from generator.configuration.survey import Site
from generator.rendering.inline import inline
from generator.rendering.stylesheets import SchemeName
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from generator.site.files import site_files
from generator.site.pages import SurveyParts, survey_page_context
from generator.studio import states
from generator.studio.frame_markup import state_page
from generator.studio.frames import Frames, frame_files
from generator.studio.naming import StudioLanguage, names
from harness import sites
from harness.markup import Page
from harness.paths import EXAMPLES
from questionnaire import LEVERS, blocks, classify, contribution, statements, survey_texts

LUMO = EXAMPLES / "lumo" / "site.toml"
QUESTIONS = ["start", "chapter-perception", "chapter-cause", "chapter-influence"]
QUESTIONS += ["answered", "unanswered", "waiting"]
RESULTS = ["result-a", "result-b", "result-c", "result-d", "result-m", "result-n"]
NOTICES = ["idle", "wiped", "deleted", "no-script", "neighbour", "wasm", "file", "slow", "language"]
PAGES = ["method", "privacy", "accessibility", "imprint", "paper"]
CONTRIBUTIONS = {
    "off": [],
    "paper": ["ballot"],
    "open": ["before", "sent", "kept", "failed"],
    "slips": ["before", "slip-missing", "sent", "kept", "failed", "failed-used"],
}
_SCHEMES: tuple[SchemeName, ...] = ("light", "dark")


def site_with(tmp_path: Path, text: str = sites.SMALLEST) -> Site:
    """Return the site that ``text``, a site.toml, describes."""
    return load.load_site(sites.write(tmp_path, text))


def collecting(mode: str) -> str:
    """Return the complete site.toml with codes collected by ``mode``."""
    text = sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"')
    return text if mode in ("open", "slips") else re.sub(r"(?m)^url = .*$", "", text)


@pytest.fixture(scope="module")
def lumo() -> Site:
    """The example with two surveys, two brands and slips."""
    return load.load_site(LUMO)


@pytest.fixture(scope="module")
def frames() -> Frames:
    """Frames that keep what they have read."""
    return Frames()


def every_page(frames: Frames, site: Site, scheme: SchemeName = "light") -> Iterator[tuple[str, str]]:
    """Yield id and HTML of every page and state of every survey, in the site's first language."""
    language = site.first.config.site.languages[0]
    for survey, page in itertools.product(site.surveys, frames.page_list(site, "de")):
        yield page["id"], frames.page_html(site, page["id"], survey.folder, language, scheme)


@pytest.mark.parametrize("mode", CONTRIBUTIONS)
def test_every_page_and_state_is_listed(tmp_path: Path, frames: Frames, mode: str) -> None:
    """Once each, in the order of a visit, whatever is collected and however, by the same ids."""
    listed = frames.page_list(site_with(tmp_path, collecting(mode)), "de")
    expected = [*QUESTIONS, *RESULTS, *CONTRIBUTIONS[mode], *NOTICES, *PAGES]
    assert [page["id"] for page in listed] == expected
    groups = [group for group, _ in itertools.groupby(page["group"] for page in listed)]
    assert groups == [
        "Start und Fragen",
        "Ergebnis",
        *(["Beitrag"] if mode != "off" else []),
        "Hinweise",
        "Seiten",
    ]


def test_several_surveys_have_a_page_in_front_and_an_address_has_a_poster(
    tmp_path: Path, frames: Frames, lumo: Site
) -> None:
    """Two surveys that collect in different ways list the states of both; without an address, no poster."""
    assert [page["id"] for page in frames.page_list(lumo, "en")][-7:] == ["overview", *PAGES, "poster"]
    text = f'{sites.BRAND}[collection]\nmode = "paper"\n'
    text += '[[surveys]]\nid = "a"\ntitle = "Eins"\nheadcount = 60\nopens = 2027-01-11\ncloses = 2027-01-29\n'
    text += '[[surveys]]\nid = "b"\ntitle = "Zwei"\n[surveys.collection]\nmode = "off"\n'
    listed = [page["id"] for page in frames.page_list(site_with(tmp_path, text), "de")]
    assert listed == [*QUESTIONS, *RESULTS, "ballot", *NOTICES, "overview", *PAGES]


def keys(tree: object, path: str = "") -> Iterator[str]:
    """Yield every key of ``tree`` with those of the tables around it."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield from keys(value, f"{path}/{key}")
    else:
        yield path


def test_everything_has_a_name_in_both_languages_of_the_studio(frames: Frames, lumo: Site) -> None:
    """German and English name the same things; no two titles of a group are alike, and each has a note."""
    assert list(keys(names("en"))) == list(keys(names("de")))
    languages: tuple[StudioLanguage, ...] = ("de", "en")
    for language in languages:
        listed = frames.page_list(lumo, language)
        assert len({(page["group"], page["title"]) for page in listed}) == len(listed)
        assert all(page["note"].endswith(".") for page in listed)
    shown = {page["id"]: page["title"] for page in frames.page_list(lumo, "en")}
    assert shown["result-a"] == survey_texts.load("en")["constellations"]["A"]["name"]
    assert set(names("de")["pages"]) - set(shown) == {"ballot"}


def test_a_result_is_called_as_on_the_site(frames: Frames, lumo: Site) -> None:
    """Title and levers in the studio are the words of the instrument, in the studio's language."""
    languages: tuple[tuple[StudioLanguage, str], ...] = (("de", "Hebel"), ("en", "Levers"))
    for language, note in languages:
        words, listed = survey_texts.load(language), {p["id"]: p for p in frames.page_list(lumo, language)}
        for kind in states.SHEETS:
            outcome, shown = classify(states.sheet(kind)), listed[f"result-{kind.lower()}"]
            if outcome.levers:
                assert shown["title"] == words["constellations"][kind]["name"]
                assert shown["note"] == f"{note}: {words['levers'][outcome.levers]}."
            else:
                named = words["outcomes"]["mixed" if kind == "M" else "none"]
                assert shown["title"] == named["title"]


def test_the_states_show_what_the_questionnaire_says(lumo: Site) -> None:
    """Each result's blocks, statements and code are those of an answer sheet, by the one rule there is."""
    config = lumo.surveys[0].config
    found = {state.name: state.shown for state in states.groups(config)["result"]}
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


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_a_frame_holds_all_it_shows(frames: Frames, lumo: Site, scheme: SchemeName) -> None:
    """Styles, fonts and pictures are inside, scripts are the studio's; no policy, nothing inline."""
    there = frame_files()
    for page, html in every_page(frames, lumo, scheme):
        parsed = Page(html.encode())
        loaded = [link["href"] for link in parsed.all("link")] + [image["src"] for image in parsed.all("img")]
        assert [address[:40] for address in loaded if not address.startswith("data:")] == [], page
        assert {script["src"] for script in parsed.all("script")} <= there.keys(), page
        assert "frame/still.js" in {script["src"] for script in parsed.all("script")}, page
        assert parsed.text_of("script") == parsed.text_of("style") == []
        assert not [meta for meta in parsed.all("meta") if "http-equiv" in meta]
        assert not [each.tag for each in parsed.elements if each.attributes.keys() & {"style", "onclick"}]


def test_no_frame_could_start_python(frames: Frames, lumo: Site) -> None:
    """No page loads PyScript or the page's own module; the scripts reach no runtime, and hold the answers."""
    loaded = {
        script["src"] for _, html in every_page(frames, lumo) for script in Page(html.encode()).all("script")
    }
    assert loaded == {"frame/state.js", "frame/still.js"}
    reached = set(scripts_from("frame/state.js"))
    assert "frame/contribution.js" in reached
    assert "frame/site.js" not in reached
    assert "frame/download.js" not in reached


def scripts_from(script: str) -> Iterator[str]:
    """Yield ``script`` and every script that it imports, as the files of the studio's folder hold them."""
    there, seen, waiting = frame_files(), set(), [script]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        yield name
        waiting += [f"frame/{found}" for found in re.findall(r'from "\./([\w.]+)"', there[name].decode())]


def test_a_state_is_the_built_page(frames: Frames, lumo: Site) -> None:
    """Nothing in the page itself differs from what a build writes, in every language and for every survey."""
    built = site_files(lumo)
    for folder, language, file in (
        ("technik/", "de", "technik/index.html"),
        ("vertrag/", "en", "vertrag/en/index.html"),
    ):
        shown, written = (
            re.sub(r"</?noscript>", "", re.search(r"<body>.*</main>", page, re.DOTALL)[0])  # type: ignore[index]
            for page in (frames.page_html(lumo, "start", folder, language, "light"), built[file].decode())
        )
        assert re.sub(r'src="data:[^"]*"', "", shown) == re.sub(r'src="[./]*assets/[^"]*"', "", written)


@pytest.mark.parametrize("page", ["method", "privacy", "accessibility", "imprint", "paper"])
def test_a_page_is_the_built_page(frames: Frames, lumo: Site, page: str) -> None:
    """Its body is the one that a build writes; only addresses of pictures differ."""
    written = site_files(lumo)[f"technik/en/{page}.html"].decode()
    shown = frames.page_html(lumo, page, "technik/", "en", "dark")
    bodies = [re.sub(r'src="[^"]*"', "", text.partition("<body>")[2]) for text in (shown, written)]
    assert bodies[0] == bodies[1]


@pytest.mark.parametrize("scheme", _SCHEMES)
def test_the_scheme_is_forced(frames: Frames, lumo: Site, scheme: SchemeName) -> None:
    """Neither style nor page asks what the visitor prefers; the dark colours hold always or never."""
    dark = lumo.surveys[0].config.brand.palette()["dark"]
    for page, html in every_page(frames, lumo, scheme):
        if page == "poster":
            continue  # paper has one scheme
        styles = [
            decoded(link["href"]) for link in Page(html.encode()).all("link") if link["rel"] == "stylesheet"
        ]
        assert not [style for style in styles if "prefers-color-scheme" in style], page
        assert f'<meta name="color-scheme" content="{scheme}">' in html
        assert f":root{{color-scheme:{scheme};" in styles[0]
    style = decoded(
        Page(frames.page_html(lumo, "start", "technik/", "de", scheme).encode()).all("link")[1]["href"]
    )
    assert (f":root{{{palette.declared(dark)}}}" in style) == (scheme == "dark")


def decoded(address: str) -> str:
    """Return the text in a ``data:`` address."""
    return base64.b64decode(address.partition(",")[2]).decode()


def test_names_are_never_markup(tmp_path: Path, frames: Frames) -> None:
    """A brand, a title and a state that look like HTML are text; what looks like one of our files is, too."""
    brand_name, title = (
        'Kontor <script>alert(1)</script> & "assets/site.css"',
        "Wie <noscript>geht</noscript> es uns?",
    )
    text = sites.SMALLEST.replace('"Muster AG"', f"'{brand_name}'").replace("Wie geht es uns?", title)
    for page, html in every_page(frames, site_with(tmp_path, text)):
        parsed = Page(html.encode())
        assert brand_name in parsed.text_of("span"), page
        assert all("src" in script for script in parsed.all("script"))
    assert title in Page(
        frames.page_html(site_with(tmp_path, text), "start", "", "de", "light").encode()
    ).text_of("p")
    state = states.State("x", {"a": "\"'<script>"})
    assert shown_on(drawn(site_with(tmp_path), state)) == {"a": "\"'<script>"}


def drawn(site: Site, state: states.State) -> str:
    """Return the page of ``state``, which may be one that no list has."""
    [survey], renderer = site.surveys, Renderer()
    parts = SurveyParts(survey, load_wordings(survey.config), "", inline(b"", b""))
    return state_page(state, survey_page_context(parts, "de", "index.html", renderer), renderer)


def shown_on(html: str) -> dict[str, object]:
    """Return what Python told the page of a state to show."""
    (told,) = [a["data-frame"] for a in Page(html.encode()).all("html")]
    return dict(json.loads(told))


def test_what_was_removed_a_moment_ago_gives_way(tmp_path: Path, frames: Frames) -> None:
    """A survey, a language or a state that is gone: the first survey, the first language, the start page."""
    site = site_with(tmp_path, f'[site]\nlanguages = ["de", "en"]\n{sites.SMALLEST}')
    start = frames.page_html(site, "start", "", "de", "light")
    assert frames.page_html(site, "slip-missing", "gone/", "de-leicht", "light") == start
    assert frames.page_html(site, "overview", "", "de", "light") == start
    assert frames.page_html(site, "poster", "", "de", "light") == start


def test_a_change_shows_at_once(tmp_path: Path, frames: Frames) -> None:
    """What frames keep never shows when it has changed: another colour, a text, a language, a logo."""
    text = f'[site]\nlanguages = ["de"]\n{sites.BRAND}primary = "#7a1f3d"\n{sites.SURVEY}'
    before = site_with(tmp_path, text)
    (tmp_path / "logo.svg").write_text(sites.LOGO, "utf-8")
    start = frames.page_html(before, "start", "", "de", "light")
    for changed in (
        text.replace("#7a1f3d", "#16697a"),
        f'{text}[texts.de.page]\nstart_title = "Los"\n',
        text.replace('["de"]', '["de", "en"]'),
        text.replace('primary = "#7a1f3d"', 'primary = "#7a1f3d"\nlogo = "logo.svg"'),
    ):
        site = site_with(tmp_path, changed)
        shown = frames.page_html(site, "start", "", "de", "light")
        assert shown != start
        assert shown == Frames().page_html(site, "start", "", "de", "light")
    assert frames.page_html(before, "start", "", "de", "light") == start


def test_a_page_is_drawn_once_and_with_what_is_kept(monkeypatch: pytest.MonkeyPatch, lumo: Site) -> None:
    """While somebody types, each picture costs one page: styles, texts and other pages are not made again."""
    frames, made = Frames(), list[str]()
    frames.page_html(lumo, "start", "technik/", "de", "light")
    page = Renderer.page

    def counting(self: Renderer, template: str, context: dict[str, object]) -> bytes:
        made.append(template)
        return page(self, template, context)

    monkeypatch.setattr(Renderer, "page", counting)
    monkeypatch.setattr("generator.studio.frame_markup.stylesheets", None)
    monkeypatch.setattr("generator.studio.frames.load_wordings", None)
    frames.page_html(lumo, "result-m", "technik/", "en", "light")
    assert made == ["frame_state.html.j2"]


def test_no_survey_may_take_the_studios_place(tmp_path: Path) -> None:
    """A survey's folder called studio would be hidden in the preview, so it is refused."""
    text = sites.BRAND + '[[surveys]]\nid = "a"\nfolder = "studio"\ntitle = "Eins"\n'
    (fault,) = sites.faults(sites.write(tmp_path, text))
    assert 'expected another folder than "studio"' in fault
