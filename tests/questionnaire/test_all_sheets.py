"""Promises about all 16,777,216 answer sheets, kept by looking at every one of them."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from questionnaire import CONSTELLATIONS, ITEM_IDS, LEVERS, classify, language_folder, prose
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


def named(chosen: NDArray[np.bool_]) -> tuple[str, ...]:
    """Return the constellations that are true in one row of four, as an outcome names them."""
    return tuple(c for c, is_chosen in zip(CONSTELLATIONS, chosen, strict=True) if is_chosen)


def assert_equal_to_classify(sheets: Sheets) -> None:
    """Compare everything that the arrays say with ``classify``, sheet by sheet."""
    codes, levers = all_sheets.outcomes(sheets), all_sheets.levers(sheets)
    tied, present, close = (of(sheets) for of in (all_sheets.tied, all_sheets.present, all_sheets.close))
    for place, row in enumerate(sheets):
        outcome = classify(as_answers(row))
        assert outcome.code() == CODES[codes[place]]
        assert outcome.tied == named(tied[place])
        assert outcome.paths == tuple(LEVERS[lever] for lever in levers[place][tied[place]])
        assert outcome.present == named(present[place])
        assert outcome.close == named(close[place])
        assert outcome.causes == named(row[4:8] >= 2)
        assert outcome.influences == named(row[8:] >= 2)


def test_the_arrays_agree_with_classify_on_a_large_random_sample() -> None:
    """100,000 sheets drawn evenly (fixed seed): the vectorised rule is the rule."""
    drawn = np.random.default_rng(20270111).integers(0, 4, size=(100_000, len(ITEM_IDS)), dtype=np.int8)
    assert_equal_to_classify(drawn)


def test_the_arrays_agree_with_classify_on_every_perception_and_cause() -> None:
    """All 65,536 of them, with the influences as they are when nobody has any."""
    assert_equal_to_classify(all_sheets.of_perception_and_cause())


def test_no_influence_changes_what_is_named() -> None:
    """So that the 65,536 stand for all 16,777,216: only the levers read the influence."""
    generator = np.random.default_rng(20270112)
    sheets = generator.integers(0, 4, size=(5_000, len(ITEM_IDS)), dtype=np.int8)
    for row, influences in zip(sheets, generator.integers(0, 4, size=(5_000, 4), dtype=np.int8), strict=True):
        outcome = classify(as_answers(row))
        other = classify(as_answers(np.concatenate([row[:8], influences])))
        assert (outcome.type, outcome.tied) == (other.type, other.tied)
        assert (outcome.present, outcome.close) == (other.present, other.close)


@pytest.mark.parametrize("number", [1, 2, 3, 4])
def test_each_tied_constellation_has_the_levers_of_its_own_answers(number: int) -> None:
    """Every tie of one to four constellations, at every weight that is present, with every influence."""
    present = [(p, s) for p, s in product(range(4), repeat=2) if p >= 2 and p + s >= 3]
    ties = product(combinations(range(4), number), present, product(range(4), repeat=number))
    rows = []
    for tied, (perception, cause), influences in ties:
        row = np.zeros((3, 4), dtype=np.int8)
        row[:, list(tied)] = [[perception] * number, [cause] * number, influences]
        rows.append(row.ravel())
    assert_equal_to_classify(np.array(rows))
    assert (all_sheets.tied(np.array(rows)).sum(axis=1) == number).all()


@pytest.mark.parametrize(("one", "other"), list(combinations(CONSTELLATIONS, 2)))
def test_the_arrays_agree_with_classify_on_every_pair(one: str, other: str) -> None:
    """All 4^6 sheets of each pair of constellations, the other two at "does not apply"."""
    sheets = np.zeros((4**6, len(ITEM_IDS)), dtype=np.int8)
    columns = [_PLACE[f"{constellation}{lens}"] for constellation in (one, other) for lens in (1, 2, 3)]
    sheets[:, columns] = list(product(range(4), repeat=6))
    assert_equal_to_classify(sheets)


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


@pytest.mark.parametrize(("one", "other"), list(combinations(range(4), 2)))
def test_swapping_two_constellations_swaps_them_in_what_is_present_and_close(one: int, other: int) -> None:
    """Symmetric, too: all perceptions and causes, all six pairs."""
    sheets, places = all_sheets.of_perception_and_cause(), list(range(4))
    places[one], places[other] = other, one
    swapped = sheets.reshape(-1, 3, 4)[:, :, places].reshape(-1, len(ITEM_IDS))
    for named_in in (all_sheets.present, all_sheets.close):
        assert (named_in(swapped) == named_in(sheets)[:, places]).all()


def test_the_heaviest_are_present_and_never_merely_close() -> None:
    """What is close may be present or not; the heaviest are among the present and not among the close."""
    sheets = all_sheets.of_perception_and_cause()
    tied, present, close = (of(sheets) for of in (all_sheets.tied, all_sheets.present, all_sheets.close))
    assert not (tied & ~present).any()
    assert not (tied & close).any()
    assert (close & present).any()
    assert (close & ~present).any()


def test_close_is_what_one_answer_changed_by_one_step_brings_to_the_top() -> None:
    """By ``classify`` itself: each changed sheet is classified, and nothing else counts as close."""
    drawn = np.random.default_rng(20270113).integers(0, 4, size=(2_000, len(ITEM_IDS)), dtype=np.int8)
    for answers in map(as_answers, drawn):
        outcome = classify(answers)
        brought: set[str] = set()
        for item, step in product(ITEM_IDS, (-1, 1)):
            if 0 <= answers[item] + step <= 3:
                brought |= {*classify({**answers, item: answers[item] + step}).tied}
        assert {*outcome.close} == brought - {*outcome.tied}


def test_how_often_another_constellation_is_present_or_close() -> None:
    """Exact counts over all perceptions and causes, for people who get a single constellation."""
    sheets = all_sheets.of_perception_and_cause()
    single = all_sheets.tied(sheets).sum(axis=1) == 1
    another_present = all_sheets.present(sheets).sum(axis=1) > 1
    another_close = all_sheets.close(sheets).any(axis=1)
    counts = [int(single.sum()), int((single & another_present).sum()), int((single & another_close).sum())]
    assert counts == [52_416, 32_004, 31_472]
    assert [round(100 * number / counts[0]) for number in counts[1:]] == [61, 60]


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
