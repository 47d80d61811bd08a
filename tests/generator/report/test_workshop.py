"""The workshop's pages say no more than the report, in the same order, and withhold the same."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.deck import joined
from generator.report.files import load_texts, report_files
from harness import language_files
from harness.examples import examples
from harness.markup import Page
from harness.ranking import RANK
from harness.releases import BRAND, LEVER_TALLIES, RELEASES, TITLE, TYPE_TALLIES, released, saved, within
from harness.tension_releases import of_every_case, of_every_set
from questionnaire import (
    CONSTELLATIONS,
    language_folder,
    measures,
    survey_texts,
    workshop,
)
from questionnaire.derivation import tension_fields
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.faults import InputError
from questionnaire.field_words import field_title

FOLDERS = {"de": "", "en": "en/"}
BOTH = ("workshop.html", "agenda.html")
RESULTS: dict[str, Release | Withheld] = {
    **RELEASES,
    "by type": released({"A": 20, "C": 20, "M": 5}),
    "top": released({"A-ST": 300, "B-ST": 60}),
    "none of the four": released({"M": 50, "A-ST": 1, "B-T": 2, "N": 40}),
    "withheld": Withheld(),
}


def pages(files: Mapping[str, bytes], language: str) -> dict[str, Page]:
    """Return the three pages of one language by name."""
    return {name: Page(files[f"{FOLDERS[language]}{name}"]) for name in ("index.html", *BOTH)}


def slides(page: Page) -> list[str]:
    """Return the ids of the slides in order."""
    return [s["id"] for s in page.all("section") if s.get("class", "").startswith("slide")]


def shares(page: Page) -> set[str]:
    """Return every share that ``page`` gives in words."""
    return {text.text.strip() for text in page.texts if text.within(**{"class": "share"})}


def pictures(page: Page) -> set[tuple[str, ...]]:
    """Return every picture of figures on ``page``, figure by figure."""
    kinds = [e.attributes.get("class", "") for e in page.elements if e.tag == "span"]
    starts = [index for index, kind in enumerate(kinds) if kind == "figures"]
    return {tuple(kinds[start + 1 : start + 21]) for start in starts}


@pytest.fixture(scope="module", params=RESULTS)
def result(request: pytest.FixtureRequest) -> Release | Withheld:
    """Releases of every kind, and a withheld result."""
    return RESULTS[request.param]


@pytest.fixture(scope="module")
def files(config: Config, result: Release | Withheld) -> dict[str, bytes]:
    """Every file of the report of ``result``."""
    return report_files(config, BrandFiles(), saved(config, result))


@settings(max_examples=examples(0.4))
@given(counts=st.one_of(TYPE_TALLIES, LEVER_TALLIES))
def test_a_workshop_says_no_more_than_its_report(config: Config, counts: dict[str, int]) -> None:
    """Whatever was counted, it has only the report's shares, and a slide only for a share of its own."""
    result = release(counts)
    files = report_files(config, BrandFiles(), saved(config, result))
    for language in FOLDERS:
        by_name = pages(files, language)
        assert shares(by_name["workshop.html"]) <= shares(by_name["index.html"])
        assert pictures(by_name["workshop.html"]) <= pictures(by_name["index.html"])
        assert not shares(by_name["agenda.html"])
        assert not pictures(by_name["agenda.html"])
        shown = fields_of(result) if isinstance(result, Release) else list("ABCD")
        talked = [name[-1] for name in slides(by_name["workshop.html"]) if re.fullmatch("slide-.", name)]
        assert talked == shown


def fields_of(result: Release) -> list[str]:
    """Return the constellations with a share of their own, in order."""
    return [code for code, _ in result.types.shares if code in CONSTELLATIONS]


def texts_of(page: Page) -> list[str]:
    """Return the texts of the page's main part."""
    return [text.text for text in page.texts if text.within(id="main")]


@pytest.mark.parametrize("language", FOLDERS)
def test_no_number_but_those_of_the_report(
    files: dict[str, bytes], result: Release | Withheld, language: str
) -> None:
    """The slides have the number of contributions, as the report does; the guide has minutes."""
    report_texts, workshop_texts = measures.load(language).texts, workshop.load(language)
    by_name = pages(files, language)
    people = (
        report_texts["people"].format(number=result.contributions) if isinstance(result, Release) else "-"
    )
    deck = [text.replace(people, "") for text in texts_of(by_name["workshop.html"])]
    assert [text for text in deck if re.search(r"[\d%‰]", text)] == []
    minutes = workshop_texts["page"]["minutes"].format(minutes=r"\d+")
    guide = [re.sub(minutes, "", text) for text in texts_of(by_name["agenda.html"])]
    assert [text for text in guide if re.search(r"[\d%‰]", text)] == []


