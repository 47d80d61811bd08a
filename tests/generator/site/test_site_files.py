"""A site is complete, refers to nothing outside itself, is the same every time, and says only what it may."""

from __future__ import annotations

import json
import os
import posixpath
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from jinja2 import UndefinedError

from generator.rendering.templates import Renderer, dialled
from generator.site.files import configured_site_files
from generator.site.pages import PAGES
from harness import sites
from harness.markup import Page, named, policy, resolved
from questionnaire import ALL_BLOCKS, CONSTELLATIONS, ITEM_IDS, paper_key

CONTACT = "https://intranet.kontor.example/hilfe?a=1"
ENDINGS = {"html", "css", "js", "json", "svg", "png", "txt", "zip", "woff2"}
SUMS = """
import hashlib, json, sys
from pathlib import Path
from generator.site.files import configured_site_files
files = configured_site_files(Path(sys.argv[1]))
print(json.dumps([(name, hashlib.sha256(contents).hexdigest()) for name, contents in files.items()]))
"""


def test_planning_twice_gives_the_same_bytes(rich_site: Path, rich_files: dict[str, bytes]) -> None:
    """The same input gives the same files in the same order."""
    assert list(configured_site_files(rich_site).items()) == list(rich_files.items())


def test_a_plan_depends_on_nothing_but_its_input(rich_site: Path, tmp_path: Path) -> None:
    """Another hash seed, working folder, time zone and locale give the same bytes."""
    (tmp_path / "elsewhere").mkdir()
    digests = []
    for seed, folder, zone in (("1", rich_site.parent, "UTC"), ("2", tmp_path / "elsewhere", "Asia/Tokyo")):
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "LC_ALL": "C"}
        config_path = os.path.relpath(rich_site, folder)
        done = subprocess.run(
            [sys.executable, "-c", SUMS, config_path],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=True,
        )
        digests.append(json.loads(done.stdout))
    assert digests[0] == digests[1]


def test_every_page_is_there_in_every_language(rich_files: dict[str, bytes], pages: dict[str, Page]) -> None:
    """The first language is at the root; each of the others has a folder."""
    assert set(pages) == {*PAGES, *(f"en/{name}" for name in PAGES)}
    assert {name for name in rich_files if name.startswith("en/")} == {f"en/{name}" for name in PAGES}


def test_a_site_in_one_language_offers_no_other(tmp_path: Path) -> None:
    """A site in English alone has its pages at the root, without a choice of languages."""
    files = configured_site_files(sites.write(tmp_path, '[site]\nlanguages = ["en"]\n' + sites.SMALLEST))
    assert {name for name in files if name.endswith(".html")} == set(PAGES)
    page = Page(files["index.html"])
    assert page.all("html")[0]["lang"] == "en"
    assert "languages" not in [nav.get("class") for nav in page.all("nav")]


def test_only_endings_that_every_server_knows(rich_files: dict[str, bytes]) -> None:
    """Static storage refuses other endings, or serves them with a wrong type."""
    assert {name.rpartition(".")[2] for name in rich_files} <= ENDINGS
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in rich_files)


def test_no_page_names_another_server(rich_files: dict[str, bytes]) -> None:
    """The only absolute addresses are those of the contacts."""
    for name, contents in rich_files.items():
        if name.endswith((".html", ".css", ".svg")):
            addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.[^\s\"'<>]+", contents.decode("utf-8")))
            assert addresses <= {CONTACT, "http://www.w3.org/2000/svg"}, name


def test_every_reference_of_a_page_leads_to_a_file_of_the_site(
    rich_files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    """Every href and src is relative to its page, so that the site works under any sub-path."""
    for name, page in pages.items():
        references = [e.attributes[a] for e in page.elements for a in ("href", "src") if a in e.attributes]
        inner = [r for r in references if not r.startswith(("#", "tel:", "mailto:")) and r != CONTACT]
        assert len(inner) > 5
        for reference in inner:
            assert resolved(name, reference) in rich_files, f"{name}: {reference}"


def test_every_anchor_leads_to_an_element_of_its_page(pages: dict[str, Page]) -> None:
    """Every link to an anchor, such as ``#main``, refers to an id that its page has once."""
    for name, page in pages.items():
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids)), name
        assert {a["href"][1:] for a in page.all("a") if a.get("href", "").startswith("#")} <= set(ids)


