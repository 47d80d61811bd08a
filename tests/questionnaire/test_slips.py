"""Slips: a typed text is either the slip that was drawn, or is noticed as wrong before it is sent."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest

from questionnaire import slips
from questionnaire.slips import ALPHABET, LENGTH, RANDOM_CHARACTERS, SlipError


def drawn(number: int, seed: int = 1) -> list[str]:
    """Return ``number`` slips, the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311 (repeatable)
    return [slips.draw(chance.randrange) for _ in range(number)]


def is_slip(typed: str) -> bool:
    """Return whether ``typed`` is read as a slip."""
    try:
        slips.read(typed)
    except SlipError:
        return False
    return True


def test_what_is_drawn_is_read_back() -> None:
    """Thirteen characters of the alphabet, the last of which fits the others."""
    for slip in drawn(500):
        assert len(slip) == LENGTH == 13
        assert set(slip) <= set(ALPHABET)
        assert slips.read(slip) == slip


def test_nothing_on_a_slip_can_be_mistaken() -> None:
    """31 different characters in upper case, none of 0 O, 1 I L."""
    assert len(set(ALPHABET)) == len(ALPHABET) == 31
    assert not set(ALPHABET) & set("0O1IL")
    assert ALPHABET.upper() == ALPHABET
    assert ALPHABET.isascii()


def test_every_single_wrong_character_is_noticed() -> None:
    """Each of the thirteen places, each of the thirty other characters, the check character included."""
    for slip in drawn(100):
        for place, right in enumerate(slip):
            for wrong in ALPHABET:
                assert (wrong == right) == is_slip(slip[:place] + wrong + slip[place + 1 :])


def test_every_swap_of_two_neighbours_is_noticed() -> None:
    """Wherever the two differ, also at the check character."""
    for slip in drawn(1000):
        for place in range(LENGTH - 1):
            swapped = slip[:place] + slip[place + 1] + slip[place] + slip[place + 2 :]
            assert (swapped == slip) == is_slip(swapped)


def test_every_pair_of_neighbours_is_tried() -> None:
    """At each place all 930 pairs of different characters, whatever stands around them."""
    for place in range(LENGTH - 2):
        for first in ALPHABET:
            for second in ALPHABET:
                characters = ["2"] * RANDOM_CHARACTERS
                characters[place : place + 2] = [first, second]
                numbers = iter(ALPHABET.index(character) for character in characters[:RANDOM_CHARACTERS])
                slip = slips.draw(lambda _, numbers=numbers: next(numbers))  # type: ignore[misc]
                swapped = slip[:place] + slip[place + 1] + slip[place] + slip[place + 2 :]
                assert (swapped == slip) == is_slip(swapped)


def test_a_character_too_few_or_too_many_is_noticed() -> None:
    """The message says how many there are and how many were expected."""
    (slip,) = drawn(1)
    for typed, length in ((slip[:-1], 12), (slip + "2", 14), ("", 0), (" - ", 0)):
        with pytest.raises(SlipError, match=f"^{length} characters; expected 13$"):
            slips.read(typed)


def test_it_is_read_however_it_is_grouped_and_in_lower_case() -> None:
    """Four, four and five as printed; without hyphens, with spaces, over two lines: the same slip."""
    for slip in drawn(50):
        printed = slips.grouped(slip)
        assert [len(group) for group in printed.split("-")] == [4, 4, 5]
        assert printed.replace("-", "") == slip
        for typed in (printed, printed.lower(), f"  {slip.lower()}\r\n", " ".join(slip), "\t".join(slip)):
            assert slips.read(typed) == slip


@pytest.mark.parametrize(
    "strange", ["0", "O", "o", "1", "I", "l", "Ä", "é", "_", ".", "\x00", "А", "２", "\ud800"]
)
def test_a_strange_character_is_named(strange: str) -> None:
    """Also one that only looks right (a Cyrillic A, a wide 2), and the expectation is given."""
    (slip,) = drawn(1)
    for place in (0, 6, 12):
        with pytest.raises(SlipError, match="never stands on a slip; expected characters of") as refused:
            slips.read(slip[:place] + strange + slip[place + 1 :])
        assert repr(strange.upper()) in str(refused.value)


def test_all_strange_characters_are_named_at_once() -> None:
    """Each once, sorted."""
    with pytest.raises(SlipError, match=r"^'01O' never"):
        slips.read("o0-1O0")


def test_nobody_guesses_a_slip() -> None:
    """59 bits of chance: a million guesses find one of 10,000 slips with a chance below 1 in 10 million."""
    possible = len(ALPHABET) ** RANDOM_CHARACTERS
    assert math.log2(possible) > 59
    assert 10_000 * 1_000_000 / possible < 1e-7


def test_the_whole_alphabet_is_used_evenly_at_every_place() -> None:
    """By a chi-squared test at each place, the check character included; no slip twice."""
    many = drawn(31_000, seed=2)
    assert len(set(many)) == len(many)
    for place in range(LENGTH):
        seen = Counter(slip[place] for slip in many)
        assert set(seen) == set(ALPHABET)
        chi_squared = sum((seen[character] - 1000) ** 2 / 1000 for character in ALPHABET)
        assert chi_squared < 73.0  # 30 degrees of freedom, p = 0.00002


def test_each_character_is_drawn_by_itself_from_the_whole_alphabet() -> None:
    """Twelve questions for a number below 31, and nothing else, decide a slip."""
    asked: list[int] = []

    def below(number: int) -> int:
        asked.append(number)
        return number - 1

    assert slips.draw(below).startswith("Z" * RANDOM_CHARACTERS)
    assert asked == [31] * 12
