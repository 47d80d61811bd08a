"""The brand board: every page and state is on it, Python decides what each shows, none of it is built."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.brand import contrast, palette
from generator.commands.main import main
from generator.configuration import load
from generator.configuration.survey import Site
from generator.preview.board import brand, states
from generator.preview.board.files import board_files
from generator.preview.board.frames import state_page
from generator.preview.build import Preview
from generator.preview.server import InMemoryFiles
from generator.rendering.inline import inline
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from generator.site.files import site_files
from generator.site.pages import SurveyParts, survey_page_context
from harness import sites
from harness.markup import Page, named, policy
from harness.paths import EXAMPLES
from questionnaire import LEVERS, blocks, classify, contribution, statements, survey_texts

Made = tuple[Site, dict[str, bytes], Mapping[str, bytes]]
_SCRIPT_TAG = re.compile(rb"<script\b[^>]*>", re.IGNORECASE)
LUMO = EXAMPLES / "lumo" / "site.toml"
ALWAYS = [
    *(
        "start",
        "chapter-perception",
        "chapter-cause",
        "chapter-influence",
        "answered",
        "unanswered",
        "waiting",
    ),
    *("result-a", "result-b", "result-c", "result-d", "result-m", "result-n"),
]
NOTICES = ["idle", "wiped", "deleted", "no-script", "neighbour", "wasm", "file", "slow", "language"]
PAGES = ["method", "privacy", "accessibility", "imprint", "paper"]
CONTRIBUTIONS = {
    "off": [],
    "paper": ["ballot"],
    "open": ["before", "sent", "kept", "failed"],
    "slips": ["before", "slip-missing", "sent", "kept", "failed", "failed-used"],
}


def collecting(mode: str) -> str:
    """Return the complete site.toml with codes collected by ``mode``."""
    text = sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"')
    return text if mode in ("open", "slips") else re.sub(r"(?m)^url = .*$", "", text)


def made(config: Path) -> Made:
    """Return what ``config`` describes, its site and its board."""
    site = load.load_site(config)
    files = site_files(site)
    return site, files, board_files(site, files)


@pytest.fixture(scope="module")
def lumo() -> Made:
    """The example with two surveys: what it describes, its site, its board."""
    return made(LUMO)


def sheets(files: Mapping[str, bytes]) -> dict[str, Page]:
    """Return the sheets of a board, parsed."""
    return {name: Page(text) for name, text in files.items() if re.fullmatch(r"board/[^/]*\.html", name)}


def cards(sheet: Page) -> list[str]:
    """Return the names of the pages and states on a sheet, in order."""
    return [a["id"].removeprefix("card-") for a in sheet.all("article") if a.get("class") == "card"]


def drawn(config: Path, state: states.State) -> bytes:
    """Return the page of ``state`` in the site of ``config``, which may be one that no board has."""
    [survey], renderer = load.load_surveys(config), Renderer()
    words = load_wordings(survey.config)
    parts = SurveyParts(survey, words, "", inline(b"", b""))
    context = survey_page_context(parts, "de", "index.html", renderer)
    return state_page(state, context, renderer)


def shown_on(html: bytes) -> dict[str, object]:
    """Return what Python told the page of a state to show."""
    (told,) = [a["data-board"] for a in Page(html).all("html")]
    return dict(json.loads(told))


@pytest.mark.parametrize("mode", CONTRIBUTIONS)
def test_every_page_and_state_is_on_the_sheet(tmp_path: Path, mode: str) -> None:
    """Once each, in the order of a visit, whatever is collected and however."""
    _, _, files = made(sites.write(tmp_path, collecting(mode)))
    expected = [*ALWAYS, *CONTRIBUTIONS[mode], *NOTICES, *PAGES]
    assert {name: cards(sheet) for name, sheet in sheets(files).items()} == dict.fromkeys(
        ("board/index.html", "board/de.dark.html", "board/en.light.html", "board/en.dark.html"), expected
    )


def test_every_survey_language_and_scheme_has_a_sheet(
    lumo: Made,
) -> None:
    """Two surveys, two languages, light and dark; each sheet leads to those that differ in one thing."""
    _, _, files = lumo
    parts = itertools.product(("technik", "vertrag"), ("de", "en"), ("light", "dark"))
    names = {f"board/{'.'.join(part)}.html" for part in parts} - {"board/technik.de.light.html"}
    found = sheets(files)
    assert found.keys() == names | {"board/index.html"}
    for name, sheet in found.items():
        links = {link["href"] for link in sheet.all("a")}
        assert {
            f"board/{href}" for href in links if "/" not in href and href.endswith(".html")
        } <= found.keys()
        current = [a for a in sheet.all("a") if a.get("aria-current")]
        assert [f"board/{a['href']}" for a in current] == [name] * 3
        assert cards(sheet)[-len(PAGES) - 1] == "overview"


def frames(name: str, sheet: Page) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the path and the attributes of every frame of a sheet."""
    for frame in sheet.all("iframe"):
        yield f"{name.rpartition('/')[0]}/{frame['src']}", frame


