"""All 4^12 answer sheets at once: the rule of domain, section 3, written a second time, with arrays.

It exists to check ``classify`` and is written independently of it. An outcome becomes a small integer:
its place in ``all_codes("levers")``.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from questionnaire import CONSTELLATIONS, ITEM_IDS, all_codes

Sheets: TypeAlias = NDArray[np.int8]  # shape (number of sheets, 12); columns are ITEM_IDS
Outcomes: TypeAlias = NDArray[np.int8]  # shape (number of sheets,)

CODES = all_codes("levers")
NUMBER_OF_SHEETS = 4 ** len(ITEM_IDS)
_COLUMN = {item: place for place, item in enumerate(ITEM_IDS)}


def batches(size: int = 4**10) -> Iterator[Sheets]:
    """Yield every answer sheet there is, in batches of ``size``."""
    shifts = np.arange(len(ITEM_IDS) * 2 - 2, -1, -2)
    for start in range(0, NUMBER_OF_SHEETS, size):
        numbers = np.arange(start, start + size)[:, None]
        yield ((numbers >> shifts) & 3).astype(np.int8)


def of_perception_and_cause() -> Sheets:
    """Return all 65,536 sheets without influence: which constellations are named depends on no influence."""
    sheets = np.zeros((4**8, len(ITEM_IDS)), dtype=np.int8)
    sheets[:, :8] = list(product(range(4), repeat=8))  # A1 ... D1, A2 ... D2
    return sheets


def column(sheets: Sheets, constellation: str, lens: int) -> NDArray[np.int8]:
    """Return one item's answers; ``lens`` is 1, 2 or 3."""
    return sheets[:, _COLUMN[f"{constellation}{lens}"]]


def weights(sheets: Sheets) -> NDArray[np.int8]:
    """Return, for each sheet and constellation, 4 * (P + S) + P, or -1 where it is not present."""
    columns = []
    for constellation in CONSTELLATIONS:
        p, s = column(sheets, constellation, 1), column(sheets, constellation, 2)
        columns.append(np.where((p >= 2) & (p + s >= 3), 4 * (p + s) + p, -1))
    return np.stack(columns, axis=1).astype(np.int8)


def tied(sheets: Sheets) -> NDArray[np.bool_]:
    """Return, for each sheet, which of the four constellations are heaviest (all false: none present)."""
    weight = weights(sheets)
    top = weight.max(axis=1, keepdims=True)
    heaviest: NDArray[np.bool_] = (weight == top) & (top >= 0)
    return heaviest


def present(sheets: Sheets) -> NDArray[np.bool_]:
    """Return, for each sheet, which of the four constellations are present."""
    there: NDArray[np.bool_] = weights(sheets) >= 0
    return there


def close(sheets: Sheets) -> NDArray[np.bool_]:
    """Return, for each sheet, which constellations outside the heaviest one step could bring among them."""
    now = tied(sheets)
    reached = np.zeros_like(now)
    for constellation, lens, step in product(CONSTELLATIONS, (1, 2), (-1, 1)):
        changed = sheets.copy()
        changed[:, _COLUMN[f"{constellation}{lens}"]] += step
        answer = column(changed, constellation, lens)
        reached |= tied(changed) & ((answer >= 0) & (answer <= 3))[:, None]
    nearby: NDArray[np.bool_] = reached & ~now
    return nearby


def levers(sheets: Sheets) -> NDArray[np.int8]:
    """Return, for each sheet and constellation, the place of its levers in ``LEVERS``, heaviest or not."""
    columns = []
    for constellation in CONSTELLATIONS:
        caused, influence = column(sheets, constellation, 2) >= 2, column(sheets, constellation, 3) >= 2
        columns.append(np.where(caused, np.where(influence, 0, 1), np.where(influence, 2, 3)))  # ST SB T B
    return np.stack(columns, axis=1).astype(np.int8)


def outcomes(sheets: Sheets) -> Outcomes:
    """Return the code of every sheet, as its place in ``CODES``."""
    heaviest = tied(sheets)
    number = heaviest.sum(axis=1)
    result = np.where(number == 0, CODES.index("N"), CODES.index("M"))
    lever = levers(sheets)
    for place in range(len(CONSTELLATIONS)):
        result = np.where((number == 1) & heaviest[:, place], place * 4 + lever[:, place], result)
    return result.astype(np.int8)
