"""Many surveys in one build: each is as it would be alone, in a folder; they share runtime and front page."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.configuration import load
from generator.configuration.schema import localised
from generator.runtime import parts, store
from generator.site.files import configured_site_files, site_files
from generator.site.pages import FRONT_PAGES, PAGES
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
# It looks like the common brand, except for its name.
EAST = f'[[surveys]]\nid = "ost"\ntitle = "Ost"\n{TIMES}[surveys.brand]\nname = "Ost AG"\n'
TEXT = COMMON + NORTH + SOUTH + WEST + EAST
FOLDERS = ("nord", "sued", "west", "ost")
# Two of them as the only survey of a site.toml, written out.
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
headcount = 480
[texts.de]
page.start_title = "Auf geht's"
page.start_lead = "Weiter so"
[texts.en]
page.start_title = "Go"
page.start_lead = "Go on"
""",
}
DAYS = "opens = 2027-01-11\ncloses = 2027-01-29\n"
FRONT = {"de": "index.html", "en": "en/index.html"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a logo, for the sites of these tests."""
    path = tmp_path_factory.mktemp("several")
    (path / "logo.svg").write_text(sites.LOGO, "utf-8")
    return path


@pytest.fixture(scope="module")
def files(folder: Path) -> dict[str, bytes]:
    """Every file of a site of four surveys."""
    return configured_site_files(sites.write(folder, TEXT))


def below(files: dict[str, bytes], folder: str) -> dict[str, bytes]:
    """Return the files in ``folder``: path within it -> contents."""
    start = f"{folder}/"
    return {name.removeprefix(start): files[name] for name in files if name.startswith(start)}


def references(name: str, page: bytes) -> list[str]:
    """Return the path within the site to which every inner href and src of a page leads."""
    all_references = [
        e.attributes[a] for e in Page(page).elements for a in ("href", "src") if a in e.attributes
    ]
    inner = [reference for reference in all_references if not re.match(r"#|tel:|mailto:|https?:", reference)]
    return [resolved(name, reference) for reference in inner]


def test_each_survey_has_its_pages_in_its_folder(files: dict[str, bytes]) -> None:
    """All its pages in each language; the root of the site has only the pages in front."""
    pages = {*PAGES, *(f"en/{name}" for name in PAGES)}
    for name in FOLDERS:
        assert {page for page in below(files, name) if page.endswith(".html")} == pages
    rest = {page for page in files if page.endswith(".html") and page.split("/")[0] not in FOLDERS}
    assert rest == {*FRONT_PAGES, *(f"en/{name}" for name in FRONT_PAGES)}


def test_there_is_one_runtime_and_one_set_of_scripts(files: dict[str, bytes]) -> None:
    """At the root, however many surveys there are: no file of Python and no script is there twice."""
    runtime = parts.cut(store.runtime_files())
    assert {f"runtime/{name}" for file_parts in runtime.values() for name in file_parts} < set(files)
    for name in files:
        if name.endswith((".js", ".zip")):
            assert name.split("/")[0] in {"assets", "runtime"}


def test_only_a_brand_that_looks_different_has_style_and_pictures_of_its_own(
    files: dict[str, bytes],
) -> None:
    """With another colour or logo, the survey's folder has all style files; with only another name, none."""
    alike = (".js", "paper.css", "pages.css")  # whatever the brand
    common = {name for name in below(files, "assets") if not name.endswith(alike)}
    assert set(below(files, "sued/assets")) == common
    assert set(below(files, "west/assets")) == {*common, "logo.svg"}
    assert below(files, "nord/assets") == below(files, "ost/assets") == {}
    colours = [
        re.search(rb"--accent:(#\w+)", files[f"{style_folder}assets/site.css"])
        for style_folder in ("", "sued/")
    ]
    assert [colour and colour[1] for colour in colours] == [b"#7a1f3d", b"#1f7a3d"]


def test_every_reference_of_every_page_leads_to_a_file_of_the_site(files: dict[str, bytes]) -> None:
    """Relative references at every depth make the whole site work under any sub-path."""
    for name, contents in files.items():
        if name.endswith(".html"):
            assert references(name, contents)
            assert [lost for lost in references(name, contents) if lost not in files] == [], name


def test_a_page_takes_the_look_of_its_survey(files: dict[str, bytes]) -> None:
    """A page uses the stylesheet, icon and logo of its survey if it has them, or the common ones."""
    for name, style_folder in (("nord", ""), ("ost", ""), ("sued", "sued/"), ("west", "west/")):
        for page in (f"{name}/index.html", f"{name}/en/paper.html"):
            loaded = [path for path in references(page, files[page]) if path.endswith((".css", ".svg"))]
            logo = [f"{style_folder}assets/logo.svg"] if name == "west" else []
            icon, style, fonts = (
                f"{style_folder}assets/{file}" for file in ("icon.svg", "site.css", "later.css")
            )
            # The survey's page holds its style; it loads the fonts once it is drawn, or without a script.
            sheets = [fonts, fonts] if page.endswith("index.html") else [style, fonts, "assets/paper.css"]
            assert loaded == [icon, *sheets, *logo]


@pytest.mark.parametrize("name", ALONE)
def test_a_survey_is_what_it_would_be_alone(tmp_path: Path, files: dict[str, bytes], name: str) -> None:
    """It has the same texts and references, whatever the other surveys are."""
    alone, pages = configured_site_files(sites.write(tmp_path, ALONE[name])), below(files, name)
    for page in (page for page in pages if page.endswith(".html")):
        assert [text.text for text in Page(pages[page]).texts] == [
            text.text for text in Page(alone[page]).texts
        ]
        paths = references(f"{name}/{page}", pages[page])
        assert [reference.removeprefix(f"{name}/") for reference in paths] == references(page, alone[page])
    assert files["sued/assets/site.css" if name == "sued" else "assets/site.css"] == alone["assets/site.css"]


@pytest.mark.parametrize("language", FRONT)
def test_the_page_in_front_leads_to_every_survey(files: dict[str, bytes], language: str) -> None:
    """Title and brand, in this language and escaped, link to that survey in the same language."""
    name = FRONT[language]
    page, words = Page(files[name]), survey_texts.load(language)["page"]
    assert page.text_of("h1") == [words["surveys_title"]]
    assert words["surveys_lead"] in [text.text for text in page.texts]
    inside = [text.text.strip() for text in page.texts if text.within(**{"class": "surveys"})]
    west = localised({"de": "Westen", "en": "The <b>West</b>"}, language)
    assert inside == ["Nord", "Kontor AG", "Süd", "Kontor AG", west, "West & Co", "Ost", "Ost AG"]
    language_folder = "" if language == "de" else "en/"
    links = [path for path in references(name, files[name]) if path.split("/")[0] in FOLDERS]
    assert links == [f"{folder}/{language_folder}index.html" for folder in FOLDERS]


def test_the_page_in_front_does_nothing(files: dict[str, bytes]) -> None:
    """It has no script and no collector in its policy; the other language is one link away."""
    for name in FRONT.values():
        page = Page(files[name])
        assert page.all("script") == []
        assert b"umfrage.example" not in files[name]
        [policy] = [meta["content"] for meta in page.all("meta") if "http-equiv" in meta]
        assert "connect-src 'self';" in policy
        assert [a["href"] for a in page.all("a") if "hreflang" in a] == (
            ["index.html", "en/index.html"] if name == "index.html" else ["../index.html", "index.html"]
        )


def test_each_survey_sends_to_its_own_address(files: dict[str, bytes]) -> None:
    """Only the survey's own page has its address at the collector."""
    for name, survey_id in (("nord", "nord"), ("sued", "sued-2027"), ("west", "west"), ("ost", "ost")):
        endpoint = f"https://umfrage.example/v1/surveys/{survey_id}/codes"
        pages = {page for page, contents in files.items() if endpoint.encode() in contents}
        assert pages == {f"{name}/index.html", f"{name}/en/index.html"}


def test_a_preview_sends_every_survey_to_the_same_collector(folder: Path) -> None:
    """It replaces all configured addresses."""
    files = configured_site_files(sites.write(folder, TEXT), collector="http://127.0.0.1:9/")
    pages = {name for name in files if b'data-endpoint="http://127.0.0.1:9/v1/surveys/' in files[name]}
    assert pages == {
        f"{name}/{language_folder}index.html" for name in FOLDERS for language_folder in ("", "en/")
    }
    assert [n for n in files if n.endswith(".html") and b"umfrage.example" in files[n]] == []


@pytest.mark.parametrize("language", ["de", "en", "de-leicht"])
def test_people_can_check_how_many_are_invited_by_all_surveys(tmp_path: Path, language: str) -> None:
    """Its privacy page says how many people all surveys invite, each once; a single survey says nothing."""
    said = {
        "de": "laden zusammen 165 Menschen ein. Niemand soll zu zwei Befragungen zugleich",
        "en": "together invite 165 people. Nobody should be invited to two surveys at once.",
        "de-leicht": "Zusammen sind 165 Menschen eingeladen.",
    }[language]
    entries = [
        f'[[surveys]]\nid = "{name}"\ntitle = "{name}"\nheadcount = {people}\n{DAYS}'
        for name, people in (("nord", 120), ("sued", 45))
    ]
    site = f'[site]\nlanguages = ["{language}"]\n{sites.BRAND}[collection]\nmode = "paper"\n'
    several = configured_site_files(sites.write(tmp_path, f"{site}headcount = 165\n{''.join(entries)}"))
    for name in ("nord", "sued"):
        assert said in " ".join(several[f"{name}/privacy.html"].decode().split())
    one = sites.write(tmp_path, site + entries[0].replace("[[surveys]]", "[survey]"))
    assert "165" not in configured_site_files(one)["privacy.html"].decode()


ABOUT = ("privacy.html", "accessibility.html", "imprint.html")


@pytest.mark.parametrize("language", ["", "en/"])
def test_the_page_in_front_leads_to_imprint_privacy_and_accessibility(
    files: dict[str, bytes], language: str
) -> None:
    """Whoever arrives learns who is responsible before choosing; from each page the way leads back."""
    foot = references(f"{language}index.html", files[f"{language}index.html"])
    assert {f"{language}{name}" for name in ABOUT} <= set(foot)
    for name in ABOUT:
        assert f"{language}index.html" in references(f"{language}{name}", files[f"{language}{name}"])


@pytest.mark.parametrize("page", ["privacy.html", "accessibility.html"])
def test_what_holds_for_a_survey_is_one_link_away(files: dict[str, bytes], page: str) -> None:
    """The pages in front say what holds for themselves, and lead to those of each survey."""
    assert {f"{name}/{page}" for name in FOLDERS} <= set(references(page, files[page]))


OWN = """\
imprint = "Kontor AG\\nAm Hafen 1"
privacy = "Fragen an a@b.example"
accessibility = "Rufen Sie an."
"""


def test_the_pages_in_front_say_who_is_responsible(tmp_path: Path) -> None:
    """The facilitator's own words: an imprint line by line, and addresses that can be pressed."""
    text = COMMON.replace('name = "Kontor AG"\n', f'name = "Kontor AG"\n{OWN}') + NORTH + SOUTH
    files = configured_site_files(sites.write(tmp_path, text))
    assert b"<p>Kontor AG<br>\nAm Hafen 1</p>" in files["imprint.html"]
    assert b'Fragen an <a href="mailto:a@b.example">a@b.example</a>' in files["privacy.html"]
    assert b"<p>Rufen Sie an.</p>" in files["accessibility.html"]


def test_a_front_page_of_a_single_file_speaks_of_no_server(tmp_path: Path) -> None:
    """Nothing comes from one there."""
    surveys = "".join(f'[[surveys]]\nid = "{name}"\ntitle = "{name}"\n' for name in ("eins", "zwei"))
    site = load.load_site(sites.write(tmp_path, sites.BRAND + surveys))
    said = survey_texts.load("de")["page"]["surveys_server"].encode()
    assert said not in site_files(site, single=True)["privacy.html"]
    assert said in site_files(site)["privacy.html"]
