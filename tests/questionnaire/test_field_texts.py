"""The words of the tension fields: titles that say the finding, one question each, and an honest reason."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import product
from typing import Any, get_args

import pytest

from questionnaire import CONSTELLATIONS, measures
from questionnaire.derivation import Extent, Reason

LANGUAGES = measures.available()
SHOWN = tuple(extent for extent in get_args(Extent) if extent != "hidden")
REASONS = get_args(Reason)

# Two lines of the first page's headings, printed.
LONGEST_TITLE, LONGEST_QUESTION, LONGEST_REASON = 75, 95, 190


def fields(language: str) -> Mapping[str, Mapping[str, str]]:
    """Return the texts of the fields in ``language``, by constellation."""
    found: Mapping[str, Mapping[str, str]] = measures.load(language).texts["fields"]
    return found


def titles(language: str) -> list[str]:
    """Return every title that a field can have, for all constellations."""
    texts: Mapping[str, Any] = measures.load(language).texts
    composed = [
        texts["field_title"].format(cause=own[f"cause_{cause}"], influence=own[f"influence_{influence}"])
        for own in texts["fields"].values()
        for cause, influence in product(SHOWN, SHOWN)
    ]
    return [*composed, *(own["hidden"] for own in texts["fields"].values())]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_case_of_the_derivation_has_its_words(language: str) -> None:
    """No extent and no reason can come up that a language has no text for; and no text is left over."""
    expected = {
        "hidden",
        "meaning",
        *(f"{part}_{extent}" for part in ("cause", "influence") for extent in SHOWN),
        *(f"question_{reason}" for reason in REASONS),
    }
    assert tuple(fields(language)) == CONSTELLATIONS
    assert all(set(own) == expected for own in fields(language).values())
    assert set(measures.load(language).texts["reasons"]) == set(REASONS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_title_says_its_finding_and_no_other(language: str) -> None:
    """All 36 titles and the four without cause and influence differ, fit a heading and end without a stop."""
    found = titles(language)
    assert len(found) == 4 * 3 * 3 + 4
    # The room to act is one thing: only what stands before it tells constellations apart.
    assert len(set(found)) == len(found)
    assert [title for title in found if len(title) > LONGEST_TITLE or title[-1] in ".!?:"] == []
    assert [title for title in found if not title[0].isupper()] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_is_one_question_and_asks_the_organisation(language: str) -> None:
    """One for each constellation and reason, none twice; none can be answered by yes or no."""
    questions = [
        text for own in fields(language).values() for key, text in own.items() if key.startswith("question")
    ]
    assert len(set(questions)) == len(questions) == len(CONSTELLATIONS) * len(REASONS)
    assert [text for text in questions if text.count("?") != 1 or not text.endswith("?")] == []
    assert [text for text in questions if len(text) > LONGEST_QUESTION] == []
    begins = (
        r"(Bei|In|Um|Aus|An|Für|Nach) welche|(Wer|Wen|Wem|Was|Wie|Wo|Wofür|Woher|Wann|Warum|Welche[nrs]?)\b"
        r"|(For|In|With|At|After) which\b|(Who|What|How|Where|When|Why|Which)\b"
    )
    assert [text for text in questions if not re.match(begins, text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_reason_is_short_and_claims_no_more_than_contributions_describe(language: str) -> None:
    """Training is said to help only where influence is there; a hidden influence is said to be hidden."""
    reasons = measures.load(language).texts["reasons"]
    assert [text for text in reasons.values() if len(text) > LONGEST_REASON] == []
    training = {reason for reason, text in reasons.items() if "raining" in text}
    assert training == {
        "cause_with_influence",
        "cause_with_some_influence",
        "influence_without_cause",
        "some_influence_without_cause",
        "hidden",
    }
    assert re.search(r"Training nicht begründen|training cannot be justified", reasons["hidden"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_structure_is_named_first_where_a_cause_is_not_rare(language: str) -> None:
    """The order of the words is the order of the measures."""
    for reason, text in measures.load(language).texts["reasons"].items():
        first = re.search(r"Struktur|Structure|Training|training|Begleitung|[Aa]ccompaniment", text)
        assert first, reason
        if reason.startswith("cause_"):
            assert first[0] in ("Struktur", "Structure"), reason


def test_hedges_stay_where_the_scale_has_them() -> None:
    """What is rarely described is said with "eher" or "kaum", never as if it were certain."""
    for own in fields("de").values():
        assert "eher" in own["cause_rarely"]
        assert "kaum" in own["influence_rarely"]
        assert "einige" in own["cause_partly"]
        assert "einige" in own["influence_partly"]
