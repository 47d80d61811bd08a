"""Turn an answer sheet into the keys that the page shows: never HTML and never a number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from questionnaire import AnswerError, blocks, classify, statements
from questionnaire.model import Detail


class Shown(TypedDict):
    """The keys of everything that the page shows for an outcome."""

    outcome: str
    code: str
    blocks: list[str]
    statements: list[str]


class Refused(TypedDict):
    """The faults of an answer sheet that cannot be classified, one sentence each."""

    faults: list[str]


def answer(answers: Mapping[str, int], detail: Detail = "levers") -> Shown | Refused:
    """Classify ``answers`` and return the keys of everything to show, or the faults of the sheet.

    ``code`` is the type code at ``detail``: the only thing that the person may contribute. ``statements`` are
    the items that the page shows again, each with the person's own answer.
    """
    try:
        outcome = classify(answers)
    except AnswerError as error:
        return {"faults": list(error.faults)}
    return {
        "outcome": outcome.type,
        "code": outcome.code(detail),
        "blocks": list(blocks(outcome)),
        "statements": list(statements(outcome)),
    }
