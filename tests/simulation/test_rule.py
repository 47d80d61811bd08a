"""The rule for many sheets is the rule: what is looked up is what ``classify`` says."""

from __future__ import annotations

import numpy as np

from questionnaire import CONSTELLATIONS, ITEM_IDS, Outcome, classify
from simulation import rule
from simulation.answering import Sheets

DRAWN: Sheets = np.random.default_rng(20270111).integers(0, 4, size=(3_000, len(ITEM_IDS)), dtype=np.int8)


def judged(sheets: Sheets) -> list[Outcome]:
    """Return what ``classify`` says of each sheet."""
    return [classify(dict(zip(ITEM_IDS, row.tolist(), strict=True))) for row in sheets]


def test_code_and_type_are_those_of_classify() -> None:
    """Whole sheets, drawn evenly: influence changes the levers and nothing else."""
    codes = rule.every_code()[rule.sheet_numbers(DRAWN)]
    assert [rule.CODES[code] for code in codes] == [outcome.code() for outcome in judged(DRAWN)]
    assert [rule.TYPES[place] for place in rule.types_of(codes)] == [each.type for each in judged(DRAWN)]


def test_present_and_close_are_those_of_classify() -> None:
    """The case of a sheet names the same constellations as the sheet itself."""
    numbers = rule.case_numbers(DRAWN)
    for flags, names in (
        (rule.cases().present[numbers], [outcome.present for outcome in judged(DRAWN)]),
        (rule.cases().close[numbers], [outcome.close for outcome in judged(DRAWN)]),
    ):
        assert [
            tuple(c for c, flag in zip(CONSTELLATIONS, row, strict=True) if flag) for row in flags
        ] == names


def test_one_step_is_one_answer_moved_by_one_place() -> None:
    """A code is marked exactly if one of the at most 24 neighbours of its sheet has another one."""
    marked = rule.changed_by_one_step(rule.every_code())[rule.sheet_numbers(DRAWN[:150])]
    assert marked.any()
    assert not marked.all()
    for row, is_marked in zip(DRAWN[:150], marked, strict=True):
        steps = np.concatenate([np.eye(len(ITEM_IDS), dtype=np.int8), -np.eye(len(ITEM_IDS), dtype=np.int8)])
        neighbours = row + steps
        possible = neighbours[((neighbours >= 0) & (neighbours <= 3)).all(axis=1)]
        own = judged(row[None, :])[0].code()
        assert is_marked == any(outcome.code() != own for outcome in judged(possible))
