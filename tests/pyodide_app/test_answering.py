"""What the page is told about an answer sheet."""

from __future__ import annotations

import json
from typing import cast

import pytest

from pyodide_app.answering import answer
from questionnaire import AnswerError, blocks, classify
from tests import golden


def test_the_golden_sheets_mean_what_the_file_says() -> None:
    """CPython's half of the golden file: outcome and codes, field by field."""
    for answers, outcome, codes in golden.sheets():
        assert classify(answers) == outcome
        assert {detail: outcome.code(detail) for detail in ("levers", "type")} == codes


def test_the_golden_file_covers_every_code() -> None:
    """A golden file that missed an outcome would prove less than it seems to."""
    assert len({codes["levers"] for _, _, codes in golden.sheets()}) == 18


def test_the_page_gets_keys_and_nothing_else() -> None:
    """The answer is the outcome's type, the blocks to show and the items that led there, as JSON."""
    for answers, outcome, codes in golden.sheets():
        assert json.loads(json.dumps(answer(answers))) == {
            "outcome": outcome.type,
            "code": codes["levers"],
            "blocks": list(blocks(outcome)),
            "because": list(outcome.because),
        }


@pytest.mark.parametrize(("answers", "items"), golden.refused())
def test_a_sheet_that_cannot_be_classified_is_named_fault_by_fault(
    answers: dict[str, int], items: list[str]
) -> None:
    """The page learns which items are at fault; ``classify`` itself raises."""
    told = dict(answer(answers))
    assert list(told) == ["faults"]
    assert [str(fault).split(":")[0] for fault in cast("list[str]", told["faults"])] == items
    with pytest.raises(AnswerError):
        classify(answers)
