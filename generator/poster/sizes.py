"""How large the letters of a poster may be, so that everything stays on one page.

Lengths are units: millimetres on A4, more on larger paper. Lines are counted by the mean width of a letter;
what is left over becomes space. The numbers are those of ``poster.html.j2``.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_BOLD = 1.15  # how much wider a bold letter is
_PAGE = 253  # the page without its margins and the gaps between its four parts
_AROUND_TITLE = 58  # drawings and padding of the coloured field
_SMALLEST = 3.6  # about ten points on A4
_SMALLEST_LINE = 5  # about fourteen
_WIDTH = 168  # of the title and of the address


@dataclass(frozen=True, slots=True)
class Sizes:
    """The size of letters in each part of the poster."""

    header: float
    title: float
    words: float
    address: float


@dataclass(frozen=True, slots=True)
class Wording:
    """What a poster says; ``below`` are the lines under the address."""

    brand: str
    survey: str
    title: str
    lead: str
    promises: Sequence[str]
    address: str
    below: Sequence[str]
    letter: float = 0.58  # how wide a letter is on average, by its size


def sizes(said: Wording) -> Sizes:
    """Return the largest sizes at which ``said`` fits on a page; longer texts are set smaller."""
    header = _largest(6.4, 15, lambda size: _header(said, size))
    words = _largest(7.4, 87, lambda size: _words(said, size))
    address = _address_size(said)
    under = sum(2 + _lines(text, 5.5 * said.letter, _WIDTH) * 6.6 for text in said.below)
    footer = 18 + _address(said, address) + under
    left = _PAGE - _AROUND_TITLE - max(12, _header(said, header)) - max(76, _words(said, words)) - footer
    return Sizes(header, _largest(28, left, lambda size: _title(said, size)), words, address)


def _header(said: Wording, size: float) -> float:
    width = size * said.letter
    beside = _lines(said.survey, 0.85 * width, 78) * 0.85
    return max(_lines(said.brand, width * _BOLD, 95), beside) * 1.15 * size


def _words(said: Wording, size: float) -> float:
    width = size * said.letter
    lead = _lines(said.lead, 1.3 * width, 115) * 1.3 * 1.22 + 0.6
    return size * (lead + sum(_lines(promise, width, 115) * 1.22 + 0.74 for promise in said.promises))


def _address(said: Wording, size: float) -> float:
    breakable = said.address.replace("/", "/ ").replace("-", "- ")
    return _lines(breakable, size * said.letter * _BOLD, _WIDTH) * 1.2 * size


def _address_size(said: Wording) -> float:
    """Return the size of the address: on one line if it can be large there, because a break misleads."""
    one_line = _largest(8, 1.2, lambda size: _address(said, size) / size)
    return one_line if one_line >= _SMALLEST_LINE else _largest(8, 16, lambda size: _address(said, size))


def _title(said: Wording, size: float) -> float:
    width = size * said.letter
    longest = max(map(len, said.title.split()), default=0)
    if longest * width > _WIDTH:
        return math.inf
    return _lines(said.title, width * _BOLD, _WIDTH) * 1.06 * size


def _largest(largest: float, height: float, needed: Callable[[float], float]) -> float:
    """Return the largest size that needs at most ``height``; if there is none, the smallest of all."""
    steps = (largest - step / 5 for step in range(100))
    fitting = (size for size in steps if size >= _SMALLEST and needed(size) <= height)
    return round(next(fitting, _SMALLEST), 1)


def _lines(text: str, letter: float, width: float) -> int:
    """Return how many lines ``text`` takes on ``width``, if a letter is ``letter`` wide."""
    room = max(1, int(width / letter))
    return sum(len(textwrap.wrap(line, room)) for line in text.splitlines())