@pytest.mark.parametrize("language", FOLDERS)
def test_nothing_is_ranked(files: dict[str, bytes], language: str) -> None:
    """No word ranks anything, and every list of constellations keeps the order A B C D."""
    by_name = pages(files, language)
    # "Most of these contributions": of those that name one constellation, beside no other.
    reasons = measures.load(language).texts["reasons"].values()
    told = [text for name in BOTH for text in texts_of(by_name[name]) if text not in reasons]
    assert [text for text in told if RANK.search(text)] == []
    constellations = survey_texts.load(language)["constellations"]
    names = [constellations[c]["name"] for c in CONSTELLATIONS]
    for section in ("constellations", "pattern"):
        listed = [text for text in within(by_name["workshop.html"], id=section) if text in names]
        assert listed == [name for name in names if name in listed]
    talked = [name for name in slides(by_name["workshop.html"]) if name.startswith("slide-")]
    assert talked == sorted(talked)


def test_a_withheld_workshop_is_the_same_whatever_the_reason(config: Config) -> None:
    """Too few, all alike, two who differ, with an earlier wave or without: the bytes are the same."""
    counted = [{"A-ST": 9}, {"A-ST": 400}, {"B-B": 98, "M": 2}, {"N": 4, "M": 4}, {}]
    plans = [report_files(config, BrandFiles(), saved(config, release(counts))) for counts in counted]
    plans.append(report_files(config, BrandFiles(), saved(config, Withheld()), before=RELEASES["everything"]))
    for name in (f"{folder}{page}" for folder in FOLDERS.values() for page in BOTH):
        assert len({files[name] for files in plans}) == 1


@pytest.mark.parametrize("language", FOLDERS)
def test_a_withheld_workshop_talks_about_all_four_without_figures(config: Config, language: str) -> None:
    """Each constellation has its slide; there is no figure, and no measure."""
    page = pages(report_files(config, BrandFiles(), saved(config, Withheld())), language)["workshop.html"]
    slide_ids = slides(page)
    assert [name for name in slide_ids if name.startswith("slide-")] == [f"slide-{c}" for c in CONSTELLATIONS]
    assert "withheld" in slide_ids
    assert not {"pattern", "rest", "waves"} & set(slide_ids)
    assert not pictures(page)
    assert not shares(page)
    titles = {measures.load(language).measure(id_).title for id_ in measures.PLACES}
    assert not titles & {text.text for text in page.texts}


EARLIER = released({"A": 20, "B": 40, "C": 20, "N": 20})
DETAILED: dict[str, Release] = dict([*of_every_set(), *of_every_case().items()])


@pytest.mark.parametrize("shown", DETAILED)
def test_no_release_has_more_than_fifteen_slides(config: Config, shown: str) -> None:
    """Whatever has a share, for whatever reason, alone and after another wave; the deck knows its slides."""
    result = DETAILED[shown]
    for before in (None, EARLIER):
        files = report_files(config, BrandFiles(), saved(config, result), before=before)
        page = Page(files["workshop.html"])
        assert len(slides(page)) <= workshop.MOST_SLIDES
        assert [name[-1] for name in slides(page) if name.startswith("slide-")] == fields_of(result)
        assert ("rest" in slides(page)) == any(code in "MN" for code, _ in result.types.shares)
        order = {slide: place for place, slide in enumerate(workshop.SLIDES)}
        places = [order["fields" if name.startswith("slide-") else name] for name in slides(page)]
        assert places == sorted(places)


def test_every_set_of_shares_is_among_those_that_are_counted() -> None:
    """Sixty-three: any of the six types may have a share, but never none of them."""
    assert {frozenset(shown) for shown, _ in of_every_set()} == {
        frozenset(code for code, _ in result.types.shares) for _, result in of_every_set()
    }
    assert len(list(of_every_set())) == 2**6 - 1


@pytest.mark.parametrize("language", FOLDERS)
def test_a_tension_field_is_one_slide_with_finding_question_and_measures(
    config: Config, language: str
) -> None:
    """Its title says the finding; one question; the measures that the derivation chose, and why."""
    catalogue = measures.load(language)
    reasons = set()
    for result in of_every_case().values():
        page = pages(report_files(config, BrandFiles(), saved(config, result)), language)["workshop.html"]
        for field in tension_fields(result):
            told = catalogue.texts["fields"][field.constellation]
            slide = within(page, id=f"slide-{field.constellation}")
            titles = [catalogue.measure(id_).title for id_ in field.measures]
            assert [text for text in slide if text in titles] == titles
            assert told[f"question_{field.reason}"] in slide
            assert catalogue.texts["reasons"][field.reason] in slide
            finding = field_title(field, catalogue.texts)
            assert within(page, id=f"slide-{field.constellation}-title") == [finding]
            reasons.add(field.reason)
    assert reasons == set(catalogue.texts["reasons"])


