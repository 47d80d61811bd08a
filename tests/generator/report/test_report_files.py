"""The report's site: the release in words, and the measures that follow from it, structure first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.files import report_files
from harness import language_files, sites
from harness.markup import Element, Page, policy, resolved
from harness.releases import (
    BRAND,
    EVERYTHING,
    PAGES,
    RELEASES,
    TITLE,
    configured,
    extended,
    published,
    released,
    report,
    saved,
    within,
)
from questionnaire import CONSTELLATIONS, language_folder, measures, release_file, survey_texts
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.faults import InputError
from questionnaire.release_file import Reach


@pytest.fixture(params=RELEASES, scope="module")
def result(request: pytest.FixtureRequest) -> Release:
    """A release with everything, and one in which most categories are merged."""
    return RELEASES[request.param]


@pytest.fixture(scope="module")
def report_site(config: Config, result: Release) -> dict[str, bytes]:
    """Every file of the report of ``result``."""
    return report_files(config, BrandFiles(), saved(config, result))


def test_a_report_has_a_page_in_each_language_and_its_data(report_site: dict[str, bytes]) -> None:
    """The first language is at the root, the other in a folder; there is no script and no runtime."""
    named = {name for name in report_site if not name.startswith("assets/")}
    others = ("measures.html", "workshop.html", "agenda.html")
    beside = {f"{folder}{page}" for folder in ("", "en/") for page in others}
    assert named == {*PAGES.values(), *beside, "report.json", "report.csv"}
    assert not any(name.endswith(".js") for name in report_site)
    for language, name in PAGES.items():
        assert Page(report_site[name]).all("html")[0]["lang"] == language
        assert survey_texts.load(language)["constellations"]["A"]["name"] in report_site[name].decode()


def test_planning_twice_gives_the_same_bytes(
    config: Config, result: Release, report_site: dict[str, bytes]
) -> None:
    """The same release gives the same report, file by file, in the same order."""
    assert list(report_files(config, BrandFiles(), saved(config, result)).items()) == list(
        report_site.items()
    )


def test_a_share_is_named_once_above_all_its_sentences(config: Config) -> None:
    """Two levers with the same share in words are two sentences of one term, and every sentence is there."""
    counts = {"A-ST": 20, "A-SB": 10, "A-T": 20, "A-B": 10, "N": 40}
    page = report(config, released(counts))
    said = [text for text in page.texts if text.within(**{"class": "sentences"})]
    terms = [text.text for text in said if text.inside[-1].tag == "dt"]
    assert len(terms) == len(set(terms)) == 2
    assert sum(text.inside[-1].tag == "dd" for text in said) == 4


def test_the_data_beside_the_report_are_exactly_the_release(
    config: Config, result: Release, report_site: dict[str, bytes]
) -> None:
    """A reader who downloads them gets what the page shows and no more: the title stands there, too."""
    assert report_site["report.json"] == published(config, saved(config, result))
    assert report_site["report.csv"] == release_file.table(result)


REASONS = [{"A-ST": 9}, {"A-ST": 400}, {"B-B": 98, "M": 2}, {"N": 4, "M": 4}, {}]


def test_a_withheld_report_is_the_same_whatever_the_reason(config: Config) -> None:
    """Too few, all alike, two who differ: every file is the same, with an earlier wave or without."""
    results = [release(counts) for counts in REASONS]
    assert set(results) == {Withheld()}
    plans = [report_files(config, BrandFiles(), saved(config, result)) for result in results]
    befores: tuple[Release | Withheld, ...] = (*RELEASES.values(), Withheld())
    plans += [
        report_files(config, BrandFiles(), saved(config, Withheld()), before=before) for before in befores
    ]
    assert all(list(result.items()) == list(plans[0].items()) for result in plans)


NEVER_WITHHELD = ["assessment", "next-steps", "about"]


@pytest.mark.parametrize("language", PAGES)
def test_a_withheld_report_shows_no_pattern_at_all(config: Config, language: str) -> None:
    """The page says that nothing is shown, and has nothing that belongs to a release."""
    page = Page(report_files(config, BrandFiles(), saved(config, Withheld()))[PAGES[language]])
    texts = measures.load(language).texts
    assert [text.text for text in page.texts if text.inside[-1].tag == "h1"] == [texts["withheld_title"]]
    assert within(page, id="withheld") == [texts["withheld"], texts["withheld_means"]]
    assert within(page, id="withheld-steps")[1:] == texts["first"]["withheld_steps"]
    sections = [section["id"] for section in page.all("section")]
    assert sections == ["first-page", "withheld", "withheld-steps", *NEVER_WITHHELD]
    assert [e for e in page.elements if re.search("figure|glyph|share", e.attributes.get("class", ""))] == []
    main = " ".join(text.text for text in page.texts if not text.within(id="assessment"))
    for words in (survey_texts.load(language)["constellations"][c]["name"] for c in CONSTELLATIONS):
        assert words not in main


def test_a_release_does_not_say_that_something_is_withheld(report_site: dict[str, bytes]) -> None:
    """Nobody can take one page for the other."""
    assert within(Page(report_site["index.html"]), id="withheld") == []


NUMBERS_ALLOWED = re.compile(
    r"§ 87\b|(DIN EN )?ISO (10075|9241)\b|DGUV Regel 115-402\b|DGUV Information 215-410\b"
)


@pytest.mark.parametrize("language", PAGES)
def test_no_share_is_a_number(result: Release, report_site: dict[str, bytes], language: str) -> None:
    """The page has no digit and no percentage, but the numbers of people, contributions and days."""
    page = Page(report_site[PAGES[language]])
    people = measures.load(language).texts["people"].format(number=result.contributions)
    texts = [
        text for text in page.texts if not (text.within(id="reach") or text.within(**{"class": "facts"}))
    ]
    shown = [NUMBERS_ALLOWED.sub("", text.text.replace(people, "")) for text in texts]
    assert [text for text in shown if re.search(r"[\d%‰]|\bProzent\b|\bper ?cent\b", text)] == []
    assert sum(people in text.text for text in page.texts) == 1
    assert "style" not in {name for element in page.elements for name in element.attributes}


def figures(page: Page, tag: str) -> Iterator[str]:
    """Yield the class of every figure after the start of the first element with the tag ``tag``."""
    elements = [element for element in page.elements if element.tag == tag or "figure " in _class(element)]
    start = next(index for index, element in enumerate(elements) if element.tag == tag)
    yield from (_class(element) for element in elements[start + 1 :] if element.tag == "span")


def _class(element: Element) -> str:
    return element.attributes.get("class", "")


def test_every_share_is_twenty_figures_that_are_not_read_aloud(report_site: dict[str, bytes]) -> None:
    """Figures are for the eye; a screen reader reads the words beside them."""
    page = Page(report_site["index.html"])
    pictures = [element for element in page.elements if _class(element) == "figures"]
    assert all(picture.attributes["aria-hidden"] == "true" for picture in pictures)
    single = list(figures(page, "dl"))
    assert len(single) == 20 * len(pictures) > 20
    assert set(single) <= {"figure filled", "figure perhaps", "figure open"}
    told = [text for text in page.texts if text.within(**{"class": "share"})]
    shown_only = [text for text in told if text.within(**{"aria-hidden": "true"})]
    assert len(told) - len(shown_only) == len(pictures)


@pytest.mark.parametrize("language", PAGES)
def test_there_is_no_ranking(result: Release, report_site: dict[str, bytes], language: str) -> None:
    """Pattern, fields and tensions keep the order A B C D, then several, none, all others."""
    page, texts = Page(report_site[PAGES[language]]), measures.load(language).texts
    constellations = survey_texts.load(language)["constellations"]
    names = [constellations[c]["name"] for c in CONSTELLATIONS]
    shown = [category for category, _ in result.types.shares]
    order = dict(zip("ABCDMN", [*names, texts["mixed_title"], texts["none_title"]], strict=True))
    rest = [texts["rest"]] if result.types.rest else []
    pattern = [text.text for text in page.texts if text.within(**{"class": "pattern"})]
    assert [text for text in pattern if text in {*order.values(), *rest}] == [order[c] for c in shown] + rest
    assert texts["shares_no_ranking"] in [text.text for text in page.texts if text.within(id="pattern")]
    headings = [t for t in page.texts if t.inside[-1].attributes.get("scope") == "row"]
    rows = [t.text for t in headings if not t.within(id="assessment")]
    assert rows == names
    fields = [e.attributes["id"] for e in page.elements if e.attributes.get("id", "").startswith("field-")]
    assert fields == [f"field-{c}" for c in CONSTELLATIONS if c in shown]
    assert [b for b in ("M", "N") if within(page, id=f"outcome-{b}")] == [b for b in "MN" if b in shown]


def test_tensions_are_shown_only_where_levers_are(config: Config) -> None:
    """Without levers, there is no empty picture of them."""
    assert within(report(config, released({"A": 20, "B": 20, "M": 5})), id="tensions") == []
    texts = within(report(config, RELEASES["partly"]), id="tensions")
    hidden = measures.load("de").texts["tension_hidden"]
    assert texts.count(hidden) == 3 + 2 + 3  # B and D have no cell, C has its perception


def test_a_report_is_closed_in_itself(report_site: dict[str, bytes]) -> None:
    """No page names or reaches another server or holds code, and every link leads to a file or element."""
    for name, contents in report_site.items():
        if name.endswith((".html", ".css", ".svg")):
            addresses = set(re.findall(r"(?:https?:)?//[\w.-]+\.[^\s\"'<>]+", contents.decode("utf-8")))
            assert addresses <= {"http://www.w3.org/2000/svg"}, name
    for name in PAGES.values():
        page = Page(report_site[name])
        allowed = policy(page)
        assert (allowed["default-src"], allowed["connect-src"]) == ("'none'", "'self'")
        assert (allowed["base-uri"], allowed["form-action"]) == ("'none'", "'none'")
        assert page.all("script") + page.all("style") + page.all("form") == []
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        references = [e.attributes[a] for e in page.elements for a in ("href", "src") if a in e.attributes]
        assert {"report.json", "report.csv", *PAGES.values()} <= {resolved(name, r) for r in references}
        for reference in references:
            path, _, anchor = reference.partition("#")
            there = resolved(name, path) if path else name
            assert there in report_site
            assert not anchor or f'id="{anchor}"'.encode() in report_site[there]


def test_names_that_look_like_html_are_shown_and_not_obeyed(report_site: dict[str, bytes]) -> None:
    """Brand and title are escaped everywhere."""
    for name in PAGES.values():
        texts = [text.text for text in Page(report_site[name]).texts]
        assert any(BRAND in text for text in texts)
        assert TITLE in texts
        assert b"<script" not in report_site[name]
        assert b"<em>" not in report_site[name]


def test_the_logo_stands_in_the_report_too(tmp_path: Path) -> None:
    """A report looks like its survey."""
    (tmp_path / "logo.svg").write_text(sites.LOGO, "utf-8")
    settings, brand = configured(tmp_path, ("[brand]\n", '[brand]\nlogo = "logo.svg"\n'))
    files = report_files(settings, brand, saved(settings, Withheld()))
    sources = [image["src"] for image in Page(files["en/index.html"]).all("img")]
    assert [resolved("en/index.html", source) in files for source in sources] == [True]
    assert sites.LOGO.encode() in files.values()


def test_all_faults_of_all_its_languages_are_told_at_once(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each fault has file and key, and comes before any page is made."""
    released, folder = saved(config, Withheld()), language_files.copied(tmp_path)
    language_files.rewrite(folder / "de" / "workshop.toml", (r"(?s)^decided = .*?$", 'decided = " "'))
    language_files.rewrite(folder / "en" / "measures.toml", (r"^who_label = .*$", ""))
    language_files.rewrite(folder / "en" / "survey.toml", (r"^start = .*$", ""))
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    with pytest.raises(InputError) as refused:
        report_files(config, BrandFiles(), released)
    assert [str(fault) for fault in refused.value.faults] == [
        'languages/de/workshop.toml: slides.talk.decided: is " "; expected a text that is not empty',
        "languages/en/survey.toml: page.start: is missing; expected a text",
        "languages/en/measures.toml: report.who_label: is missing; expected a text",
    ]


