"""The style of a page that is a single file, with its fonts, colours, drawings and logo inside."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files
from typing import Any

from generator.brand.brand_files import BrandFiles, font_faces
from generator.brand.font import Font, nearest
from generator.brand.palette import declared
from generator.brand.picture import Picture
from generator.brand.text_width import Typeface, typeface
from generator.configuration.schema import BrandTable
from generator.rendering.drawings import drawing
from generator.rendering.embedded import embedded
from questionnaire import CONSTELLATIONS

_CORNERS = {"round": 6, "soft": 3, "square": 0.6}  # units of the drawing
_ROLES = ("ink", "accent", "on_accent", "tint")
# The site's own font: weight -> file.
_FONT = {400: "alegreya-sans-400.woff2", 700: "alegreya-sans-700.woff2"}


def self_contained_style(brand: BrandTable, brand_files: BrandFiles) -> dict[str, Any]:
    """Return the style for a template, which may use ``faces`` and ``pictures`` unescaped."""
    light = brand.palette()["light"]
    return {
        "colours": declared({role: light[role] for role in _ROLES}),
        "corner": _CORNERS[brand.corners],
        "faces": _faces(brand_files),
        "pictures": _pictures(),
        "logo": _picture(brand_files.logo) if brand_files.logo else None,
    }


def typeface_of(font: Sequence[Font], weight: int) -> Typeface:
    """Return the typeface that measures texts in ``font``, or in the site's own font if a brand has none."""
    ours = files("site_templates") / "fonts" / _FONT[weight]
    return typeface(nearest(font, weight).contents if font else ours.read_bytes(), weight)


def _faces(own: BrandFiles) -> str:
    """Return the font rules with the fonts inside: a poster looks the same on every machine."""
    folder = files("site_templates") / "fonts"
    ours = "".join(
        f'@font-face{{font-family:"Alegreya Sans";src:url("{embedded(name, (folder / name).read_bytes())}") '
        f'format("woff2");font-weight:{weight}}}\n'
        for weight, name in _FONT.items()
    )
    return ours + font_faces(own, lambda font: embedded(font.name, font.contents))


def _pictures() -> dict[str, str]:
    """Return the drawing of each constellation, in the colour of the text around it."""
    return {
        constellation: drawing(constellation).replace("#000", "currentColor")
        for constellation in CONSTELLATIONS
    }


def _picture(logo: Picture) -> str:
    """Return an address that holds the logo itself; a picture can neither act nor ask for anything."""
    return embedded(logo.name, logo.contents)
