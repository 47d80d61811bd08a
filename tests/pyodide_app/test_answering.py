"""What the page is told about an answer sheet."""

from __future__ import annotations

import json
from pathlib import Path
from typing import cast

import pytest

from pyodide_app.answering import answer
from questionnaire import AnswerError, blocks, classify, statements
from tests import golden


def test_the_golden_sheets_mean_what_the_file_says() -> None:
    """CPython's half of the golden file: outcome and codes, field by field."""
    for answers, outcome, codes in golden.sheets():
        assert classify(answers) == outcome
        assert {detail: outcome.code(detail) for detail in ("levers", "type")} == codes


def test_the_golden_file_covers_every_code() -> None:
    """A golden file that missed an outcome would prove less than it seems to."""
    assert len({codes["levers"] for _, _, codes in golden.sheets()}) == 18


def test_the_golden_file_is_what_its_command_writes() -> None:
    """Renewing changes the lines whose meaning changed and no other; the file says how it is renewed."""
    assert golden.renewed() == golden.FILE.read_text("utf-8")
    assert "python -m tests.golden --renew" in golden.renewed()


def test_a_sheet_in_the_wrong_half_is_not_renewed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A sheet that is accepted cannot stand among the refused ones."""
    answers, *_ = golden.sheets()[0]
    monkeypatch.setattr(golden, "FILE", tmp_path / "golden.json")
    golden.FILE.write_text(json.dumps({"sheets": [], "refused": [{"answers": answers}]}), "utf-8")
    with pytest.raises(ValueError, match='"refused" holds a sheet that is accepted'):
        golden.renewed()


def test_the_page_gets_keys_and_nothing_else() -> None:
    """The answer is the outcome's type, the blocks to show and the items to show again, as JSON."""
    for answers, outcome, codes in golden.sheets():
        assert json.loads(json.dumps(answer(answers))) == {
            "outcome": outcome.type,
            "code": codes["levers"],
            "blocks": list(blocks(outcome)),
            "statements": list(statements(outcome)),
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