def test_every_frame_is_loaded_when_it_is_near_and_cannot_be_used(
    lumo: Made,
) -> None:
    """Two for each card, phone and desktop, of a page that is there; a frame never takes the focus."""
    _, _, files = lumo
    for name, sheet in sheets(files).items():
        found = list(frames(name, sheet))
        assert len(found) == 2 * len(cards(sheet))
        for path, frame in found:
            assert path in files
            assert frame["loading"] == "lazy"
            assert "inert" in frame
            assert frame["title"]


def test_the_states_show_what_the_questionnaire_says() -> None:
    """Each result's blocks, statements and code are those of an answer sheet, by the one rule there is."""
    config = load.load_surveys(LUMO)[0].config
    found = {state.name: state.shown for state in states.groups(config, survey_texts.load("de"))["Ergebnis"]}
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


def test_a_state_is_the_built_page_with_other_scripts(
    lumo: Made,
) -> None:
    """Nothing but what loads scripts, the state and the scheme differs; the policy and the markup stay."""
    _, site, files = lumo
    for name in ("technik/index.html", "vertrag/en/index.html"):
        built, shown = site[name].decode(), files[f"board/light/{name}"].decode()
        shown = re.sub(r' data-board="[^"]*"', "", shown)
        shown = shown.replace('content="dark"', 'content="light dark"').replace(
            'content="light"', 'content="light dark"'
        )
        # The style within it and that style's hash: see the next test. A frame's later style has no hash.
        built, shown = (
            re.sub(r'<style>.*?</style>| integrity="sha256-[^"]*"|sha256-[\w+/=]*', "", page, flags=re.DOTALL)
            for page in (built, shown)
        )
        added = set(shown.splitlines()) - set(built.splitlines())
        gone = set(built.splitlines()) - set(shown.splitlines())
        assert {re.sub(r"(\.\./)+", "", line) for line in added} == {
            '<link rel="stylesheet" href="assets/state.css">',
            '<script type="module" src="assets/state.js"></script>',
            '<template id="later"></template>',
        }
        tags = (
            'script type="module"',
            "script async",
            'link rel="modulepreload"',
            "template id",
            "/template",
        )
        loading = re.compile(f"<({'|'.join(tags)})")
        assert [line for line in gone if not loading.match(line)] == []


def test_the_page_allows_the_style_that_was_forced(lumo: Made) -> None:
    """The style within the page is another one now, and the policy names it by its new hash."""
    _, site, files = lumo
    for scheme in ("light", "dark"):
        page, built = Page(files[f"board/{scheme}/technik/index.html"]), Page(site["technik/index.html"])
        assert page.text_of("style") != built.text_of("style")
        for shown in (page, built):
            assert named(shown.text_of("style")) in policy(shown)["style-src"]
            assert named(shown.text_of("script")[:1]) in policy(shown)["script-src"]


def test_no_state_could_start_python(lumo: Made) -> None:
    """No page of the board loads PyScript or the page's own module, and the runtime is not there at all."""
    _, _, files = lumo
    loaded = set()
    for name, contents in files.items():
        assert "/runtime/" not in name
        if name.endswith(".html"):
            assert b"runtime/" not in contents.split(b"<body>")[0]
            tags = Page(b"".join(_SCRIPT_TAG.findall(contents)))  # hundreds of large pages: these tags alone
            loaded |= {script["src"] for script in tags.all("script") if "src" in script}
    names = {address.rpartition("/")[2].partition("?")[0] for address in loaded}
    assert names == {"state.js", "no_script.js", "reload.js"}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_is_forced(lumo: Made, scheme: str) -> None:
    """Neither style nor page asks what the visitor prefers; the dark colours hold always or never."""
    site, _, files = lumo
    dark = site.surveys[0].config.brand.palette()["dark"]
    for name, contents in files.items():
        if name.startswith(f"board/{scheme}/") and name.endswith((".html", ".css")):
            assert b"prefers-color-scheme" not in contents, name
        if name.startswith(f"board/{scheme}/") and name.endswith(".html"):
            assert f'<meta name="color-scheme" content="{scheme}">'.encode() in contents
    style = files[f"board/{scheme}/assets/site.css"].decode()
    assert f":root{{color-scheme:{scheme};" in style
    assert (f":root{{{palette.declared(dark)}}}" in style) == (scheme == "dark")


