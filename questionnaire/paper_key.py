"""The key of the paper version: the rule of ``classification`` as two tables to follow with a pencil.

A person adds nothing up. Only seven pairs of answers make a constellation present, and no two of these pairs
weigh the same: ``LINES`` has them from the heaviest to the lightest. A person makes a cross for each
constellation in the line with its two answers, if there is one. The crosses in the highest line with a cross
are the outcome, those below it are present as well. ``PATHS`` gives the levers in the same way. Tests follow
the printed page on every answer sheet and compare what they find with ``classify``.
"""

from __future__ import annotations

from dataclasses import dataclass

from questionnaire.instrument import ITEM_IDS
from questionnaire.model import Levers


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the first table: the two answers, as steps of ``SCALE``, that make a cross in it."""

    perception: str
    cause: str


@dataclass(frozen=True, slots=True)
class Path:
    """A line of the second table: the answers, as steps of ``SCALE``, that lead to ``levers``."""

    cause: tuple[str, str]
    influence: tuple[str, str]
    levers: Levers


LINES: tuple[Line, ...] = (
    Line("yes", "yes"),
    Line("yes", "rather_yes"),
    Line("rather_yes", "yes"),
    Line("yes", "rather_no"),
    Line("rather_yes", "rather_yes"),
    Line("yes", "no"),
    Line("rather_yes", "rather_no"),
)

# A cross at most so many lines below the outcome's is always close: one answer step could lift it to the top.
# Three lines below, that holds only sometimes, so the page promises it for two.
CLOSE_LINES = 2

_AGREEING, _DISAGREEING = ("yes", "rather_yes"), ("rather_no", "no")
PATHS: tuple[Path, ...] = (
    Path(_AGREEING, _AGREEING, "ST"),
    Path(_AGREEING, _DISAGREEING, "SB"),
    Path(_DISAGREEING, _AGREEING, "T"),
    Path(_DISAGREEING, _DISAGREEING, "B"),
)

# The questions are numbered through, in the order in which they are asked.
QUESTION_NUMBERS: dict[str, int] = {item: number for number, item in enumerate(ITEM_IDS, start=1)}
