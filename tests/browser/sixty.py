"""Sixty simulated employees at medium load, the same in every run: their answers and their codes."""

from __future__ import annotations

from questionnaire import ITEM_IDS, classify
from simulation.answering import Shifts, draw
from simulation.assumptions import LOADINGS, MIDDLE_RELIABILITY

STAFF = 60


def _sheets() -> tuple[dict[str, int], ...]:
    answers = draw(STAFF, LOADINGS["medium"]).answer(0, MIDDLE_RELIABILITY, Shifts())
    return tuple(dict(zip(ITEM_IDS, map(int, row), strict=True)) for row in answers)


SHEETS = _sheets()
CODES = tuple(classify(sheet).code() for sheet in SHEETS)
