"""The rule of domain, section 3, case by case, and what every answer sheet may rely on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire import CONSTELLATIONS, ITEM_IDS, AnswerError, Outcome, classify

SHEETS = st.fixed_dictionaries({item: st.integers(0, 3) for item in ITEM_IDS})


def sheet(**answers: int) -> dict[str, int]:
    """Return a complete sheet: ``answers``, and "does not apply" everywhere else."""
    return dict.fromkeys(ITEM_IDS, 0) | answers


def swapped(answers: Mapping[str, int], one: str, other: str) -> dict[str, int]:
    """Return ``answers`` with two constellations swapped."""
    exchange = {one: other, other: one}
    return {item: answers[exchange.get(item[0], item[0]) + item[1]] for item in answers}


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (sheet(), "N"),
        (sheet(A1=2), "N"),  # P is high enough, P + S is not
        (sheet(A1=1, A2=3), "N"),  # a cause alone shapes nobody's day
        (sheet(A1=2, A2=1), "A-B"),
        (sheet(A1=3), "A-B"),
        (sheet(A1=3, A3=2), "A-T"),
        (sheet(A1=3, A3=1), "A-B"),
        (sheet(B1=2, B2=2), "B-SB"),
        (sheet(B1=2, B2=2, B3=2), "B-ST"),
        (sheet(C1=3, C2=1, C3=3), "C-T"),
        (sheet(D1=3, D2=2, D3=1), "D-SB"),
        (sheet(A1=3, A2=1, B1=2, B2=2), "A-B"),  # equal sums: the stronger perception decides
        (sheet(A1=2, A2=2, B1=3, B2=0), "A-SB"),  # the sum comes before the perception
        (sheet(A1=3, A2=1, B1=3, B2=1), "M"),
        (dict.fromkeys(ITEM_IDS, 3), "M"),
    ],
)
def test_the_rule_decides_as_written(answers: dict[str, int], code: str) -> None:
    """Presence, weight, ties and levers come out as the rule says, at its very edges."""
    assert classify(answers).code() == code


def test_an_outcome_names_what_led_to_it() -> None:
    """A single constellation: its three items; causes and influences of all four, in fixed order."""
    outcome = classify(sheet(D1=3, D2=3, A2=2, A3=2, C3=3, C1=2))
    assert outcome == Outcome(
        type="D",
        tied=("D",),
        levers="SB",
        paths=("SB",),
        present=("D",),
        close=(),
        causes=("A", "D"),
        influences=("A", "C"),
        because=("D1", "D2", "D3"),
    )


def test_a_mixed_picture_names_all_that_tie_and_no_levers() -> None:
    """Levers belong to a single constellation; a mixed picture rests on perception and cause."""
    outcome = classify(sheet(A1=3, A2=1, C1=3, C2=1, C3=3))
    assert (outcome.type, outcome.tied, outcome.levers) == ("M", ("A", "C"), None)
    assert outcome.because == ("A1", "A2", "A3", "C1", "C2", "C3")


def test_no_pattern_still_names_causes_and_influence() -> None:
    """Where nothing shapes the day, causes may be there all the same."""
    outcome = classify(sheet(A2=3, B3=3))
    assert (outcome.type, outcome.tied, outcome.because) == ("N", (), ())
    assert (outcome.causes, outcome.influences) == (("A",), ("B",))


def test_an_outcome_and_its_code_at_both_details() -> None:
    """Detail "type" tells the constellation only; another detail is refused."""
    outcome = classify(sheet(A1=3, A2=3))
    assert (outcome.code(), outcome.code("levers"), outcome.code("type")) == ("A-SB", "A-SB", "A")
    with pytest.raises(ValueError, match="detail is 'all'; expected 'levers' or 'type'"):
        outcome.code("all")  # type: ignore[arg-type]


def test_an_outcome_cannot_be_changed() -> None:
    """Outcomes are frozen values."""
    with pytest.raises(AttributeError):
        classify(sheet()).type = "A"  # type: ignore[misc]


@pytest.mark.parametrize("value", [-1, 4, 1.0, "2", None, True, False, [1], float("nan")])
def test_a_value_that_is_no_answer_is_refused_by_name(value: object) -> None:
    """The error names the item, the value and what was expected; booleans are no answers."""
    with pytest.raises(AnswerError, match="expected a whole number from 0 to 3") as refused:
        classify(cast("dict[str, int]", sheet() | {"C2": value}))
    assert refused.value.faults == (f"C2: {value!r} is not an answer; expected a whole number from 0 to 3",)


def test_all_faults_of_a_sheet_are_named_at_once() -> None:
    """A missing item, a wrong value and an unknown item are all in one error, which is a ValueError."""
    answers = sheet(B1=7, E1=1)
    del answers["A3"]
    with pytest.raises(ValueError, match="A3: no answer") as refused:
        classify(answers)
    assert isinstance(refused.value, AnswerError)
    assert [fault.split(":")[0] for fault in refused.value.faults] == ["B1", "A3", "'E1'"]


@given(st.dictionaries(st.text(max_size=3) | st.sampled_from(ITEM_IDS), st.integers(-2, 5) | st.none()))
def test_a_sheet_is_classified_or_refused_and_nothing_else(answers: dict[str, int]) -> None:
    """Whatever arrives, there is an outcome or an AnswerError, and the sheet is left as it was."""
    before = dict(answers)
    complete = set(answers) == set(ITEM_IDS) and all(v is not None and 0 <= v <= 3 for v in answers.values())
    if complete:
        assert classify(answers).type in "ABCDMN"
    else:
        with pytest.raises(AnswerError):
            classify(answers)
    assert answers == before


@given(SHEETS, st.permutations(ITEM_IDS))
def test_the_order_of_answers_does_not_matter(answers: dict[str, int], order: list[str]) -> None:
    """A sheet is a mapping; the order in which it was filled in has no effect."""
    assert classify({item: answers[item] for item in order}) == classify(answers)


@given(SHEETS, st.sampled_from(CONSTELLATIONS), st.sampled_from(CONSTELLATIONS))
def test_swapping_two_constellations_swaps_them_in_the_outcome(
    answers: dict[str, int], one: str, other: str
) -> None:
    """No constellation is favoured, in any part of the outcome."""
    exchange = {one: other, other: one}

    def swap(ids: tuple[str, ...]) -> set[str]:
        return {exchange.get(name[0], name[0]) + name[1:] for name in ids}

    before, after = classify(answers), classify(swapped(answers, one, other))
    assert after.type == exchange.get(before.type, before.type)
    assert after.levers == before.levers
    for part in ("tied", "causes", "influences", "because"):
        assert set(getattr(after, part)) == swap(getattr(before, part))