@pytest.mark.parametrize(
    ("languages", "pages"),
    [
        (["de", "en", "de-leicht"], {"index.html": "de", "en/index.html": "en"}),
        (["de-leicht", "en", "de"], {"index.html": "en", "de/index.html": "de"}),
        (["de-leicht"], {"index.html": "de"}),
    ],
)
def test_the_report_is_in_the_languages_that_have_measures(
    tmp_path: Path, languages: list[str], pages: dict[str, str]
) -> None:
    """Even a site in Leichte Sprache only has a report, at the root; every link leads to a page."""
    title = ", ".join(f'{language} = "Titel {language}"' for language in languages)
    settings, logo = configured(
        tmp_path,
        ('languages = ["de", "en"]', f"languages = {languages}"),
        ('title = "Wie geht es uns am Telefon?"', f"title = {{ {title} }}"),
    )
    files = report_files(settings, logo, saved(settings, Withheld()))
    assert {name for name in files if name.endswith("index.html")} == set(pages)
    for name, language in pages.items():
        page = Page(files[name])
        assert page.all("html")[0]["lang"] == language
        linked = {
            resolved(name, link["href"]): link["hreflang"] for link in page.all("a") if "hreflang" in link
        }
        assert linked == (pages if len(pages) > 1 else {})
        shown = language if language in languages else languages[0]
        assert f"Titel {shown}" in [text.text for text in page.texts]


