"""Type codes and the blocks of the result: closed lists that cover every outcome."""

from __future__ import annotations

import re
from itertools import product

import pytest

from questionnaire import ALL_BLOCKS, CONSTELLATIONS, ITEM_IDS, ITEMS, all_codes, blocks, classify, statements


def reachable() -> list[dict[str, int]]:
    """Return one sheet for each combination of answers of two constellations (all ties, all levers)."""
    columns = ["A1", "A2", "A3", "B1", "B2", "B3"]
    nothing = dict.fromkeys(ITEM_IDS, 0)
    return [nothing | dict(zip(columns, values, strict=True)) for values in product(range(4), repeat=6)]


def test_there_are_eighteen_codes_and_six_types() -> None:
    """The whole vocabulary that may leave a device."""
    assert len(all_codes("levers")) == len(set(all_codes("levers"))) == 18
    assert all_codes("levers")[:5] == ("A-ST", "A-SB", "A-T", "A-B", "B-ST")
    assert all_codes("type") == ("A", "B", "C", "D", "M", "N")
    with pytest.raises(ValueError, match="expected 'levers' or 'type'"):
        all_codes("person")  # type: ignore[arg-type]


def test_every_code_can_occur() -> None:
    """Each of the 18 codes is the outcome of some sheet, and no sheet has another."""
    turned = [
        {item: answers[shift[item[0]] + item[1]] for item in answers}
        for answers in reachable()
        for shift in (dict(zip("ABCD", "ABCD", strict=True)), dict(zip("ABCD", "CDAB", strict=True)))
    ]
    assert {classify(answers).code() for answers in turned} == set(all_codes("levers"))


def test_the_items_come_in_three_chapters_of_four() -> None:
    """A1 B1 C1 D1, A2 B2 C2 D2, A3 B3 C3 D3: the three lenses are seen apart."""
    assert list(ITEM_IDS) == [f"{c}{place}" for place in (1, 2, 3) for c in CONSTELLATIONS]
    assert [item.lens for item in ITEMS] == ["perception"] * 4 + ["cause"] * 4 + ["influence"] * 4


def test_blocks_are_from_the_closed_list_and_hold_no_digit() -> None:
    """The page has every block that Python names, and no name reads as a score."""
    for answers in reachable():
        named = blocks(classify(answers))
        assert len(named) == len(set(named))
        assert set(named) <= ALL_BLOCKS
    assert not any(character.isdigit() for key in ALL_BLOCKS for character in key)


def test_every_block_can_occur() -> None:
    """No text is written that nobody can ever see."""
    shifts = ("ABCD", "BADC", "CDAB", "DCBA")
    seen: set[str] = set()
    for answers in reachable():
        for shift in shifts:
            places = dict(zip("ABCD", shift, strict=True))
            seen |= set(blocks(classify({item: answers[places[item[0]] + item[1]] for item in answers})))
    assert seen == ALL_BLOCKS


def test_every_outcome_gets_all_four_parts() -> None:
    """Each constellation of an outcome has its cause, influence and path; with none there is one path."""
    for answers in reachable():
        outcome = classify(answers)
        named = blocks(outcome)
        assert sum(key.startswith("outcome-") for key in named) == 1
        assert sum(key.startswith("path-") for key in named) == max(1, len(outcome.tied))
        for constellation, levers in zip(outcome.tied, outcome.paths, strict=True):
            assert {f"tied-{constellation}", f"path-{constellation}-{levers}"} <= set(named)
            for lens in ("cause", "influence"):
                assert (
                    sum(key in named for key in (f"{lens}-{constellation}", f"{lens}-little-{constellation}"))
                    == 1
                )
        assert ("path-N" in named) == (not outcome.tied)


def test_what_is_beside_an_outcome_is_named_once_and_only_there() -> None:
    """What is also present, close, a cause or an influence elsewhere is named, and nothing of the outcome."""
    for answers in reachable():
        outcome = classify(answers)
        named = blocks(outcome)
        for some, each, of in (
            ("also-some", "also", outcome.present),
            ("close-some", "close", outcome.close),
            ("other-causes", "other-cause", outcome.causes),
            ("other-influences", "other-influence", outcome.influences),
        ):
            others = [constellation for constellation in of if constellation not in outcome.tied]
            assert [key for key in named if re.fullmatch(f"{each}-[ABCD]", key)] == [
                f"{each}-{c}" for c in others
            ]
            assert (some in named) == bool(others)


def test_the_answers_shown_again_are_those_of_the_blocks() -> None:
    """Every cause and influence that the page names has the person's own answer beside it, once."""
    for answers in reachable():
        outcome = classify(answers)
        shown = statements(outcome)
        assert shown[: len(outcome.because)] == outcome.because
        assert len(set(shown)) == len(shown)
        places = {"cause": "2", "influence": "3"}
        wanted = {
            f"{key[-1]}{places[lens]}"
            for key in blocks(outcome)
            for lens in places
            if re.fullmatch(f"other-{lens}-[ABCD]", key)
        }
        assert set(shown) == {*outcome.because, *wanted}
