"""Many surveys, one build: a folder each, one runtime, a page in front, and each as it would be alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.configuration.schema import localised
from generator.runtime import parts, store
from generator.site.files import configured_site_files
from generator.site.pages import PAGES
from harness import sites
from harness.markup import Page, resolved
from questionnaire import survey_texts
from tests.generator.configuration.test_surveys import COMMON, NORTH, SOUTH, TIMES

WEST = f"""\
[[surveys]]
id = "west"
title = {{ de = "Westen", en = "The <b>West</b>" }}
{TIMES}
[surveys.brand]
name = "West & Co"
logo = "logo.svg"
"""
# Like the common brand in everything that can be seen but its name.
EAST = f'[[surveys]]\nid = "ost"\ntitle = "Ost"\n{TIMES}[surveys.brand]\nname = "Ost AG"\n'
TEXT = COMMON + NORTH + SOUTH + WEST + EAST
FOLDERS = ("nord", "sued", "west", "ost")
# What two of them would be as the only one, written out.
ALONE = {
    "nord": COMMON + NORTH.replace("[[surveys]]", "[survey]"),
    "sued": f"""\
[brand]
name = "Kontor AG"
primary = "#1f7a3d"
[[contacts]]
label = "Beratung"
mail = "b@sued.example"
[survey]
id = "sued-2027"
title = "Süd"
{TIMES}detail = "levers"
[collection]
mode = "slips"
url = "https://umfrage.example/"
[texts.de]
page.start = "Auf geht's"
page.next = "Weiter so"
[texts.en]
page.start = "Go"
page.next = "Go on"
""",
}
FRONT = {"de": "index.html", "en": "en/index.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a logo, for the sites of these tests."""
    made = tmp_path_factory.mktemp("several")
    (made / "logo.svg").write_text(sites.LOGO, "utf-8")
    return made


@pytest.fixture(scope="module")
def planned(folder: Path) -> dict[str, bytes]:
    """Every file of a site of four surveys."""
    return configured_site_files(sites.write(folder, TEXT))


def below(planned: dict[str, bytes], folder: str) -> dict[str, bytes]:
    """Return the files in ``folder``, named from there."""
    start = f"{folder}/"
    return {name.removeprefix(start): planned[name] for name in planned if name.startswith(start)}


def references(name: str, page: bytes) -> list[str]:
    """Return where every href and src of a page leads to within the site, named from its root."""
    found = [e.attributes[a] for e in Page(page).elements for a in ("href", "src") if a in e.attributes]
    inner = [reference for reference in found if not re.match(r"#|tel:|mailto:|https?:", reference)]
    return [resolved(name, reference) for reference in inner]


def test_each_survey_has_its_pages_in_its_folder(planned: dict[str, bytes]) -> None:
    """All of them in each language; at the root of the site the page in front, and no other."""
    pages = {*PAGES, *(f"en/{name}" for name in PAGES)}
    for name in FOLDERS:
        assert {page for page in below(planned, name) if page.endswith(".html")} == pages
    rest = {page for page in planned if page.endswith(".html") and page.split("/")[0] not in FOLDERS}
    assert rest == set(FRONT.values())


def test_there_is_one_runtime_and_one_set_of_scripts(planned: dict[str, bytes]) -> None:
    """At the root, however many surveys: nothing of Python and no script is there twice."""
    runtime = parts.cut(store.runtime_files())
    assert {f"runtime/{name}" for cut in runtime.values() for name in cut} < set(planned)
    for name in planned:
        if name.endswith((".js", ".zip")):
            assert name.split("/")[0] in {"assets", "runtime"}


def test_only_a_brand_that_looks_different_has_style_and_pictures_of_its_own(
    planned: dict[str, bytes],
) -> None:
    """Another colour or logo: all of the look in the survey's folder; another name alone: nothing."""
    common = {name for name in below(planned, "assets") if not name.endswith(".js")}
    assert set(below(planned, "sued/assets")) == common
    assert set(below(planned, "west/assets")) == {*common, "logo.svg"}
    assert below(planned, "nord/assets") == below(planned, "ost/assets") == {}
    colours = [re.search(rb"--accent:(#\w+)", planned[f"{place}assets/site.css"]) for place in ("", "sued/")]
    assert [colour and colour[1] for colour in colours] == [b"#7a1f3d", b"#1f7a3d"]


