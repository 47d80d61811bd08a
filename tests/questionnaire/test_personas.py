"""What five people in customer service get: their outcome, what stands beside it, and their first step."""

from __future__ import annotations

import pytest

from questionnaire import ITEM_IDS, Outcome, classify, survey_texts
from questionnaire.blocks import blocks
from tests.questionnaire import personas
from tests.questionnaire.personas import Persona

GERMAN = survey_texts.load("de")
EVERYBODY = (
    personas.BACK_OFFICE,
    personas.HOTLINE,
    personas.CHAT,
    personas.TEAM_LEAD,
    personas.NEWCOMER,
    personas.TIED,
    personas.NEARLY_NONE,
)


def also(outcome: Outcome) -> str:
    """Return what stands under "also there": present, and not the outcome itself."""
    return "".join(constellation for constellation in outcome.present if constellation not in outcome.tied)


def paths(outcome: Outcome) -> list[str]:
    """Return the keys of the paths whose first step the person reads (``questionnaire.blocks``)."""
    return [key for key in blocks(outcome) if key.startswith("path-")]


@pytest.mark.parametrize(
    ("persona", "code", "beside", "close", "first_steps"),
    [
        (personas.BACK_OFFICE, "C-SB", "", "", ["path-C-SB"]),
        (personas.HOTLINE, "A-SB", "BCD", "CD", ["path-A-SB"]),
        (personas.CHAT, "B-SB", "C", "C", ["path-B-SB"]),
        (personas.TEAM_LEAD, "N", "", "BCD", ["path-N"]),
        (personas.NEWCOMER, "D-SB", "A", "A", ["path-D-SB"]),
        (personas.TIED, "M", "BC", "C", ["path-A-SB", "path-D-SB"]),
        (personas.NEARLY_NONE, "C-T", "", "BD", ["path-C-T"]),
    ],
)
def test_each_person_gets_what_was_judged(
    persona: Persona, code: str, beside: str, close: str, first_steps: list[str]
) -> None:
    """Type and levers, what is also there, what nearly came first, and the path whose first step is shown."""
    outcome = classify(persona.sheet)
    got = (outcome.code(), also(outcome), "".join(outcome.close), paths(outcome))
    assert got == (code, beside, close, first_steps), persona.who


@pytest.mark.parametrize(
    ("persona", "begins"),
    [
        (personas.BACK_OFFICE, "Bitten Sie Ihre Teamleitung, eine einzelne Vorgabe zu prüfen"),
        (personas.HOTLINE, "Fragen Sie Ihre Teamleitung: Wer übernimmt, wenn jemand beleidigend wird"),
        (personas.CHAT, "Fragen Sie Ihre Teamleitung, welches Ziel gelten soll"),
        (personas.TEAM_LEAD, "Halten Sie fest, was Ihnen im Arbeitsalltag gerade hilft"),
        (
            personas.NEWCOMER,
            "Fragen Sie Ihre Teamleitung, ob Sie nach schwierigen Kontakten kurz",
        ),
        (personas.NEARLY_NONE, "Fragen Sie Ihre Teamleitung, welche Kennzahl wofür gebraucht wird"),
    ],
)
def test_the_first_step_is_the_one_that_was_judged(persona: Persona, begins: str) -> None:
    """The German step that the first screen shows; a new wording is to be read as this person."""
    outcome = classify(persona.sheet)
    path = (
        GERMAN["constellations"][outcome.type]["path"][outcome.levers]
        if outcome.levers
        else GERMAN["outcomes"]["none"]
    )
    assert path["steps"][0].startswith(begins), persona.who


@pytest.mark.parametrize("persona", EVERYBODY)
def test_every_answer_has_a_reason(persona: Persona) -> None:
    """A sheet is complete, and each answer comes from the person's working day."""
    assert tuple(persona.answers) == ITEM_IDS
    assert all(len(reason.split()) > 2 for _, reason in persona.answers.values())


def test_the_five_people_differ() -> None:
    """Between them they get each of the four constellations, and none: five results, five first screens."""
    assert {classify(persona.sheet).type for persona in EVERYBODY[:5]} == set("ABCDN")
