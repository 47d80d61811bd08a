"""Slips: one-time participation codes that are drawn from a hat and typed by hand.

A slip is twelve characters drawn at random and one check character, from an alphabet of 31 without
0 O, 1 I L. The check is a weighted sum modulo 31; 31 is prime and no two neighbours have the same weight, so
every single wrong character and every swap of two neighbours is noticed before anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM_CHARACTERS = 12  # log2(31^12) = 59 bits: nobody guesses a slip
LENGTH = RANDOM_CHARACTERS + 1
_GROUPS = (4, 4, 5)
# Spaces of any kind, and the hyphens and dashes that keyboards make of a typed hyphen.
_SEPARATOR = re.compile(r"[\s\u002d\u00ad\u2010-\u2015\u2212]")


class SlipError(ValueError):
    """The typed text is not a slip.

    ``kind`` is ``"characters"`` (one that no slip has), ``"length"`` or ``"check"`` (a typing
    error), so that a page can say it in the person's language.
    """

    def __init__(self, kind: Literal["characters", "length", "check"], message: str) -> None:
        super().__init__(message)
        self.kind = kind


def draw(below: Callable[[int], int]) -> str:
    """Return a new slip; ``below(n)`` gives a number from 0 to n - 1, such as ``secrets.randbelow``."""
    drawn = "".join(ALPHABET[below(len(ALPHABET))] for _ in range(RANDOM_CHARACTERS))
    return drawn + _check_character(drawn)


def read(typed: str) -> str:
    """Return the slip in ``typed``, where case, spaces and hyphens do not matter.

    Raises ``SlipError``, whose message says what is wrong, if it cannot be a slip.
    """
    slip = "".join(character for character in typed.upper() if not _SEPARATOR.match(character))
    strange = sorted({character for character in slip if character not in ALPHABET})
    if strange:
        expected = f"never stands on a slip; expected characters of {ALPHABET}"
        raise SlipError("characters", f"{''.join(strange)!r} {expected}")
    if len(slip) != LENGTH:
        raise SlipError("length", f"{len(slip)} characters; expected {LENGTH}")
    if slip[-1] != _check_character(slip[:-1]):
        raise SlipError("check", "a typing error: the last character does not fit the others")
    return slip


def grouped(slip: str) -> str:
    """Return ``slip`` as it is printed, in short groups, such as ABCD-EFGH-JKMNP."""
    groups, start = [], 0
    for size in _GROUPS:
        groups.append(slip[start : start + size])
        start += size
    return "-".join(groups)


def _check_character(drawn: str) -> str:
    total = sum(weight * ALPHABET.index(character) for weight, character in enumerate(drawn, start=2))
    return ALPHABET[-total % len(ALPHABET)]
