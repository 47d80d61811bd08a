"""The page for employees: all that is decided, nothing that the release does not say, in every language."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.configuration import load
from generator.configuration.survey import Survey
from generator.decisions.page import PAGE, DecidedSurvey, pages
from generator.decisions.view import View
from generator.rendering.templates import Renderer
from generator.rendering.wordings import load_wordings
from harness import sites
from harness.decided_plans import BOUNDARY, CONTACT, NOT_NOW, OWN, plan_of
from harness.markup import Page, policy
from harness.releases import TYPE_TALLIES
from questionnaire import CONSTELLATIONS, decisions, measures_told
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.disclosure import Release, Withheld, release

LANGUAGES = ("de", "en", "de-leicht")
SITE = sites.COMPLETE.replace('["de", "en"]', '["de", "en", "de-leicht"]').replace(
    'label = "Betr', 'note = { de = "n", en = "n", de-leicht = "n" }\nlabel = "Betr'
)
SURVEY_ID = "hafen-2027"


@pytest.fixture(scope="module")
def survey(tmp_path_factory: pytest.TempPathFactory) -> Survey:
    """The design's survey, in German, English and Leichte Sprache."""
    return load.load_surveys(sites.write(tmp_path_factory.mktemp("site"), SITE))[0]


def shown(survey: Survey, plan: ActionPlan) -> dict[str, Page]:
    """Return the page of ``plan`` by language."""
    words = load_wordings(survey.config)
    made = dict(pages(DecidedSurvey(survey, plan, words), Renderer(), page=PAGE))
    return {language: Page(made[survey.page_folder(language) + PAGE]) for language in LANGUAGES}


def text_of(page: Page) -> str:
    """Return the visible text of ``page`` in one line."""
    return " ".join(" ".join(text.text.split()) for text in page.texts if text.inside[-1].tag != "title")


def in_section(page: Page, name: str) -> str:
    """Return the text of the section ``name`` in one line."""
    return " ".join(" ".join(text.text.split()) for text in page.texts if text.within(id=name))


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_is_decided_by_whom_and_until_when(survey: Survey, language: str) -> None:
    """Title, meaning, owner, people, day and check of a decision; the reason of what is not done for now."""
    page, texts = shown(survey, plan_of(SURVEY_ID))[language], decisions.load(language)
    decided, not_now = in_section(page, "decided"), in_section(page, "not-now")
    for words in (*BOUNDARY.owner.split(), BOUNDARY.who, "31", "2027", OWN.owner, OWN.what["de"]):
        assert words in decided
    for label in ("owner", "who", "by", "check"):
        assert texts["decided"][label] in decided
    assert NOT_NOW.reason.get(language, NOT_NOW.reason["de"]) in not_now
    assert texts["not_now"]["reason"] in not_now
    assert OWN.title["de"] not in not_now
    assert CONTACT in in_section(page, "ask")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_thing_it_says_is_what_is_decided(survey: Survey, language: str) -> None:
    """The head names each decision with its day, the first five of many, and that there are more."""
    texts, most = decisions.load(language), 5
    few = at_a_glance(shown(survey, plan_of(SURVEY_ID))[language])
    assert texts["page"]["glance"] in few
    assert OWN.title["de"] in few
    assert texts["page"]["more"] not in few
    many = at_a_glance(shown(survey, plan_of(SURVEY_ID, *[OWN] * (most + 1)))[language])
    assert many.count(OWN.title["de"]) == most
    assert texts["page"]["more"] in many


