"""The three studies: two days of the same people, easier items, and all sheets. Shares are 0 to 1."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import TypeAlias

import numpy as np

from questionnaire import CONSTELLATIONS, ITEM_IDS
from questionnaire.instrument import APPLIES
from simulation import rule
from simulation.answering import People, Sheets, Shifts
from simulation.rule import CODES, MIXED, NONE, TYPES, Codes, Flags

Figures: TypeAlias = Mapping[str, float]


def repetition(people: People, reliability: float, load: float) -> Figures:
    """Return how alike two days are for the same people, if nothing about their work has changed.

    Keys that begin with ``single_`` are shares of the people who hold a single result on the first day;
    ``other_was_`` of those among them who hold another single one on the second.
    """
    shifts = Shifts(load)
    first, second = people.answer(0, reliability, shifts), people.answer(1, reliability, shifts)
    one, two = _codes(first), _codes(second)
    return {
        "item_reliability": _item_reliability(first, second),
        "outcome_again": _share(rule.types_of(one) == rule.types_of(two)),
        "outcome_kappa": kappa(rule.types_of(one), rule.types_of(two), len(TYPES)),
        "code_again": _share(one == two),
        "code_kappa": kappa(one, two, len(CODES)),
        **_of_everybody(one, first),
        **_of_single(first, rule.types_of(one), rule.types_of(two)),
    }


def _item_reliability(first: Sheets, second: Sheets) -> float:
    items = range(first.shape[1])
    return float(np.mean([np.corrcoef(first[:, item], second[:, item])[0, 1] for item in items]))


def _of_everybody(codes: Codes, sheets: Sheets) -> Figures:
    types, numbers = rule.types_of(codes), rule.sheet_numbers(sheets)
    near = rule.cases().close[rule.case_numbers(sheets)].any(axis=1) & (types < MIXED)
    return {
        "single": _share(types < MIXED),
        "mixed": _share(types == MIXED),
        "mixed_if_close_were": _share((types == MIXED) | near),
        "none": _share(types == NONE),
        "one_step_outcome": _share(_one_step()[0][numbers]),
        "one_step_code": _share(_one_step()[1][numbers]),
    }


def _of_single(sheets: Sheets, one: Codes, two: Codes) -> Figures:
    single = one < MIXED
    cases = rule.case_numbers(sheets)[single]
    present, close = rule.cases().present[cases], rule.cases().close[cases]
    one, two = one[single], two[single]
    other = (two < MIXED) & (two != one)
    has_close = close.any(axis=1)
    was_present, was_close = present[other, two[other]], close[other, two[other]]
    both = two < MIXED
    return {
        "single_again": _share(one == two),
        "single_other": _share(other),
        "single_then_mixed": _share(two == MIXED),
        "single_then_none": _share(two == NONE),
        "single_kappa": kappa(one[both], two[both], len(CONSTELLATIONS)),
        "single_others_present": _share(present.sum(axis=1) > 1),
        "single_close": _share(has_close),
        "single_other_if_close": _share(other[has_close]),
        "single_other_if_none_close": _share(other[~has_close]),
        "other_was_named": _share(was_present | was_close),
    }


def kappa(one: Codes, two: Codes, categories: int) -> float:
    """Return Cohen's kappa of two judgements: agreement beyond chance, 1 for perfect, 0 for chance.

    Source: Cohen 1960.
    """
    agreement = _share(one == two)
    shares = [np.bincount(each, minlength=categories) / len(each) for each in (one, two)]
    expected = float(shares[0] @ shares[1])
    return (agreement - expected) / (1 - expected)


def shares(people: People, reliability: float, items: Mapping[str, float], constellation: str) -> Figures:
    """Return how often ``constellation`` is the result and a named cause, if ``items`` are easier.

    ``items`` has the ids of the easier ones and by how many standard deviations.
    """
    sheets = people.answer(0, reliability, Shifts(items=dict(items)))
    types = rule.types_of(_codes(sheets))
    others = [TYPES.index(each) for each in CONSTELLATIONS if each != constellation]
    return {
        "outcome": _share(types == TYPES.index(constellation)),
        "others": _share(np.isin(types, others)) / len(others),
        "named_cause": _share(sheets[:, ITEM_IDS.index(f"{constellation}2")] >= APPLIES),
    }


def all_sheets() -> Figures:
    """Return exact shares over all 16,777,216 sheets, each counted once."""
    types, present, close = rule.cases().types, rule.cases().present, rule.cases().close
    single = types < MIXED
    outcome, code = _one_step()
    return {
        "one_step_outcome": _share(outcome),
        "one_step_code": _share(code),
        "one_step_single": _share(outcome[rule.types_of(rule.every_code()) < MIXED]),
        "single_others_present": _share(present[single].sum(axis=1) > 1),
        "single_close": _share(close[single].any(axis=1)),
    }


@cache
def _one_step() -> tuple[Flags, Flags]:
    codes = rule.every_code()
    return rule.changed_by_one_step(rule.types_of(codes)), rule.changed_by_one_step(codes)


def _codes(sheets: Sheets) -> Codes:
    return rule.every_code()[rule.sheet_numbers(sheets)]


def _share(flags: Flags | np.bool_) -> float:
    return float(np.mean(flags))
