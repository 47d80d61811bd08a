"""The first page of a report: the finding, the question, what comes first, and no more than the release."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.files import report_files
from generator.report.findings import Findings
from generator.report.first_page import FirstPage
from harness.examples import examples
from harness.markup import Page
from harness.releases import EVERYTHING, LEVER_TALLIES, PAGES, RELEASES, extended, released, saved, within
from questionnaire import CONSTELLATIONS, measures, survey_texts
from questionnaire.derivation import Extent, TensionField, field_question, field_title, tension_fields
from questionnaire.disclosure import Release, Withheld, release
from questionnaire.release_file import Reach

NAMES = {
    language: {str(c): str(survey_texts.load(language)["constellations"][c]["name"]) for c in CONSTELLATIONS}
    for language in PAGES
}
ONE = {"A-ST": 30, "A-SB": 10, "M": 10, "N": 30}
BY_TYPE = {"A": 20, "B": 20, "M": 5}
OTHERS = {"M": 20, "N": 20}


def first_page(result: Release | Withheld, language: str = "de") -> FirstPage:
    """Return what the first page says of ``result``."""
    catalogue, words = measures.load(language), survey_texts.load(language)
    others = {"M": str(catalogue.texts["mixed_title"]), "N": str(catalogue.texts["none_title"])}
    names = NAMES[language] | others
    findings = Findings(result, catalogue.texts, names) if isinstance(result, Release) else None
    return FirstPage(words, catalogue, names, findings)


def page_of(config: Config, result: Release | Withheld, reach: Reach | None = None) -> Page:
    """Return the German report of ``result``."""
    file = replace(saved(config, result), reach=reach or Reach(140, None, None))
    return Page(report_files(config, BrandFiles(), file)[PAGES["de"]])


@pytest.mark.parametrize(
    ("counts", "headline"),
    [
        (ONE, "Gegenwind: Rückhalt fehlt, Spielraum ist da"),
        (BY_TYPE, "Gegenwind und Zwickmühle zeigen sich im Muster"),
        (EVERYTHING, "Alle vier Konstellationen zeigen sich im Muster"),
        (OTHERS, "Keine Konstellation tritt im Muster für sich hervor"),
        ({"A-ST": 3}, "Hier wird kein Muster gezeigt"),
    ],
)
def test_the_title_says_the_finding(config: Config, counts: dict[str, int], headline: str) -> None:
    """It is the page's only heading of the first level."""
    page = page_of(config, release(counts))
    assert [text.text for text in page.texts if text.inside[-1].tag == "h1"] == [headline]


def test_the_lead_brings_together_what_begins_alike() -> None:
    """One sentence names the fields that begin with structure, one those that do not."""
    assert first_page(released(EVERYTHING)).lead() == (
        "Bei Gegenwind und Zwickmühle kommt zuerst eine Entscheidung über die Struktur.",
        "Bei Engpass und Dauerlächeln beginnen Sie mit Training oder Begleitung.",
    )
    (unknown,) = first_page(released(BY_TYPE)).lead()
    assert unknown.startswith("Bei Gegenwind und Zwickmühle klären Sie zuerst die Ursache.")
    assert first_page(Withheld()).lead() == ()


@settings(max_examples=examples(0.5))
@given(LEVER_TALLIES)
def test_the_lead_and_the_measures_agree(counts: dict[str, int]) -> None:
    """A constellation stands in the sentence on structure exactly if its cause is described."""
    result = release(counts)
    if isinstance(result, Release):
        page = first_page(result)
        structure = measures.load("de").texts["first"]["lead_structure"].split("{names}")[1]
        named = " ".join(sentence for sentence in page.lead() if sentence.endswith(structure))
        for field in tension_fields(result):
            described = field.cause in ("mostly", "partly")
            assert (NAMES["de"][field.constellation] in named) == described
            assert not described or field.kinds[0] == "structure"


@pytest.mark.parametrize("language", PAGES)
@pytest.mark.parametrize("result", RELEASES.values(), ids=RELEASES)
def test_each_field_has_its_finding_its_question_and_its_measures(
    config: Config, result: Release, language: str
) -> None:
    """And the reason for the choice: two or three measures, never the catalogue."""
    files = report_files(config, BrandFiles(), saved(config, result))
    page, catalogue = Page(files[PAGES[language]]), measures.load(language)
    for field in tension_fields(result):
        texts = within(page, id=f"field-{field.constellation}")
        assert field_title(field, catalogue.texts) in texts
        assert field_question(field, catalogue.texts) in texts
        assert 2 <= len(field.measures) <= 3
        for measure in catalogue.measures[field.constellation].values():
            for each in measure:
                assert (each.title in texts) == (each.id in field.measures)
        assert catalogue.texts["reasons"][field.reason] in within(page, id="fields")


