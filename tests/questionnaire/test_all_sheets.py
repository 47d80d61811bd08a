"""Promises about all 16,777,216 answer sheets, kept by looking at every one of them."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from questionnaire import CONSTELLATIONS, ITEM_IDS, classify, language_folder, prose
from tests.questionnaire import all_sheets
from tests.questionnaire.all_sheets import CODES, NUMBER_OF_SHEETS, Sheets

_PLACE = {item: place for place, item in enumerate(ITEM_IDS)}


def as_answers(row: NDArray[np.int8]) -> dict[str, int]:
    """Return one row of an array of sheets as the mapping that ``classify`` takes."""
    return dict(zip(ITEM_IDS, row.tolist(), strict=True))


@cache
def every_outcome() -> NDArray[np.int8]:
    """Return the outcome of every sheet: an axis for each of ``ITEM_IDS``, its answers along it."""
    codes = np.concatenate([all_sheets.outcomes(sheets) for sheets in all_sheets.batches()])
    return codes.reshape((4,) * len(ITEM_IDS))


def assert_tied_to_classify(sheets: Sheets) -> None:
    """Compare the arrays' outcomes, causes and influences with ``classify``, sheet by sheet."""
    codes = all_sheets.outcomes(sheets)
    heaviest = all_sheets.tied(sheets)
    for row, code, ties in zip(sheets, codes, heaviest, strict=True):
        outcome = classify(as_answers(row))
        assert outcome.code() == CODES[code]
        assert outcome.tied == tuple(c for c, is_tied in zip(CONSTELLATIONS, ties, strict=True) if is_tied)


def test_the_arrays_agree_with_classify_on_a_large_random_sample() -> None:
    """100,000 sheets drawn evenly (fixed seed): the vectorised rule is the rule."""
    drawn = np.random.default_rng(20270111).integers(0, 4, size=(100_000, len(ITEM_IDS)), dtype=np.int8)
    assert_tied_to_classify(drawn)


@pytest.mark.parametrize(("one", "other"), list(combinations(CONSTELLATIONS, 2)))
def test_the_arrays_agree_with_classify_on_every_pair(one: str, other: str) -> None:
    """All 4^6 sheets of each pair of constellations, the other two at "does not apply"."""
    sheets = np.zeros((4**6, len(ITEM_IDS)), dtype=np.int8)
    columns = [_PLACE[f"{constellation}{lens}"] for constellation in (one, other) for lens in (1, 2, 3)]
    sheets[:, columns] = list(product(range(4), repeat=6))
    assert_tied_to_classify(sheets)


def test_every_sheet_has_one_outcome_and_the_method_page_tells_how_many() -> None:
    """Total: 4^12 sheets, 4^12 outcomes; the table of the method page holds the very counts."""
    counts = np.bincount(every_outcome().ravel(), minlength=len(CODES))
    assert len(counts) == len(CODES)
    assert every_outcome().size == counts.sum() == NUMBER_OF_SHEETS
    counted = dict(zip(CODES, counts.tolist(), strict=True))
    for language in language_folder.available():
        assert _published(language) == counted


def test_the_batches_hold_every_sheet_once() -> None:
    """The batches count up from all zeros to all threes without a gap."""
    base = 4 ** np.arange(len(ITEM_IDS) - 1, -1, -1)
    expected = 0
    for sheets in all_sheets.batches():
        numbers = sheets.astype(np.int64) @ base
        assert (numbers == np.arange(expected, expected + len(sheets))).all()
        expected += len(sheets)
    assert expected == NUMBER_OF_SHEETS


@pytest.mark.parametrize(("one", "other"), list(combinations(range(4), 2)))
def test_swapping_two_constellations_swaps_them_in_every_outcome(one: int, other: int) -> None:
    """Symmetric: all sheets, all six pairs."""
    columns = list(range(len(ITEM_IDS)))
    for lens in range(3):
        columns[4 * lens + one], columns[4 * lens + other] = 4 * lens + other, 4 * lens + one
    exchange = np.arange(len(CODES), dtype=np.int8)
    exchange[4 * one : 4 * one + 4] = range(4 * other, 4 * other + 4)
    exchange[4 * other : 4 * other + 4] = range(4 * one, 4 * one + 4)
    # The outcome of each sheet with the two in each other's place.
    swapped = every_outcome().transpose(columns)
    assert (swapped == exchange[every_outcome()]).all()


@pytest.mark.parametrize("lens", [1, 2])
def test_raising_perception_or_cause_never_makes_the_dominant_constellation_lose(lens: int) -> None:
    """Monotone: every sheet with a single outcome, raised by one step, keeps its constellation."""
    checked = 0
    for place, constellation in enumerate(CONSTELLATIONS):
        # 0..3 for A..D; M and N are 4. The item's own axis first: its answers 0 to 2, and one step above.
        types = np.moveaxis(every_outcome() // 4, _PLACE[f"{constellation}{lens}"], 0)
        chosen, raised = types[:3] == place, types[1:] == place
        assert raised[chosen].all()
        checked += int(chosen.sum())
    assert checked > 1_000_000


def _published(language: str) -> dict[str, int]:
    """Return the counts in the method page's table, by code, and check its sums."""
    source = prose.load(language)["method"]
    counts: dict[str, int] = {}
    for letter, cells in re.findall(r"^\| [^|(]+\(([A-DMN])\) \|(.+)\|$", source, re.MULTILINE):
        *levers, together = [cell.strip() for cell in cells.split("|")]
        if letter in CONSTELLATIONS:
            names = [code for code in CODES if code.startswith(f"{letter}-")]
            counts |= dict(zip(names, map(int, levers), strict=True))
            assert sum(map(int, levers)) == int(together)
        else:
            counts[letter] = int(together)
    return counts
