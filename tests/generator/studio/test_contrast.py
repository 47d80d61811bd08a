"""The colours of a brand in the studio: each contrast as it is, and all colours while one is dragged."""

from __future__ import annotations

from itertools import product

import pytest

from generator.brand import contrast as brand_contrast
from generator.brand.brand_files import BrandFiles
from generator.brand.contrast import PAIRS
from generator.configuration.schema import BrandTable, RolesTable
from generator.rendering.stylesheets import stylesheets
from generator.studio.contrast import contrast, css_colours, written
from generator.studio.naming import names

COLOURS = ("#7a1f3d", "#16697a", "#e0a100", "#111111", "#fdfdfd", "#008080")


@pytest.mark.parametrize(("primary", "accent"), [*product(COLOURS, (None, "#e0a100", "#101010"))])
def test_each_colour_is_told_where_it_is_seen_worst(primary: str, accent: str | None) -> None:
    """No pair that meets on a page is worse than its row says; derived colours reach what is needed."""
    brand = BrandTable(name="Muster", primary=primary, accent=accent)
    palette, rows = brand.palette(), contrast(brand, "de")
    seen = {role: names("de")["roles"][role] for role, _ in PAIRS}
    assert [(row["scheme"], row["role"]) for row in rows] == list(product(("light", "dark"), seen))
    for row in rows:
        colours = palette[row["scheme"]]
        reached = {
            ground: brand_contrast.ratio(colours[role], colours[ground])
            for role, ground in PAIRS
            if role == row["role"]
        }
        assert row["seen"] == seen[row["role"]]
        assert row["reached"] == written(min(reached.values()), ",")
        assert row["enough"]


def test_a_colour_that_had_to_be_changed_is_told() -> None:
    """Yellow cannot be read as text on light: the row names it and the shade that the site takes instead."""
    brand = BrandTable(name="Muster", primary="#ffd400")
    (light,) = (row for row in contrast(brand, "de") if (row["scheme"], row["role"]) == ("light", "accent"))
    taken = brand.palette()["light"]["accent"]
    assert light["changed"] == "#ffd400"
    assert light["text"].endswith(f"Ihr Ton #ffd400 ist dafür zu hell. Die Seite nimmt {taken}.")
    dark = [
        row for row in contrast(BrandTable(name="Muster", primary="#101010"), "en") if row["scheme"] == "dark"
    ]
    (text,) = (row["text"] for row in dark if row["role"] == "accent")
    assert "Your shade #101010 is too dark for that. The site takes #" in text
    exact = BrandTable(name="Muster", primary="#ffd400", light=RolesTable(accent="#ffd400"))
    (row,) = (r for r in contrast(exact, "de") if (r["scheme"], r["role"]) == ("light", "accent"))
    assert (row["enough"], row["changed"]) == (False, None)
    assert row["text"].endswith("nur 1,2 zu 1 ab, nötig sind 4,5 zu 1.")


@pytest.mark.parametrize(("number", "text"), [(4.499, "4,4"), (7.0, "7"), (12.35, "12,3")])
def test_a_contrast_is_never_rounded_up(number: float, text: str) -> None:
    """A pair that just misses its ratio must not read as if it reached it."""
    assert written(number, ",") == text


@pytest.mark.parametrize("primary", COLOURS)
def test_dragged_colours_are_those_of_the_site(primary: str) -> None:
    """Every property of the brand's colours that the stylesheet of the site sets has the same value here."""
    brand = BrandTable(name="Muster", primary=primary, accent="#e0a100", dark=RolesTable(paper="#000000"))
    colours = css_colours(primary, "#e0a100", dark={"paper": "#000000"})
    for scheme in ("light", "dark"):
        style = stylesheets(brand, BrandFiles(), scheme)["assets/site.css"].decode()
        for name, colour in colours[scheme].items():
            assert f"{name}:{colour};" in style
    style = stylesheets(brand, BrandFiles(), "light")["assets/site.css"].decode()
    root = style.partition("}")[0]
    assert {part.partition(":")[0] for part in root.split(";") if ":#" in part} == colours["light"].keys()
