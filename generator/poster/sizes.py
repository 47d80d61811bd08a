"""The largest font sizes at which a poster fits on one page.

Lengths are in units: millimetres on A4, more on larger paper. Texts are measured in the fonts in which they
are printed; height that is left over becomes space. The numbers are those of ``poster.html.j2``.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from generator.brand.brand_files import BrandFiles
from generator.brand.picture import Picture
from generator.brand.text_width import Typeface
from generator.rendering.self_contained import typeface_of

_PAGE = 253  # the page without its margins and the gaps between its four parts
_AROUND_TITLE = 58  # drawings and padding of the coloured field
_SMALLEST = 3.6  # about ten points on A4
_SMALLEST_LINE = 5  # about fourteen
_ACROSS = 188  # from margin to margin
_WIDTH = 168  # of the title and of the address
_BESIDE_CODE = 115  # of the lead and of the promises
_MOST_FOR_SURVEY, _GAP = 0.42 * _ACROSS, 5  # in the header
_LOGO_HEIGHT, _WIDEST_LOGO = 12, 50
_CLOSER = -0.015  # letter spacing of the title, in font sizes (em)
_SPARE = 0.98  # the share of a line to fill: each browser rounds in its own way


@dataclass(frozen=True, slots=True)
class Sizes:
    """The font size of each part of the poster, in units."""

    header: float
    title: float
    words: float
    address: float


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of a poster; ``below`` are the lines under the address."""

    brand: str
    survey: str
    title: str
    lead: str
    promises: Sequence[str]
    address: str
    below: Sequence[str]


@dataclass(frozen=True, slots=True)
class Fonts:
    """The fonts of a poster: for text, bold text and headings."""

    text: Typeface
    bold: Typeface
    headings: Typeface


def fonts_of(brand: BrandFiles) -> Fonts:
    """Return the fonts of a poster: those of ``brand``, or the site's if it has none."""
    headings = brand.font_headings or brand.font
    return Fonts(typeface_of(brand.font, 400), typeface_of(brand.font, 700), typeface_of(headings, 700))


def sizes(wording: Wording, fonts: Fonts, logo: Picture | None = None) -> Sizes:
    """Return the largest sizes at which ``wording`` fits on a page; longer texts are set smaller."""
    beside_logo: float = _ACROSS - _GAP
    if logo:
        beside_logo -= min(_WIDEST_LOGO, _LOGO_HEIGHT * logo.ratio) + _GAP
    header = _largest(6.4, 15, lambda size: _header(wording, fonts, size, beside_logo))
    words = _largest(7.4, 87, lambda size: _words(wording, fonts, size))
    address = _address_size(wording, fonts)
    under = sum(2 + _lines(text, fonts.text, 5.5, _WIDTH) * 6.6 for text in wording.below)
    footer = 18 + _address(wording, fonts, address) + under
    around = (
        max(12, _header(wording, fonts, header, beside_logo))
        + max(76, _words(wording, fonts, words))
        + footer
    )
    left = _PAGE - _AROUND_TITLE - around
    return Sizes(header, _largest(28, left, lambda size: _title(wording, fonts, size)), words, address)


def _header(wording: Wording, fonts: Fonts, size: float, room: float) -> float:
    brand = size * fonts.bold.width(wording.brand) / _SPARE
    survey = 0.85 * size * fonts.text.width(wording.survey) / _SPARE
    # If both do not fit beside each other, they shrink by the same share.
    survey = min(_MOST_FOR_SURVEY, survey * min(1, room / (brand + survey)))
    lines = _lines(wording.brand, fonts.bold, size, room - survey)
    return max(lines, _lines(wording.survey, fonts.text, 0.85 * size, survey) * 0.85) * 1.15 * size


def _words(wording: Wording, fonts: Fonts, size: float) -> float:
    lead = _lines(wording.lead, fonts.headings, 1.3 * size, _BESIDE_CODE) * 1.3 * 1.22 + 1.3 * 0.6
    promises = (_lines(promise, fonts.text, size, _BESIDE_CODE) * 1.22 + 0.74 for promise in wording.promises)
    return size * (lead + sum(promises))


def _address(wording: Wording, fonts: Fonts, size: float) -> float:
    return _lines(wording.address, fonts.bold, size, _WIDTH) * 1.2 * size


def _address_size(wording: Wording, fonts: Fonts) -> float:
    """Return the size of the address: on one line if that is large enough, because a line break misleads."""
    one_line = _largest(8, 1.2, lambda size: _address(wording, fonts, size) / size)
    if one_line >= _SMALLEST_LINE:
        return one_line
    return _largest(8, 16, lambda size: _address(wording, fonts, size))


def _title(wording: Wording, fonts: Fonts, size: float) -> float:
    longest = max(map(fonts.headings.width, wording.title.split()), default=0)
    if longest * size > _WIDTH * _SPARE:
        return math.inf
    return _lines(wording.title, fonts.headings, size, _WIDTH, _CLOSER) * 1.06 * size


def _largest(largest: float, height: float, needed: Callable[[float], float]) -> float:
    """Return the largest size for which ``needed`` is at most ``height``; if there is none, the smallest."""
    steps = (largest - step / 5 for step in range(100))
    fitting = (size for size in steps if size >= _SMALLEST and needed(size) <= height)
    return round(next(fitting, _SMALLEST), 1)


# Pieces of a text: a line may break after a space, a hyphen or a slash.
_UNBROKEN = re.compile(r"[^\s/-]*[/-]+|[^\s/-]+\s*|\s+")


def _lines(text: str, font: Typeface, size: float, room: float, closer: float = 0) -> int:
    """Return how many lines ``text`` takes in ``room`` at ``size``, with the letter spacing ``closer``."""

    def width(piece: str) -> float:
        return size * (font.width(piece) + closer * len(piece))

    pieces = (_UNBROKEN.findall(line) for line in text.splitlines())
    return sum(_filled(line, width, max(size, room * _SPARE)) for line in pieces)


def _filled(pieces: Sequence[str], width: Callable[[str], float], room: float) -> int:
    """Return how many lines ``pieces`` fill; a piece that is wider than a line breaks anywhere."""
    lines, used = 1, 0.0
    for piece in pieces:
        visible = width(piece.rstrip())  # a space at the end of a line takes no room
        if used and used + visible > room:
            lines, used = lines + 1, 0.0
        full = max(0, math.ceil(visible / room) - 1)
        lines, used = lines + full, used + width(piece) - full * room
    return lines
