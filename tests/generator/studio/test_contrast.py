"""The contrast of a brand's colours, in words and numbers."""

from __future__ import annotations

import pytest

from generator.brand import contrast as rules
from generator.configuration.schema import BrandTable
from generator.studio.contrast import contrast, css_colours, written
from generator.studio.states import StudioLanguage, state_words


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_pair_is_told_as_it_is(language: StudioLanguage) -> None:
    """A row's numbers are those of the palette, and the sentence holds them."""
    brand = BrandTable(name="x", primary="#16697a", accent="#c8553d")
    colours, words = brand.palette(), state_words(language)
    rows = [row for row in contrast(brand, language) if "reached" in row]
    assert {row["scheme"] for row in rows} == {"light", "dark"}
    for row in rows:
        pair = row["seen"], row["ground"]
        reached = rules.ratio(*(colours[row["scheme"]][role] for role in pair))
        assert row["reached"] == written(reached, words)
        assert row["enough"] == (reached >= rules.PAIRS[pair])
        assert row["reached"] in row["text"]


def test_a_pair_that_falls_short_is_told() -> None:
    """An exact colour may be hard to read: no derivation mends it, so the row says so."""
    brand = BrandTable.model_validate({"name": "x", "light": {"paper": "#ffffff", "quiet": "#cccccc"}})
    rows = [row for row in contrast(brand, "de") if not row["enough"]]
    assert ("quiet", "paper") in {(row["seen"], row["ground"]) for row in rows}
    assert all("schwer lesbar" in row["text"] for row in rows)


def test_a_colour_that_is_shown_otherwise_is_told() -> None:
    """Yellow on white cannot be read: the row names the colour that was asked for and the one shown."""
    brand = BrandTable(name="x", primary="#ffdd00")
    (row,) = [row for row in contrast(brand, "de") if "reached" not in row]
    assert "#ffdd00" in row["text"]
    assert brand.palette()["light"]["accent"] in row["text"]


@pytest.mark.parametrize(("number", "text"), [(4.499, "4,4"), (7.0, "7"), (12.35, "12,3")])
def test_a_contrast_is_never_rounded_up(number: float, text: str) -> None:
    """A pair that just misses its ratio must not read as if it reached it."""
    assert written(number, state_words("de")) == text


def test_the_custom_properties_are_those_of_the_site() -> None:
    """What is painted while a colour is dragged is what a build writes."""
    brand = BrandTable(name="x", primary="#7a1f3d")
    painted = css_colours("#7a1f3d", None)
    assert painted["light"]["--accent"] == brand.palette()["light"]["accent"]
    assert painted["dark"]["--on-accent"] == brand.palette()["dark"]["on_accent"]
