"""How documents look in a brand: its colours, the names of its fonts, and its logo if Office can draw it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from generator.brand import font
from generator.brand.brand_files import BrandFiles
from generator.brand.font import Font
from generator.brand.picture import Picture
from generator.configuration.schema import Config

# The font of Office itself, for a brand that has none: everybody who opens the documents has it.
OFFICE_FONT = "Calibri"
_REGULAR = 400


@dataclass(frozen=True, slots=True)
class Look:
    """The brand in a document.

    colours:  role -> ``rrggbb``, those of the light pages.
    text:     the name of the font; Office takes another one if the machine lacks it.
    headings: the name of the font of headings.
    logo:     a PNG; ``None`` if there is none, or if it is an SVG, which not every Office draws.
    """

    colours: Mapping[str, str]
    text: str
    headings: str
    logo: Picture | None


# Signs that a property of a document, or the foot of an Excel table, may have.
LONGEST_PROPERTY = 255


def look(config: Config, brand_files: BrandFiles) -> Look:
    """Return the look of the brand of ``config``."""
    light = config.brand.palette()["light"]
    text = _family(brand_files.font) or OFFICE_FONT
    logo = brand_files.logo
    return Look(
        colours={role: colour.removeprefix("#").upper() for role, colour in light.items()},
        text=text,
        headings=_family(brand_files.font_headings) or text,
        logo=logo if logo and logo.name.endswith(".png") else None,
    )


def _family(faces: tuple[Font, ...]) -> str:
    return font.family(font.nearest(faces, _REGULAR).contents) if faces else ""
