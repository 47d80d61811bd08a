"""The rule for many sheets at once: asked of ``classify`` once for every case, and then looked up.

Type, ``present`` and ``close`` depend on the eight answers to perception and cause only (4^8 cases); the
levers on the cause and influence of the one constellation (4^2 cases). No rule is written here a second time;
a test asks ``classify`` for whole sheets, too.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from questionnaire import CONSTELLATIONS, ITEM_IDS, SCALE, all_codes, classify
from simulation.answering import Sheets

Codes: TypeAlias = NDArray[np.int8]
Flags: TypeAlias = NDArray[np.bool_]

CODES = all_codes("levers")
TYPES = all_codes("type")
MIXED, NONE = TYPES.index("M"), TYPES.index("N")

_WEIGHED = 8  # items that the weights read: they come first in ITEM_IDS
_STEPS = range(len(SCALE))
_TYPE_OF_CODE = np.array([TYPES.index(code[0]) for code in CODES], dtype=np.int8)


@dataclass(frozen=True, slots=True)
class Cases:
    """What ``classify`` says for each combination of the eight answers that the weights read.

    ``types`` has the places in ``TYPES``; ``present`` and ``close`` a column for each constellation.
    """

    types: Codes
    present: Flags
    close: Flags


@cache
def cases() -> Cases:
    """Return all 65,536 cases, in the order of the numbers that ``case_numbers`` gives."""
    nothing = dict.fromkeys(ITEM_IDS, 0)
    found = [
        classify({**nothing, **dict(zip(ITEM_IDS[:_WEIGHED], answers, strict=True))})
        for answers in itertools.product(_STEPS, repeat=_WEIGHED)
    ]
    return Cases(
        types=np.array([TYPES.index(outcome.type) for outcome in found], dtype=np.int8),
        present=np.array([_flags(outcome.present) for outcome in found]),
        close=np.array([_flags(outcome.close) for outcome in found]),
    )


def _flags(named: Sequence[str]) -> list[bool]:
    return [constellation in named for constellation in CONSTELLATIONS]


@cache
def _lever_codes() -> Codes:
    """Return the code of each constellation by its cause and its influence, where it is the only one."""
    nothing = dict.fromkeys(ITEM_IDS, 0)
    codes = [
        CODES.index(classify({**nothing, f"{c}1": 3, f"{c}2": cause, f"{c}3": influence}).code())
        for c in CONSTELLATIONS
        for cause in _STEPS
        for influence in _STEPS
    ]
    return np.array(codes, dtype=np.int8).reshape(len(CONSTELLATIONS), len(SCALE), len(SCALE))


def case_numbers(sheets: Sheets) -> NDArray[np.int64]:
    """Return for each sheet the number of its case: its first eight answers as digits to base 4."""
    return _numbers(sheets[:, :_WEIGHED])


def sheet_numbers(sheets: Sheets) -> NDArray[np.int64]:
    """Return each sheet's number among all 4^12: its answers, in the order of ``ITEM_IDS``, to base 4."""
    return _numbers(sheets)


def _numbers(answers: Sheets) -> NDArray[np.int64]:
    base = len(SCALE) ** np.arange(answers.shape[1] - 1, -1, -1, dtype=np.int64)
    numbers: NDArray[np.int64] = answers.astype(np.int64) @ base
    return numbers


@cache
def every_code() -> Codes:
    """Return the code of all 16,777,216 sheets as its place in ``CODES``, by the sheet's number."""
    types = cases().types
    codes = np.empty((len(types), len(SCALE) ** len(CONSTELLATIONS)), dtype=np.int8)
    codes[types == MIXED] = CODES.index("M")
    codes[types == NONE] = CODES.index("N")
    influences = np.indices((len(SCALE),) * len(CONSTELLATIONS)).reshape(len(CONSTELLATIONS), -1)
    causes = np.indices((len(SCALE),) * _WEIGHED, dtype=np.int8).reshape(_WEIGHED, -1)[len(CONSTELLATIONS) :]
    for place in range(len(CONSTELLATIONS)):
        for cause in _STEPS:
            chosen = (types == place) & (causes[place] == cause)
            codes[chosen] = _lever_codes()[place, cause][influences[place]]
    return codes.ravel()


def types_of(codes: Codes) -> Codes:
    """Return the type of each code, as its place in ``TYPES``."""
    return _TYPE_OF_CODE[codes]


def changed_by_one_step(results: Codes) -> Flags:
    """Return for each of all sheets whether one step of one answer changes its result.

    ``results`` are the results of all sheets, by the sheet's number: types or codes.
    """
    along = results.reshape((len(SCALE),) * len(ITEM_IDS))
    changed = np.zeros(along.shape, dtype=np.bool_)
    for axis in range(len(ITEM_IDS)):
        answers, flags = np.moveaxis(along, axis, 0), np.moveaxis(changed, axis, 0)
        differs = answers[1:] != answers[:-1]
        flags[1:] |= differs
        flags[:-1] |= differs
    return changed.ravel()
