"""What a brand puts into the style sheet: every role in light, dark and print, and the shape of corners."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.brand.palette import ROLES, palette
from generator.rendering.stylesheets import style_files
from harness import sites
from harness.sites import BRAND, SURVEY


def style(folder: Path, brand: str) -> str:
    """Return the brand's own layer of the style sheet of a site with ``brand`` in its [brand]."""
    config, own = sites.only(sites.write(folder, f"{BRAND}{brand}\n{SURVEY}"))
    return style_files(config.brand, own)["assets/site.css"].decode().split("\n")[1]


def test_every_role_is_a_custom_property(tmp_path: Path) -> None:
    """With hyphens, light first, then dark, then light again on paper; a plate for logos stays light."""
    shown = style(tmp_path, 'primary = "teal"\naccent = "#fc0"\nlight.paper = "white"')
    schemes = palette("#008080", "#ffcc00", light={"paper": "#ffffff"})
    found = re.findall(r"--([a-z-]+):(#[0-9a-f]{6});", shown)
    expected = [
        (role.replace("_", "-"), schemes[scheme][role])
        for scheme in ("light", "dark", "light")
        for role in ROLES
    ]
    assert found == [("plate", "#ffffff"), *expected]


@pytest.mark.parametrize(
    ("brand", "radius"),
    [
        ("", "0.75rem"),
        ('corners = "soft"', "0.75rem"),
        ('corners = "round"', "1.5rem"),
        ('corners = "square"', "0.125rem"),
    ],
)
def test_corners_are_the_brands(tmp_path: Path, brand: str, radius: str) -> None:
    """Round, soft or square, once for all schemes."""
    assert style(tmp_path, brand).count("--corner:") == 1
    assert f"--corner:{radius};" in style(tmp_path, brand)