def at_a_glance(page: Page) -> str:
    """Return the text of the short list in the head of ``page``."""
    return " ".join(text.text for text in page.texts if text.within(**{"class": "glance"}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_in_another_language_is_marked_and_told(survey: Survey, language: str) -> None:
    """A screen reader hears German as German; everybody reads that the page lacks it in their language."""
    page = shown(survey, plan_of(SURVEY_ID, OWN))[language]
    told = decisions.load(language)["page"]["other_language"]
    marked = [text.text for text in page.texts if text.inside[-1].attributes.get("lang") == "de"]
    foreign = language != "de"
    assert (OWN.what["de"] in marked, told in text_of(page)) == (foreign, foreign)


def test_a_measure_of_the_catalogue_is_told_in_each_language_unless_the_plan_words_it(survey: Survey) -> None:
    """The plan's own words win where they are; elsewhere the catalogue's stay."""
    own = replace(BOUNDARY, title={"de": "Unsere Regel"})
    by_language = shown(survey, plan_of(SURVEY_ID, own))
    assert "Unsere Regel" in text_of(by_language["de"])
    assert "Unsere Regel" not in text_of(by_language["en"])
    for language in ("en", "de-leicht"):
        assert measures_told.load(language)["boundary-rule"].title in text_of(by_language[language])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_withheld_release_tells_no_share_and_still_every_decision(survey: Survey, language: str) -> None:
    """It says that no pattern is shown, for whatever reason in the same words, and what is decided."""
    plan = plan_of(SURVEY_ID, result=Withheld())
    crowded = replace(plan, report=replace(plan.report, more_than_invited=True))
    page = shown(survey, plan)[language]
    assert [text.text for text in page.texts] == [
        text.text for text in shown(survey, crowded)[language].texts
    ]
    assert "".join(decisions.load(language)["found"]["withheld"]).split()[0] in in_section(page, "found")
    assert not [element for element in page.elements if "figure" in element.attributes.get("class", "")]
    assert BOUNDARY.owner in in_section(page, "decided")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_without_decisions_says_so(survey: Survey, language: str) -> None:
    """Nothing decided is told as plainly; no empty list stands there."""
    plan = replace(plan_of(SURVEY_ID), decisions=(), contact="")
    page = shown(survey, plan)[language]
    assert decisions.load(language)["decided"]["none"] in in_section(page, "decided")
    assert in_section(page, "not-now") == ""
    assert "+49 30 901820" in in_section(page, "ask")  # whom the site names


HOSTILE = '<img src=x onerror="alert(1)"> {{ 7 * 7 }} {day} & =1+1'


@pytest.mark.parametrize("language", LANGUAGES)
def test_html_in_a_plan_is_text(survey: Survey, language: str) -> None:
    """Whatever somebody types into a plan stands on the page as it is: no element, no placeholder."""
    everywhere = dict.fromkeys(LANGUAGES, HOSTILE)
    decided = replace(OWN, title=everywhere, what=everywhere, effect=everywhere, owner=HOSTILE, who=HOSTILE)
    left = replace(NOT_NOW, title=everywhere, reason=everywhere)
    clean = shown(survey, plan_of(SURVEY_ID, OWN, NOT_NOW))[language]
    page = shown(survey, replace(plan_of(SURVEY_ID, decided, left), contact=HOSTILE))[language]
    assert {element.tag for element in page.elements} <= {element.tag for element in clean.elements}
    assert len(page.all("img")) == len(clean.all("img"))
    assert sum(HOSTILE in text.text for text in page.texts) == 9  # at a glance, too
    assert policy(page)["default-src"] == "'none'"


def test_it_asks_nothing_and_runs_nothing(survey: Survey) -> None:
    """No script, no form and no field, so it can store nothing either, in every language."""
    for page in shown(survey, plan_of(SURVEY_ID)).values():
        tags = {element.tag for element in page.elements}
        assert {"h1", "section"} <= tags
        assert not tags & {"script", "form", "input", "textarea", "select", "button", "iframe"}


@given(TYPE_TALLIES, TYPE_TALLIES)
def test_it_says_nothing_that_the_release_does_not(
    survey: Survey, one: dict[str, int], other: dict[str, int]
) -> None:
    """Two tallies with the same release give the same findings; each share reads as the release has it."""
    views = [_view(survey, release(each)) for each in (one, other)]
    if release(one) == release(other):
        assert views[0].found() == views[1].found()
    for view, counts in zip(views, (one, other), strict=True):
        result = release(counts)
        expected = (
            [*dict(result.types.shares), *(["rest"] if result.types.rest else [])]
            if isinstance(result, Release)
            else []
        )
        assert [found.category for found in view.found()] == expected


def _view(survey: Survey, result: Release | Withheld) -> View:
    words = load_wordings(survey.config)
    return DecidedSurvey(survey, plan_of(SURVEY_ID, result=result), words).view("de")


TAKEN = [BOUNDARY, OWN, NOT_NOW, *(replace(OWN, constellation=each) for each in ("D", "B"))]


@given(st.permutations(TAKEN))
def test_decisions_stand_in_the_order_of_the_constellations(survey: Survey, order: list[Decision]) -> None:
    """A B C D, then the work as a whole, however they were taken: no order is a ranking."""
    words = load_wordings(survey.config)
    view = DecidedSurvey(survey, plan_of(SURVEY_ID, *order), words).view("de")
    places = [group.constellation for group in view.decided()]
    assert places == [each for each in (*CONSTELLATIONS, None) if each in places]
    assert sum(len(group.entries) for group in (*view.decided(), *view.not_now())) == len(order)


def test_the_next_check_is_the_first_that_nobody_has_noted(survey: Survey) -> None:
    """A check whose effect is written down is over; without another one the page names no day."""
    done = replace(BOUNDARY, check=dt.date(2027, 6, 1), effect={"de": "Es wirkt."})
    assert "30. September 2027" in in_section(shown(survey, plan_of(SURVEY_ID, done, BOUNDARY))["de"], "next")
    page = shown(survey, plan_of(SURVEY_ID, done))["de"]
    assert "2027" not in in_section(page, "next")
    assert "Es wirkt." in in_section(page, "decided")


def test_it_is_a_page_of_the_brand_and_of_this_survey(survey: Survey) -> None:
    """Its title, its days, the day of the plan, and links to the same page in the other languages."""
    page = shown(survey, plan_of(SURVEY_ID))["en"]
    text = text_of(page)
    for words in ("Wie geht es uns am Telefon?", "11 January 2027", "29 January 2027", "9 February 2027"):
        assert words in text
    links = [link["href"] for link in page.all("a") if "data-language" in link]
    assert links == ["../decisions.html", "decisions.html", "../de-leicht/decisions.html"]