def test_every_slide_has_a_title_and_every_link_leads_somewhere(files: dict[str, bytes]) -> None:
    """A slide has one heading; there is no script, style or form; links stay within the report."""
    for name in (f"{folder}{page}" for folder in FOLDERS.values() for page in BOTH):
        page = Page(files[name])
        ids = [element.attributes["id"] for element in page.elements if "id" in element.attributes]
        assert len(ids) == len(set(ids))
        assert page.all("script") + page.all("style") + page.all("form") == []
        assert "style" not in {key for element in page.elements for key in element.attributes}
        labels = {e.attributes["aria-labelledby"] for e in page.elements if "aria-labelledby" in e.attributes}
        assert labels <= set(ids)
        assert len(page.all("h1")) == 1
        for reference in (
            e.attributes[a] for e in page.elements for a in ("href", "src") if a in e.attributes
        ):
            path, _, anchor = reference.partition("#")
            target = posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) if path else name
            assert target in files, reference
            there = Page(files[target]).elements if anchor else []
            assert not anchor or anchor in {element.attributes.get("id") for element in there}, reference
    deck = Page(files["workshop.html"])
    assert len(deck.all("h2")) == len(slides(deck)) - 1  # the cover has the page's title


def test_the_three_pages_lead_to_each_other(files: dict[str, bytes]) -> None:
    """From the report to slides and guide, and back."""
    for folder in FOLDERS.values():
        for name in ("index.html", *BOTH):
            linked = {a["href"] for a in Page(files[f"{folder}{name}"]).all("a")}
            assert {"index.html", *BOTH} - {name} <= linked


def test_names_that_look_like_html_are_shown_and_not_obeyed(files: dict[str, bytes]) -> None:
    """Brand and title are escaped on these pages too."""
    for name in BOTH:
        texts = [text.text for text in Page(files[name]).texts]
        assert any(BRAND in text for text in texts)
        assert TITLE in texts


def test_the_guide_holds_the_agenda_and_a_log_to_fill_in(
    files: dict[str, bytes], result: Release | Withheld
) -> None:
    """Both agendas with their minutes; a list of questions never to ask; blank rows for decisions."""
    shown = isinstance(result, Release)
    half_day = workshop.HALF_DAY if shown else workshop.HALF_DAY_WITHHELD
    short = workshop.SHORT if shown else workshop.SHORT_WITHHELD
    texts = workshop.load("de")
    page = Page(files["agenda.html"])
    for section, agenda in (("agenda", half_day), ("short", short)):
        steps = within(page, id=section)
        assert [text for text in steps if re.fullmatch(r"\d+ Minuten", text)] == [
            f"{step.minutes} Minuten" for step in agenda.steps
        ]
        titles = [texts["steps"][step.key]["title"] for step in agenda.steps]
        assert [text for text in steps if text in titles] == titles
    never = within(page, id="never")
    assert [entry["ask"] in never and entry["instead"] in never for entry in texts["never"].values()] == [
        True
    ] * len(texts["never"])
    log = within(page, id="log")
    assert [texts["log"][key] for key in ("what", "who", "when", "sign", "not_now", "reason")] == log[2:]


def test_the_short_agenda_names_the_slides_that_it_skips(
    files: dict[str, bytes], result: Release | Withheld
) -> None:
    """Every link leads to a slide that is there; those without which ninety minutes do are linked, too."""
    slide_ids = set(slides(Page(files["workshop.html"])))
    links = {
        element.attributes["href"].partition("#")[2]
        for element in Page(files["agenda.html"]).elements
        if element.attributes.get("href", "").startswith("workshop.html#")
    }
    assert links <= slide_ids
    assert "levers" in links
    if isinstance(result, Release):
        assert "constellations" in links


def test_the_survey_page_does_not_carry_the_report_s_style(files: dict[str, bytes]) -> None:
    """Slides and report have a stylesheet that only their pages load; site.css orders its layers."""
    assert b"@layer workshop" in files["assets/report.css"]
    assert b"@layer report {" in files["assets/report.css"]
    site = files["assets/site.css"]
    assert b".slide" not in site
    assert b"@layer report {" not in site
    (order,) = re.findall(rb"@layer ([\w, ]+);", site)
    assert order.split(b", ")[-3:] == [b"report", b"workshop", b"print"]
    for name in ("index.html", *BOTH):
        assert "assets/report.css" in {link["href"] for link in Page(files[name]).all("link")}


def test_faults_of_the_workshop_are_told_with_those_of_the_report(
    config: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``load_texts``, which comes before the release, reads every text that the pages need."""
    assert {code: texts.workshop for code, texts in load_texts(config).items()} == {
        code: workshop.load(code) for code in FOLDERS
    }
    folder = language_files.copied(tmp_path)
    language_files.rewrite(folder / "en" / "workshop.toml", (r"^minutes = .*$", ""))
    monkeypatch.setattr(language_folder, "LANGUAGES_FOLDER", folder)
    with pytest.raises(InputError, match=r"en/workshop\.toml: page\.minutes: is missing; expected a text"):
        load_texts(config)


@pytest.mark.parametrize(("names", "text"), [("A", "A"), ("AB", "A und B"), ("ABD", "A, B und D")])
def test_names_are_joined_as_one_speaks(names: str, text: str) -> None:
    """Commas, and a word before the last."""
    assert joined(list(names), "und") == text
