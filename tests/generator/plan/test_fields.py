"""What the plan's page says of a release: its findings, their questions and measures, and nothing else."""

from __future__ import annotations

import pytest

from generator.plan.fields import plan_fields, texts_of_fields
from harness.releases import EVERYTHING, PARTLY, released
from questionnaire import CONSTELLATIONS, measures, survey_texts
from questionnaire.derivation import field_title, tension_fields
from questionnaire.disclosure import Release, Withheld
from questionnaire.measures import PLACES

NONE_SHOWN = released({"M": 30, "N": 30})
RESULTS = [released(EVERYTHING), released(PARTLY), NONE_SHOWN, Withheld()]
NAMES = ["everything", "partly", "nothing of its own", "withheld"]


@pytest.mark.parametrize("result", RESULTS, ids=NAMES)
def test_every_measure_of_the_catalogue_stands_once(result: Release | Withheld) -> None:
    """Whatever a plan has decided, the page has a place for it."""
    fields = plan_fields(result)
    assert [field.constellation for field in fields] == list(CONSTELLATIONS)
    ids = [measure for field in fields for measure in (*field.chosen, *field.others)]
    assert sorted(ids) == sorted(PLACES)


@pytest.mark.parametrize("result", RESULTS, ids=NAMES)
def test_the_measures_in_front_are_those_that_the_release_chooses(result: Release | Withheld) -> None:
    """In their order; without a finding none is in front of the others."""
    chosen = {field.constellation: field.chosen for field in plan_fields(result) if field.is_shown}
    expected = tension_fields(result) if isinstance(result, Release) else ()
    assert chosen == {field.constellation: field.measures for field in expected}
    assert all(not field.chosen for field in plan_fields(result) if not field.is_shown)


def test_titles_say_the_finding_and_questions_fit_the_reason() -> None:
    """They are those of the report; a constellation without a finding has its name alone."""
    catalogue, names = measures.load("de"), survey_texts.load("de")["constellations"]
    texts = texts_of_fields(released(PARTLY), catalogue, names)
    own = catalogue.texts["fields"]
    field = tension_fields(released(PARTLY))[0]
    assert texts["A.title"] == field_title(field, catalogue.texts)
    assert texts["A.question"] == own["A"]["question_cause_without_influence"]
    assert texts["A.reason"] == catalogue.texts["reasons"]["cause_without_influence"]
    assert texts["C.title"] == own["C"]["hidden"]
    assert (texts["B.title"], texts["B.reason"]) == (names["B"]["name"], "")
    assert texts["B.question"] == own["B"]["question_hidden"]


def test_a_withheld_release_says_nothing_of_any_constellation() -> None:
    """The four read as where none has a share of its own."""
    for language in ("de", "en"):
        catalogue, names = measures.load(language), survey_texts.load(language)["constellations"]
        withheld, none = (texts_of_fields(result, catalogue, names) for result in (Withheld(), NONE_SHOWN))
        assert withheld == none
        assert [withheld[f"{each}.title"] for each in CONSTELLATIONS] == [
            names[each]["name"] for each in CONSTELLATIONS
        ]