def test_the_board_sends_to_the_previews_collector_too(tmp_path: Path) -> None:
    """A page of the board names the collector that the site's own page names, and no configured one."""
    shown = InMemoryFiles()
    preview = Preview(sites.write(tmp_path, sites.COMPLETE), tmp_path / "dist", "http://127.0.0.1:9/", shown)
    built = preview.build()["index.html"]
    for page in (built, shown.files["board/light/index.html"], shown.files["board/dark/state-sent.html"]):
        assert policy(Page(page))["connect-src"] == "'self' http://127.0.0.1:9"
        assert b"umfrage.intern.example" not in page


def test_names_are_never_markup(tmp_path: Path) -> None:
    """A brand and a title that look like HTML are text, on the sheets as on the pages."""
    brand_name, title = "Kontor <script>alert(1)</script> & Söhne", "Wie <em>geht</em> es uns?"
    text = sites.SMALLEST.replace("Muster AG", brand_name).replace("Wie geht es uns?", title)
    _, _, files = made(sites.write(tmp_path, text))
    for sheet in sheets(files).values():
        assert sheet.text_of("h1") == [brand_name]
        assert title in sheet.text_of("p")
        assert {script.get("src") for script in sheet.all("script")} == {"reload.js"}
    state = states.State("x", "", "", {"a": "\"'<script>"})
    assert shown_on(drawn(sites.write(tmp_path), state)) == {"a": "\"'<script>"}


def test_the_table_tells_every_pair_as_it_is(
    lumo: Made,
) -> None:
    """Every pair of roles that meet on a page, in light and dark, with the contrast the palette reached."""
    site, _, _ = lumo
    own = site.surveys[0].config.brand
    colours = palette.palette(own.primary, own.accent, light=own.light.given(), dark=own.dark.given())
    for scheme in brand.schemes(own):
        rows = [pair for row in scheme.on_surfaces.values() for pair in row]
        told = {(p.seen, p.ground): p.reached for p in (*rows, *scheme.others)}
        reached = {
            pair: contrast.ratio(*(colours[scheme.name][role] for role in pair)) for pair in contrast.PAIRS
        }
        assert told == {pair: brand.german(number) for pair, number in reached.items()}
        assert {swatch.role: swatch.colour for swatch in scheme.swatches} == colours[scheme.name]
        assert all(pair.enough for pair in rows)


@pytest.mark.parametrize(("number", "text"), [(4.499, "4,4"), (7.0, "7"), (12.35, "12,3")])
def test_a_contrast_is_never_rounded_up(number: float, text: str) -> None:
    """A pair that just misses its ratio must not read as if it reached it."""
    assert brand.german(number) == text


def test_the_stamp_changes_with_the_site_and_with_nothing_else(tmp_path: Path) -> None:
    """The same input gives the same board; another title, another stamp: by that the board reloads."""
    first = made(sites.write(tmp_path))[2]
    assert made(sites.write(tmp_path))[2] == first
    other = made(sites.write(tmp_path, sites.SMALLEST.replace("Wie geht es uns?", "Wie geht es?")))[2]
    assert other["board/stamp.txt"] != first["board/stamp.txt"]


def test_nothing_of_the_board_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither build nor serve writes any of it: it is shown from memory, and the folder is the plain site."""
    config, shown = sites.write(tmp_path), InMemoryFiles()
    CliRunner().invoke(main, ["build", "--config", str(config), "--out", str(tmp_path / "built")])
    monkeypatch.chdir(tmp_path)
    Preview(config, tmp_path / "served", board=shown).build()
    assert sites.contents(tmp_path / "built") == sites.contents(tmp_path / "served")
    names = sites.contents(tmp_path / "served")
    assert not [name for name in names if re.search(r"board|state", name)]
    assert "board/index.html" in shown.files


def test_no_survey_may_take_the_boards_place(tmp_path: Path) -> None:
    """A survey's folder called board would be hidden in the preview, so it is refused."""
    text = sites.BRAND + '[[surveys]]\nid = "a"\nfolder = "board"\ntitle = "Eins"\n'
    (fault,) = sites.faults(sites.write(tmp_path, text))
    assert 'expected another folder than "board"' in fault


def test_of_the_board_only_what_is_looked_at_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many surveys in many states, somebody looks at few: a save draws one sheet and one state."""
    drawn: list[str] = []
    page = Renderer.page

    def counting(self: Renderer, template: str, context: Mapping[str, object]) -> bytes:
        drawn.append(template)
        return page(self, template, context)

    site = load.load_site(LUMO)
    built = site_files(site)
    monkeypatch.setattr(Renderer, "page", counting)
    files = board_files(site, built)
    assert drawn == ["board.html.j2", "board_state.html.j2"]
    assert len([name for name in files if "/state-" in name]) > 100
    assert files["board/light/technik/state-wiped.html"] == files["board/light/technik/state-wiped.html"]
    assert drawn[2:] == ["board_state.html.j2"] * 2
    assert "board/light/technik/state-nobody.html" not in files