def field(cause: Extent, influence: Extent) -> TensionField:
    """Return a field of headwind with that cause and influence."""
    return TensionField("A", cause, influence, "hidden", ())


def test_a_title_never_says_what_is_not_shown() -> None:
    """A hidden influence is left out; a hidden cause gives way to what people experience."""
    texts = measures.load("de").texts
    parts = texts["fields"]["A"]
    assert field_title(field("hidden", "hidden"), texts) == parts["hidden"]
    assert field_title(field("mostly", "hidden"), texts) == parts["cause_mostly"]
    both = f"{parts['hidden']}, {parts['influence_rarely']}"
    assert field_title(field("hidden", "rarely"), texts) == both


@pytest.mark.parametrize(
    ("reach", "told"),
    [
        (Reach(140, None, None), "mindestens 120 Beiträge bei 140 Eingeladenen"),
        (Reach(140, 138, None), "mindestens 120 von 140 Eingeladenen"),
    ],
)
def test_participation_is_two_numbers(config: Config, reach: Reach, told: str) -> None:
    """Never a percentage; only where slips guarantee people, contributions are called people."""
    page = page_of(config, released(EVERYTHING), reach)
    assert within(page, id="reached")[-1] == told
    assert within(page_of(config, Withheld(), reach), id="reached")[-1] == "140 Eingeladene"


def test_an_earlier_report_tells_its_contributions_alone(config: Config) -> None:
    """It does not know how many were invited; a survey without days has no period."""
    page, catalogue = first_page(released(EVERYTHING)), measures.load("de")
    file = replace(saved(config, released(EVERYTHING)), reach=None)
    assert page.reached(file) == catalogue.texts["people"].format(number=120)
    assert page.period(replace(file.wave, opens=None)) is None


def test_the_period_is_that_of_the_extended_survey(config: Config) -> None:
    """The first and the last day, in words."""
    file = saved(extended(config), released(EVERYTHING))
    page = Page(report_files(config, BrandFiles(), file)[PAGES["de"]])
    assert "11. Januar 2027 bis 5. Februar 2027" in within(page, **{"class": "facts"})


@pytest.mark.parametrize(
    ("counts", "in_front"), [(ONE, True), (OTHERS, True), (EVERYTHING, False)], ids=["one", "none", "four"]
)
def test_outcomes_stand_in_front_if_there_is_room(
    config: Config, counts: dict[str, int], *, in_front: bool
) -> None:
    """Several at once and no pattern are explained once: on the first page, or behind a full one."""
    page = page_of(config, released(counts))
    meaning = measures.load("de").texts["mixed"][0]
    assert (meaning in within(page, id="first-page")) == in_front
    assert [text.text for text in page.texts].count(meaning) == 1


def test_the_same_reason_is_told_once(config: Config) -> None:
    """Without levers all fields have the same reason: it stands above them."""
    page = page_of(config, released(BY_TYPE))
    reason = measures.load("de").texts["reasons"]["hidden"]
    assert within(page, id="fields").count(reason) == 1
    assert reason not in within(page, id="field-A")


def test_the_page_of_the_plan_is_linked_exactly_if_it_is_there(config: Config) -> None:
    """From every language and every result."""
    for result in (released(EVERYTHING), Withheld()):
        file = saved(config, result)
        with_plan = report_files(config, BrandFiles(), file, plan_page=b"<!doctype html>")
        assert with_plan["plan.html"] == b"<!doctype html>"
        assert b'href="plan.html"' in with_plan["index.html"]
        assert b'href="../plan.html"' in with_plan["en/index.html"]
        without = report_files(config, BrandFiles(), file)
        assert "plan.html" not in without
        assert b"plan.html" not in without["index.html"]


def test_the_first_page_stands_first(config: Config) -> None:
    """Nothing that explains the report stands before the finding."""
    page = page_of(config, released(EVERYTHING))
    sections = [section["id"] for section in page.all("section")]
    assert sections[:3] == ["first-page", "pattern", "fields"]
    assert measures.load("de").texts["lead"] in within(page, id="about")
    assert not re.search(r"%|Prozent", " ".join(within(page, id="first-page")))
