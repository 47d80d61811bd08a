"""Exact colours of [brand.light] and [brand.dark]: a fault names the pair, and a colour that would pass."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator.brand.contrast import PAIRS, ratio
from generator.brand.palette import ROLES, palette
from generator.configuration.colour_checks import checks
from generator.configuration.schema import BrandTable, RolesTable
from harness import sites
from harness.sites import BRAND, SURVEY, faults

COLOURS = st.integers(0, 0xFFFFFF).map("#{:06x}".format)
GIVEN = st.dictionaries(st.sampled_from(sorted(ROLES)), COLOURS, max_size=4)


def fault_messages(light: dict[str, str]) -> list[tuple[str, str]]:
    """Return (key, message) of every fault of the colours given for light."""
    return [(fault.key, fault.said) for fault in checks({"brand": {"name": "A", "light": light}})]


@pytest.mark.parametrize(
    ("table", "number", "line"),
    [
        (
            'light.ink = "#cccccc"',
            3,
            (
                'brand.light.ink = "#cccccc": is too close to tint (#e3f5f7): their contrast is 1.4 to 1,'
                ' expected at least 4.5 to 1; the nearest colour that passes is "#6e6e6e"'
            ),
        ),
        (
            'light.border = "Gainsboro"',
            3,
            (
                'brand.light.border = "Gainsboro": #dcdcdc is too close to tint (#e3f5f7): their contrast is'
                ' 1.2 to 1, expected at least 3 to 1; the nearest colour that passes is "#8b8b8b"'
            ),
        ),
        (
            'light = { accent = "#00594f", on_accent = "#000000" }',
            3,
            (
                'brand.light.on_accent = "#000000": is too close to accent (#00594f): their contrast is'
                ' 2.5 to 1, expected at least 4.5 to 1; the nearest colour that passes is "#c0c0c0"'
            ),
        ),
        (
            'dark.tint = "#ffffff"',
            3,
            (
                'brand.dark.tint = "#ffffff": is too close to ink (#e1eced): their contrast is 1.2 to 1,'
                ' expected at least 4.5 to 1; the nearest colour that passes is "#1c1c1c"'
            ),
        ),
    ],
)
def test_a_pair_that_cannot_be_told_apart_is_one_line(
    tmp_path: Path, table: str, number: int, line: str
) -> None:
    """The line has both colours, their contrast, the contrast needed, and the nearest colour that passes."""
    assert faults(sites.write(tmp_path, f"{BRAND}{table}\n{SURVEY}")) == [f"site.toml: line {number}: {line}"]


def test_colours_that_go_together_pass(tmp_path: Path) -> None:
    """An organisation's own colours, in light and in dark."""
    text = (
        f'{BRAND}[brand.light]\npaper = "#fff"\naccent = "#00594f"\nline = "#ffffff"\n'
        f'[brand.dark]\naccent = "#7fd1c7"\n{SURVEY}'
    )
    brand = sites.only(sites.write(tmp_path, text))[0].brand
    assert brand.light.given() == {"paper": "#ffffff", "accent": "#00594f", "line": "#ffffff"}
    assert brand.dark.given() == {"accent": "#7fd1c7"}


def test_every_role_can_be_given() -> None:
    """The keys of site.toml and the roles of a palette are the same."""
    assert list(RolesTable.model_fields) == list(ROLES)


@given(light=GIVEN)
@example({"paper": "#ffffff", "tint": "#000000"})
@example({"paper": "#0073e5", "raised": "#000000", "on_accent": "#000000", "line": "#000000"})
@example({"paper": "#ffffff", "raised": "#000000", "tint": "#777777"})
@example({"ink": "#001d7c", "accent": "#000000", "line": "#000000", "raised": "#000000"})
def test_only_given_colours_are_told(light: dict[str, str]) -> None:
    """Nobody is asked to change a colour that they did not write; each given colour has one fault at most."""
    keys = [key for key, _ in fault_messages(light)]
    assert len(keys) == len(set(keys))
    assert {key.removeprefix("brand.light.") for key in keys} <= set(light)
    colours = palette(BrandTable.model_fields["primary"].default, light=light)["light"]
    unreadable = [
        pair for pair, needed in PAIRS.items() if ratio(colours[pair[0]], colours[pair[1]]) < needed
    ]
    assert bool(keys) == bool(unreadable), unreadable


@given(role=st.sampled_from(sorted(ROLES)), colour=COLOURS)
@example("accent", "#ffffff")
@example("tint", "#000000")
def test_the_colour_that_is_suggested_passes(role: str, colour: str) -> None:
    """A facilitator who follows the advice is done."""
    for _, expected in fault_messages({role: colour}):
        suggested = re.findall(r'passes is "(#[0-9a-f]{6})"', expected)
        assert len(suggested) == 1
        assert fault_messages({role: suggested[0]}) == []


def test_where_nothing_would_pass_the_other_colour_is_named() -> None:
    """No colour of text can be read on black and on white at once."""
    (_, tint), (_, ink) = sorted(
        fault_messages({"paper": "#ffffff", "tint": "#000000", "ink": "#888888"}), reverse=True
    )
    assert ink.endswith("no lighter or darker one passes: change brand.light.paper too")
    assert "tint" not in tint.partition("close to")[2]


@pytest.mark.parametrize("brand", ["Muster", {"light": "white"}, {"light": {"ink": 5, "paper": "whit"}}])
def test_what_is_no_colour_is_left_to_the_types(brand: object) -> None:
    """A value of the wrong kind is reported once, by the schema, and not here."""
    assert list(checks({"brand": brand})) == []