def test_every_reference_of_every_page_leads_to_a_file_of_the_site(planned: dict[str, bytes]) -> None:
    """From every depth, so that the whole site works under any sub-path."""
    for name, contents in planned.items():
        if name.endswith(".html"):
            assert references(name, contents)
            assert [lost for lost in references(name, contents) if lost not in planned] == [], name


def test_a_page_takes_the_look_of_its_survey(planned: dict[str, bytes]) -> None:
    """Its own style sheet, icon and logo where the survey has them, the common ones elsewhere."""
    for name, place in (("nord", ""), ("ost", ""), ("sued", "sued/"), ("west", "west/")):
        for page in (f"{name}/index.html", f"{name}/en/paper.html"):
            look = [found for found in references(page, planned[page]) if found.endswith((".css", ".svg"))]
            logo = [f"{place}assets/logo.svg"] if name == "west" else []
            icon, style, fonts = (f"{place}assets/{file}" for file in ("icon.svg", "site.css", "later.css"))
            # The survey's page has the style in it; the rest comes once it is drawn, or without a script.
            sheets = [fonts, fonts] if page.endswith("index.html") else [style, fonts]
            assert look == [icon, *sheets, *logo]


@pytest.mark.parametrize("name", ALONE)
def test_a_survey_is_what_it_would_be_alone(tmp_path: Path, planned: dict[str, bytes], name: str) -> None:
    """The same texts and the same files behind every reference, whatever other surveys say."""
    alone, pages = configured_site_files(sites.write(tmp_path, ALONE[name])), below(planned, name)
    for page in (page for page in pages if page.endswith(".html")):
        assert [text.text for text in Page(pages[page]).texts] == [
            text.text for text in Page(alone[page]).texts
        ]
        found = references(f"{name}/{page}", pages[page])
        assert [reference.removeprefix(f"{name}/") for reference in found] == references(page, alone[page])
    assert (
        planned["sued/assets/site.css" if name == "sued" else "assets/site.css"] == alone["assets/site.css"]
    )


@pytest.mark.parametrize("language", FRONT)
def test_the_page_in_front_leads_to_every_survey(planned: dict[str, bytes], language: str) -> None:
    """Title and brand, in this language and escaped, as a link to that survey in the same language."""
    name = FRONT[language]
    page, words = Page(planned[name]), survey_texts.load(language)["page"]
    assert page.text_of("h1") == [words["surveys_title"]]
    assert words["surveys_lead"] in [text.text for text in page.texts]
    inside = [text.text.strip() for text in page.texts if text.within(**{"class": "surveys"})]
    west = localised({"de": "Westen", "en": "The <b>West</b>"}, language)
    assert inside == ["Nord", "Kontor AG", "Süd", "Kontor AG", west, "West & Co", "Ost", "Ost AG"]
    place = "" if language == "de" else "en/"
    listed = [found for found in references(name, planned[name]) if found.split("/")[0] in FOLDERS]
    assert listed == [f"{folder}/{place}index.html" for folder in FOLDERS]


def test_the_page_in_front_does_nothing(planned: dict[str, bytes]) -> None:
    """No script, no collector in its policy; the other language is one link away."""
    for name in FRONT.values():
        page = Page(planned[name])
        assert page.all("script") == []
        assert b"umfrage.example" not in planned[name]
        [policy] = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]
        assert "connect-src 'self';" in policy
        assert [a["href"] for a in page.all("a") if "hreflang" in a] == (
            ["index.html", "en/index.html"] if name == "index.html" else ["../index.html", "index.html"]
        )


def test_each_survey_sends_to_its_own_address(planned: dict[str, bytes]) -> None:
    """The id at the collector stands on the survey's own pages and on no other's."""
    for name, own in (("nord", "nord"), ("sued", "sued-2027"), ("west", "west"), ("ost", "ost")):
        endpoint = f"https://umfrage.example/v1/surveys/{own}/codes"
        pages = {page for page, contents in planned.items() if endpoint.encode() in contents}
        assert pages == {f"{name}/index.html", f"{name}/en/index.html"}


def test_a_preview_sends_every_survey_to_the_same_collector(folder: Path) -> None:
    """Whatever their configured addresses are."""
    files = configured_site_files(sites.write(folder, TEXT), collector="http://127.0.0.1:9/")
    pages = {name for name in files if b'data-endpoint="http://127.0.0.1:9/v1/surveys/' in files[name]}
    assert pages == {f"{name}/{place}index.html" for name in FOLDERS for place in ("", "en/")}
    assert [n for n in files if n.endswith(".html") and b"umfrage.example" in files[n]] == []