def test_a_language_without_any_measures_is_told(
    tmp_path: Path, config: Config, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If neither the language nor its base language has measures, the error names the missing file."""
    folder = language_files.copied(tmp_path)
    for code in measures.available():
        (folder / code / "measures.toml").unlink()
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    with pytest.raises(InputError) as refused:
        report_files(config, BrandFiles(), saved(config, Withheld()))
    (fault,) = refused.value.faults
    expected = "is missing; expected the measures and the texts of the report"
    assert str(fault) == f"languages/de/measures.toml: file: {expected}"


REACHES = {
    "on paper or open": (Reach(140, None, None), "Eingeladen: 140."),
    "with slips": (
        Reach(140, 138, None),
        "Eingeladen: 140, Zettel: 138. Jeder Zettel zählt höchstens einmal.",
    ),
    "one of several": (
        Reach(140, None, 165),
        (
            "Eingeladen: 140. Die Befragungen dieser Seite laden zusammen 165 Menschen ein,"
            " niemanden zu zwei Befragungen zugleich."
        ),
    ),
}


@pytest.mark.parametrize("withheld", [False, True])
@pytest.mark.parametrize("case", REACHES)
def test_people_can_check_how_many_were_invited(config: Config, case: str, *, withheld: bool) -> None:
    """And how many slips there were; also if nothing is shown, since no answer changes these numbers."""
    reach, said = REACHES[case]
    file = replace(saved(config, Withheld() if withheld else released(EVERYTHING)), reach=reach)
    page = Page(report_files(config, BrandFiles(), file)[PAGES["de"]])
    check = measures.load("de").texts["reach_check"]
    assert " ".join(" ".join(within(page, id="reach")).split()) == f"{said} {check}"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", "Die Befragung wurde einmal verlängert, vom 29. Januar 2027 auf den 5. Februar 2027."),
        ("en", "The survey was extended once, from 29 January 2027 to 5 February 2027."),
    ],
)
def test_an_extended_survey_says_so(config: Config, language: str, said: str) -> None:
    """Whatever its result is: nobody should wonder why it ended later than announced."""
    for result in (released(EVERYTHING), Withheld()):
        file = saved(extended(config), result)
        page = Page(report_files(config, BrandFiles(), file)[PAGES[language]])
        assert within(page, id="extended") == [said]
        as_planned = Page(report_files(config, BrandFiles(), saved(config, result))[PAGES[language]])
        assert within(as_planned, id="extended") == []


@pytest.mark.parametrize("language", PAGES)
def test_more_contributions_than_invited_are_told(config: Config, language: str) -> None:
    """In place of the reasons that are never told, and without a number."""
    file = replace(saved(config, Withheld()), more_than_invited=True)
    texts = measures.load(language).texts
    page = Page(report_files(config, BrandFiles(), file)[PAGES[language]])
    told = [texts["withheld_more_than_invited"], texts["withheld_means"]]
    assert within(page, id="withheld") == told
    assert not re.search(r"\d", " ".join(told))


def test_a_report_of_an_earlier_version_says_nothing_of_the_invited(config: Config) -> None:
    """It is rendered again as it was."""
    file = replace(saved(config, released(EVERYTHING)), reach=None)
    assert within(Page(report_files(config, BrandFiles(), file)[PAGES["de"]]), id="reach") == []
