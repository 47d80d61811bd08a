"""One brand colour becomes colours that can be read, in light and in dark."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.palette import palette

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
READABLE = 4.5  # WCAG 2.2, success criterion 1.4.3


def luminance(colour: str) -> float:
    """Return the relative luminance of ``#rrggbb`` (WCAG 2.2, definition of relative luminance)."""
    channels = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, definition of contrast ratio)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def test_the_formula_of_these_tests_is_right() -> None:
    """Black on white is 21 to 1; #767676 is the lightest grey that can be read on white."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") >= READABLE > contrast("#777777", "#ffffff")


@given(COLOURS)
@example("#1643f7")  # one that an accent rounded to eight bits a channel made unreadable on dark paper
@example("#2a9daa")  # the same on light paper
@example("#bf592e")
def test_every_brand_colour_becomes_readable(primary: str) -> None:
    """The accent can be read on the paper, what stands on the accent can be read, and so can the text."""
    for colours in palette(primary).values():
        assert contrast(colours["accent"], colours["paper"]) >= READABLE
        assert contrast(colours["on-accent"], colours["accent"]) >= READABLE
        assert contrast(colours["ink"], colours["paper"]) >= READABLE
        assert contrast(colours["ink"], colours["tint"]) >= READABLE


@given(COLOURS)
def test_a_readable_brand_colour_is_left_as_it_is(primary: str) -> None:
    """Nobody's colour is changed without need."""
    for colours in palette(primary).values():
        if contrast(primary, colours["paper"]) >= READABLE:
            assert colours["accent"] == primary


@given(COLOURS)
def test_a_palette_is_made_of_plain_colours(primary: str) -> None:
    """Both schemes have the same names, and every value can stand in a style sheet."""
    schemes = palette(primary)
    assert set(schemes) == {"light", "dark"}
    assert set(schemes["light"]) == set(schemes["dark"]) == {"paper", "ink", "accent", "on-accent", "tint"}
    for colours in schemes.values():
        assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in colours.values())
