"""One brand colour, or two, become colours that can be told apart and read, in light and in dark."""

from __future__ import annotations

import re

import pytest
from coloraide import Color
from hypothesis import example, given
from hypothesis import strategies as st

from generator.brand.contrast import PAIRS, nearest, ratio
from generator.brand.palette import ROLES, palette

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


EXTREMES = ["#000000", "#ffffff", "#ff0000", "#00ff00", "#0000ff", "#ffff00", "#00ffff", "#ff00ff", "#777777"]
BRANDS = COLOURS | st.sampled_from(EXTREMES)


def short(colours: dict[str, str]) -> list[tuple[str, str]]:
    """Return the pairs of a scheme that do not reach their ratio, by this file's own formula."""
    return [pair for pair, needed in PAIRS.items() if contrast(colours[pair[0]], colours[pair[1]]) < needed]


@given(COLOURS, COLOURS)
def test_the_generator_measures_as_the_standard_says(one: str, other: str) -> None:
    """Both formulas, written independently of each other, agree."""
    assert ratio(one, other) == pytest.approx(contrast(one, other))


def test_the_pairs_are_those_that_pages_use() -> None:
    """Text on every surface needs 4.5, edges and drawings need 3, text on a coloured ground needs 4.5."""
    surfaces = ("paper", "raised", "tint")
    text = {(seen, surface) for seen in ("ink", "quiet", "accent") for surface in surfaces}
    graphics = {(seen, surface) for seen in ("border", "second") for surface in surfaces}
    grounds = {("on_accent", "accent"), ("on_second", "second")}
    assert {**dict.fromkeys(text | grounds, 4.5), **dict.fromkeys(graphics, 3.0)} == PAIRS


@given(primary=BRANDS, accent=st.none() | BRANDS)
@example(
    "#1643f7", None
)  # once unreadable on dark paper, because its accent was rounded to eight bits a channel
@example("#2a9daa", None)  # the same on light paper
@example("#bf592e", None)
def test_every_brand_becomes_readable(primary: str, accent: str | None) -> None:
    """Whatever the brand's colours, every pair that a page uses reaches its ratio, as the page writes it."""
    for colours in palette(primary, accent).values():
        assert short(colours) == []


@given(primary=BRANDS, paper=BRANDS)
@example("#7a1f3d", "#767676")  # a grey on which black and white can hardly be read
@example("#2f5d62", "#a921f7")  # a violet whose grey neighbours could not be written on
def test_the_other_colours_are_derived_around_a_paper(primary: str, paper: str) -> None:
    """Even on a paper that nobody should choose, people can see text, edges and accents."""
    for colours in palette(primary, light={"paper": paper}, dark={"paper": paper}).values():
        assert colours["paper"] == paper
        assert short(colours) == []


@given(primary=BRANDS, accent=BRANDS)
def test_a_readable_brand_colour_is_left_as_it_is(primary: str, accent: str) -> None:
    """Nobody's colour is changed without need, neither the first nor the second."""
    for colours in palette(primary, accent).values():
        surfaces = [colours[name] for name in ("paper", "raised", "tint")]
        if all(contrast(primary, surface) >= READABLE for surface in surfaces):
            assert colours["accent"] == primary
        if all(contrast(accent, surface) >= 3 for surface in surfaces):
            assert colours["second"] == accent


@given(primary=BRANDS)
def test_a_brand_colour_is_moved_no_further_than_needed(primary: str) -> None:
    """An accent that had to move has hardly more contrast than needed, on the surface where it has least."""
    for colours in palette(primary).values():
        if colours["accent"] != primary:
            least = min(contrast(colours["accent"], colours[name]) for name in ("paper", "raised", "tint"))
            assert READABLE <= least < READABLE + 0.3


@pytest.mark.parametrize("primary", ["#2f5d62", "#7a1f3d", "#0050b4", "#ffcc00"])
def test_a_brand_keeps_its_hue(primary: str) -> None:
    """Teal stays teal, red stays red: only lightness changes, and chroma if a screen cannot show it."""
    hue = Color(primary).convert("oklch")["hue"]
    for colours in palette(primary).values():
        for role in ("accent", "paper", "tint"):
            apart = abs(Color(colours[role]).convert("oklch")["hue"] - hue) % 360
            assert min(apart, 360 - apart) < 25, role


@pytest.mark.parametrize("primary", ["#000000", "#808080", "#ffffff"])
def test_a_grey_brand_stands_on_warm_paper(primary: str) -> None:
    """If the brand has no hue, the paper looks like a page and not like a screen."""
    light = palette(primary)["light"]
    red, green, blue = (int(light["paper"][place : place + 2], 16) for place in (1, 3, 5))
    assert red > green > blue > 230


@given(
    primary=BRANDS,
    role=st.sampled_from(sorted(ROLES)),
    colour=COLOURS,
    scheme=st.sampled_from(["light", "dark"]),
)
def test_a_given_colour_stands_exactly(primary: str, role: str, colour: str, scheme: str) -> None:
    """A given colour is used to the last digit, in its scheme only."""
    light, dark = ({role: colour} if scheme == name else {} for name in ("light", "dark"))
    schemes = palette(primary, light=light, dark=dark)
    assert schemes[scheme][role] == colour
    other = "dark" if scheme == "light" else "light"
    assert schemes[other] == palette(primary)[other]


@given(primary=BRANDS, accent=st.none() | BRANDS)
def test_a_palette_is_made_of_plain_colours(primary: str, accent: str | None) -> None:
    """Both schemes have every role, and every value is valid in a stylesheet."""
    schemes = palette(primary, accent)
    assert set(schemes) == {"light", "dark"}
    for colours in schemes.values():
        assert list(colours) == list(ROLES)
        assert all(re.fullmatch("#[0-9a-f]{6}", value) for value in colours.values())


@given(colour=COLOURS, ground=COLOURS, needed=st.sampled_from([3.0, 4.5, 7.0]))
def test_the_nearest_colour_passes_or_there_is_none(colour: str, ground: str, needed: float) -> None:
    """A colour that passes is its own nearest; ``None`` comes only if black and white do not pass either."""
    suggested = nearest(colour, [(ground, needed)])
    if contrast(colour, ground) >= needed:
        assert suggested == colour
    elif suggested is None:
        assert max(contrast("#000000", ground), contrast("#ffffff", ground)) < needed
    else:
        assert contrast(suggested, ground) >= needed