def test_the_interpreter_is_named_relative_to_the_page(
    rich_files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    """PyScript resolves the address against the page, at the root and in a language's folder."""
    for name in ("index.html", "en/index.html"):
        (script,) = [script for script in pages[name].all("script") if script.get("type") == "py"]
        interpreter = json.loads(script["config"])["interpreter"]
        assert interpreter.startswith(("./", "../"))  # PyScript takes any other word for a version
        assert resolved(name, interpreter) in rich_files


def test_styles_and_scripts_refer_to_files_of_the_site(rich_files: dict[str, bytes]) -> None:
    """Files that a stylesheet draws with and that our modules import are in the site."""
    for sheet in ("assets/site.css", "assets/later.css"):
        for reference in re.findall(r"url\(\"?([^\")]+)\"?\)", rich_files[sheet].decode("utf-8")):
            assert resolved(sheet, reference) in rich_files, reference
    assert b"url(" in rich_files["assets/later.css"]
    for name, contents in rich_files.items():
        if name.startswith("assets/") and name.endswith(".js"):
            for reference in re.findall(
                r"""(?:from|import)\s*\(?["'](\.[^"']+)["']""", contents.decode("utf-8")
            ):
                assert resolved(name, reference) in rich_files, f"{name}: {reference}"


def test_the_result_holds_every_block_and_no_other(pages: dict[str, Page]) -> None:
    """The page has every block that Python can show, and none that Python never shows."""
    for name in ("index.html", "en/index.html"):
        keys = [
            e.attributes["data-block"].split() for e in pages[name].elements if "data-block" in e.attributes
        ]
        assert {key for one in keys for key in one} == ALL_BLOCKS


def test_the_result_shows_no_number(pages: dict[str, Page]) -> None:
    """No score, no rank, no percentage; a contact's telephone number is the one exception."""
    for name in ("index.html", "en/index.html"):
        texts = [text for text in pages[name].texts if text.within(id="result-blocks")]
        assert len(texts) > 100
        assert [t.text for t in texts if re.search(r"\d", t.text) and not t.within(data_contacts="")] == []


def test_a_question_is_asked_once_with_four_answers(pages: dict[str, Page]) -> None:
    """There are twelve groups of four radio buttons, and on paper boxes to tick by hand, no inputs."""
    for name in ("index.html", "en/index.html"):
        items = [group["data-item"] for group in pages[name].all("fieldset") if "data-item" in group]
        radios = [i for i in pages[name].all("input") if i.get("type") == "radio"]
        answers = [(i["name"], i["value"]) for i in radios if i["name"] in ITEM_IDS]
        assert tuple(items) == ITEM_IDS
        assert answers == [(item, value) for item in ITEM_IDS for value in "0123"]
    assert pages["paper.html"].all("input") == []
    boxes = [span for span in pages["paper.html"].all("span") if span.get("class") == "box"]
    crosses = len(CONSTELLATIONS) * (len(paper_key.LINES) + len(paper_key.PATHS))
    assert len(boxes) == 48 + crosses


def test_every_page_allows_itself_and_nothing_else(pages: dict[str, Page]) -> None:
    """Inline code only with its hash, no other origin, no frame, no form that leads away."""
    for name, page in pages.items():
        survey = name in {"index.html", "en/index.html"}
        script = f" '{named(page.text_of('script'))}'" if survey else ""
        style = f" '{named(page.text_of('style'))}'" if survey else ""
        assert policy(page) == {
            "default-src": "'none'",
            "script-src": f"'self'{script} 'wasm-unsafe-eval'",
            "style-src": f"'self'{style}",
            "img-src": "'self' data:",
            "font-src": "'self'",
            "connect-src": "'self'",
            "worker-src": "'self' blob:",
            "base-uri": "'none'",
            "form-action": "'none'",
        }


def test_the_policy_stands_before_anything_can_load(pages: dict[str, Page]) -> None:
    """A meta element rules only what comes after it."""
    for page in pages.values():
        tags = [element.tag for element in page.elements]
        number = next(n for n, element in enumerate(page.elements) if "http-equiv" in element.attributes)
        assert not {"link", "script", "img", "style"} & set(tags[:number])


@pytest.mark.parametrize("mode", ["off", "paper", "open", "slips"])
def test_nobody_is_asked_who_they_are(tmp_path: Path, mode: str) -> None:
    """Answers, where to begin, a step, one's own words, and a slip if there are any: no other field."""
    text = sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"')
    for name, contents in configured_site_files(sites.write(tmp_path, text)).items():
        page = Page(contents if name.endswith(".html") else b"")
        fields = [(field.get("name"), field.get("id")) for field in page.all("input")]
        others = [field for field in fields if field[0] not in {*ITEM_IDS, "begin", "step"}]
        asks_for_a_slip = mode == "slips" and name in {"index.html", "en/index.html"}
        assert others == [(None, "slip")] * asks_for_a_slip, name
        written = [element for element in page.elements if "contenteditable" in element.attributes]
        assert [element.attributes["id"] for element in written] == ["conversation-text"] * len(written)
        assert not {"textarea", "select"} & {element.tag for element in page.elements}


@pytest.mark.parametrize(
    ("mode", "allowed"),
    [
        ("off", "'self'"),
        ("paper", "'self'"),
        ("open", "'self' https://umfrage.intern.example"),
        ("slips", "'self' https://umfrage.intern.example"),
    ],
)
def test_only_the_collector_may_be_sent_to(tmp_path: Path, mode: str, allowed: str) -> None:
    """The one other origin is the collector's, and only if the site sends anything at all."""
    text = sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"')
    files = configured_site_files(sites.write(tmp_path, text))
    for name, contents in files.items():
        if name.endswith(".html"):
            assert policy(Page(contents))["connect-src"] == allowed
            assert (b"umfrage.intern.example" in contents) == (mode in {"open", "slips"})


def test_only_the_survey_holds_code_and_style_of_its_own(
    rich_files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    """It holds the site's stylesheet and first_paint.js, to be drawn at once; the policy blocks any other."""
    for name, page in pages.items():
        survey = name in {"index.html", "en/index.html"}
        assert page.text_of("style") == ([rich_files["assets/site.css"].decode()] if survey else [])
        assert page.text_of("script") == ([rich_files["assets/first_paint.js"].decode()] if survey else [])
        assert len([script for script in page.all("script") if "src" not in script]) == survey
        names = {name for element in page.elements for name in element.attributes}
        assert not {name for name in names if name == "style" or name.startswith("on")}


def test_every_page_and_every_link_says_its_language(pages: dict[str, Page]) -> None:
    """Screen readers pronounce pages, and names of other languages, correctly."""
    for name, page in pages.items():
        page_language = "en" if name.startswith("en/") else "de"
        assert (page.all("html")[0]["lang"], page.all("html")[0]["dir"]) == (page_language, "ltr")
        links = {a["hreflang"]: a for a in page.all("a") if "hreflang" in a}
        assert list(links) == ["de", "en"]
        for code, link in links.items():
            assert link["lang"] == code
            assert ("aria-current" in link) == (code == page_language)
            target = resolved(name, link["href"])
            assert pages[target].all("html")[0]["lang"] == code
            assert posixpath.basename(target) == posixpath.basename(name)


def test_leichte_sprache_goes_by_the_tag_that_browsers_know(tmp_path: Path) -> None:
    """``de-leicht`` is our code and folder; the page has the registered tag, ``de-simple``."""
    files = configured_site_files(
        sites.write(tmp_path, '[site]\nlanguages = ["de", "de-leicht"]\n' + sites.SMALLEST)
    )
    for name in ("index.html", "paper.html", "method.html"):
        page = Page(files[f"de-leicht/{name}"])
        assert page.all("html")[0]["lang"] == "de-simple"
        links = {link["data-language"]: link for link in page.all("a") if "data-language" in link}
        assert (links["de-leicht"]["lang"], links["de-leicht"]["hreflang"]) == ("de-simple", "de-simple")
        assert "aria-current" in links["de-leicht"]


def test_names_that_look_like_html_are_shown_and_not_obeyed(
    rich_files: dict[str, bytes], pages: dict[str, Page]
) -> None:
    """Brand, title, contact and note are escaped everywhere."""
    for name, page in pages.items():
        assert any("Kontor <script>alert(1)</script> & Söhne" in text.text for text in page.texts)
        assert b"<script>alert" not in rich_files[name]
        assert b"<em>geht</em>" not in rich_files[name]
    german, english = pages["index.html"], pages["en/index.html"]
    for page, texts in (
        (german, ("Wie <em>geht</em> es uns?", "Beratung <b>", "Zimmer <i>12</i>")),
        (english, ("How <em>are</em> we?", "Counselling <b>", "Room <i>12</i>")),
    ):
        shown = [text.text for text in page.texts]
        assert all(text in shown for text in texts)


def test_a_contact_can_be_called_written_to_and_opened(pages: dict[str, Page]) -> None:
    """Links lead to a telephone number without blanks, a mail address, and a page apart from the survey."""
    links = {link["href"]: link for link in pages["index.html"].all("a")}
    assert {"tel:+4930901820", "mailto:hilfe@kontor.example", CONTACT} <= set(links)
    assert links[CONTACT]["rel"] == "noopener noreferrer"


@pytest.mark.parametrize(
    ("phone", "number"),
    [
        ("+49 30 901820", "+4930901820"),
        ("+49 (0)30 / 90 18 20 (vormittags)", "+4930901820"),
        ("Tel. 030 90 18-20", "030901820"),
        ("4711 oder 4712", "4711"),
    ],
)
def test_a_telephone_dials_the_first_number_whatever_stands_around_it(phone: str, number: str) -> None:
    """People write numbers as they do on paper; the link must still dial."""
    assert dialled(phone) == number


def test_a_site_without_contacts_says_where_else_to_turn(tmp_path: Path) -> None:
    """Nobody sees an empty heading."""
    page = Page(configured_site_files(sites.write(tmp_path))["index.html"])
    assert [text.text for text in page.texts if text.within(data_contacts="")][1:] != []


def test_wordings_of_the_site_take_the_place_of_ours(pages: dict[str, Page]) -> None:
    """A page shows [texts] of its language, and all other texts stay."""
    german, english = ([text.text for text in pages[name].texts] for name in ("index.html", "en/index.html"))
    assert {"Los geht es", "Hier ist jemand für Sie da", "Weiter"} <= set(german)
    assert {"Off we go", "Next"} <= set(english)
    assert "Was prägt Ihren Arbeitsalltag?" not in german
    assert "An wen Sie sich wenden können" not in german


def test_the_method_page_shows_its_tables(pages: dict[str, Page]) -> None:
    """It has the table of constellations and the table of all answer sheets, in each language."""
    for name in ("method.html", "en/method.html"):
        assert len(pages[name].all("table")) >= 2
        assert "3354624" in "".join(pages[name].text_of("td"))


@pytest.fixture(scope="module")
def contexts(rich_site: Path) -> dict[str, dict[str, Any]]:
    """The contexts of the German pages: template -> context."""
    by_template: dict[str, dict[str, Any]] = {}

    def page(_: Renderer, template: str, context: Mapping[str, Any]) -> bytes:
        by_template.setdefault(template, dict(context))
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Renderer, "page", page)
        configured_site_files(rich_site)
    return by_template


@pytest.mark.parametrize("missing", ["language", "brand", "style_root", "color_scheme", "policy", "w"])
@pytest.mark.parametrize("template", PAGES.values())
def test_a_name_that_nobody_defined_is_an_error(
    contexts: dict[str, dict[str, Any]], template: str, missing: str
) -> None:
    """A template never shows an empty text for a name that its context does not have."""
    context = contexts[template]
    assert Renderer().page(template, context)
    with pytest.raises(UndefinedError):
        Renderer().page(template, {name: value for name, value in context.items() if name != missing})


def test_brand_colours_come_before_every_other_layer(rich_files: dict[str, bytes]) -> None:
    """The first rule orders the layers, the brand's first; a readable brand colour is the accent."""
    style = rich_files["assets/site.css"].decode("utf-8")
    assert style.startswith("@layer brand, ")
    assert "--accent:#7a1f3d;" in style
