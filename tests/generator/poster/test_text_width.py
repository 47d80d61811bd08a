"""The width of a text is that of its characters in its font."""

from __future__ import annotations

import pytest

from generator.brand.text_width import Typeface
from harness.fonts import made, opened, written
from harness.paths import ROOT

VARIES = (ROOT / "examples" / "lumo" / "fonts" / "atkinson-hyperlegible-next.woff2").read_bytes()
OURS = (ROOT / "site_templates" / "fonts" / "alegreya-sans-400.woff2").read_bytes()


def test_letters_are_as_wide_as_the_font_says() -> None:
    """The font's characters are all 0.6 font sizes wide; a character that it lacks counts as 1."""
    font = Typeface(written(made("Lastbild "), "woff2"), 400)
    assert font.width("Last bild") == pytest.approx(9 * 0.6)
    assert font.width("Last ∑") == pytest.approx(5 * 0.6 + 1)
    assert font.width("") == 0


def test_narrow_letters_are_narrower_than_wide_ones() -> None:
    """The width is no mean of all characters: an address of many i and l is short."""
    font = Typeface(OURS, 400)
    assert font.width("illig") < 0.5 * font.width("MWGOM")


def test_a_font_that_varies_is_measured_in_its_weight() -> None:
    """Bold text is wider, light text narrower, and no weight goes beyond the font's range."""
    widths = [Typeface(VARIES, weight).width("Arbeitsalltag") for weight in (200, 400, 700, 800, 1000)]
    assert widths[0] < widths[1] < widths[2] < widths[3] == widths[4]


def test_outlines_tell_how_widths_vary_where_no_table_does() -> None:
    """A font without HVAR has the same widths, except for rounding."""
    font = opened(VARIES)
    del font["HVAR"]
    without = Typeface(written(font, "woff2"), 700)
    assert without.width("Arbeitsalltag") == pytest.approx(
        Typeface(VARIES, 700).width("Arbeitsalltag"), rel=0.001
    )
