"""How large the letters of a poster may be, so that everything stays on one page.

Lengths are units: millimetres on A4, more on larger paper. The widths of fonts differ from machine to
machine, so lines are counted by the mean letter of a wide one; what is left over becomes space. The other
numbers are those of ``poster.html.j2``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_LETTER = 0.58  # the mean width of a letter, by its size
_BOLD = 1.15  # how much wider a bold letter is
_PAGE = 253  # the page without its margins and the gaps between its four parts
_AROUND_TITLE = 58  # drawings and padding of the coloured field
_SMALLEST = 3.6  # about ten points on A4
_SMALLEST_LINE = 5  # about fourteen


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


def sizes(said: Wording) -> Sizes:
    """Return the largest sizes at which ``said`` fits on a page; longer texts are set smaller."""
    header = _largest(6.4, 15, lambda size: _header(said, size))
    words = _largest(6.4, 87, lambda size: _words(said, size))
    address = _one_line(lambda size: _address(said, size))
    footer = 18 + _address(said, address) + sum(2 + _lines(text, 5.5, 168) * 6.6 for text in said.below)
    left = _PAGE - _AROUND_TITLE - max(12, _header(said, header)) - max(76, _words(said, words)) - footer
    return Sizes(header, _largest(23, left, lambda size: _title(said.title, size)), words, address)


def _header(said: Wording, size: float) -> float:
    beside = _lines(said.survey, 0.85 * size, 78) * 0.85
    return max(_lines(said.brand, size * _BOLD, 95), beside) * 1.15 * size


def _words(said: Wording, size: float) -> float:
    lead = _lines(said.lead, 1.3 * size, 115) * 1.3 * 1.22 + 0.6
    return size * (lead + sum(_lines(promise, size, 115) * 1.22 + 0.74 for promise in said.promises))


def _address(said: Wording, size: float) -> float:
    breakable = said.address.replace("/", "/ ").replace("-", "- ")
    return _lines(breakable, size * _BOLD, 168) * 1.2 * size


def _title(title: str, size: float) -> float:
    longest = max(map(len, title.split()), default=0)
    return float("inf") if longest * size * _LETTER > 168 else _lines(title, size * _BOLD, 168) * 1.06 * size  # noqa: PLR2004 (units, as above)


def _largest(largest: float, height: float, needed: Callable[[float], float]) -> float:
    steps = (largest - step / 5 for step in range(100))
    fitting = (size for size in steps if size >= _SMALLEST and needed(size) <= height)
    return round(next(fitting, _SMALLEST), 1)


def _one_line(needed: Callable[[float], float]) -> float:
    """Return the size of the address: on one line if it can be large there, because a break misleads."""
    size = _largest(8, 9.6, lambda size: needed(size) + 9.6 * (needed(size) > 1.3 * size))
    return size if size >= _SMALLEST_LINE else _largest(8, 16, needed)


def _lines(text: str, size: float, width: float) -> int:
    room = max(1, int(width / (size * _LETTER)))
    return sum(len(textwrap.wrap(line, room)) for line in text.splitlines())
