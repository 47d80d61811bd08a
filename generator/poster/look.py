"""What a poster looks like, all of it inside the one file: fonts, colours, corners, drawings, logo."""

from __future__ import annotations

import base64
import re
from importlib.resources import files
from pathlib import Path
from typing import Any

from generator.brand.brand_files import BrandFiles, font_faces
from generator.brand.font import Font
from generator.brand.palette import declared
from generator.brand.picture import Picture
from generator.brand.text_width import Typeface, typeface
from generator.configuration.config import Brand
from generator.poster.sizes import Fonts
from generator.render import drawing
from questionnaire import CONSTELLATIONS

_TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".woff2": "font/woff2"}
_CORNERS = {"round": 6, "soft": 3, "square": 0.6}  # units of the drawing
_ROLES = ("ink", "accent", "on_accent", "tint")
# The site's own font: weight -> file.
_FONT = {400: "alegreya-sans-400.woff2", 700: "alegreya-sans-700.woff2"}
_LOGO_HEIGHT, _LOGO_WIDEST = 12, 50  # units


def look(brand: Brand, own: BrandFiles) -> dict[str, Any]:
    """Return what the template draws with: ``faces`` and ``pictures`` are safe to stand there as they are."""
    light = brand.palette()["light"]
    return {
        "colours": declared({role: light[role] for role in _ROLES}),
        "corner": _CORNERS[brand.corners],
        "faces": _faces(own),
        "pictures": _pictures(),
        "logo": _picture(own.logo) if own.logo else None,
    }


def fonts(own: BrandFiles) -> Fonts:
    """Return what the poster's texts are measured in: the brand's fonts, or else the site's own."""
    headings = own.font_headings or own.font
    return Fonts(_typeface(own.font, 400), _typeface(own.font, 700), _typeface(headings, 700))


def logo_width(own: BrandFiles) -> float:
    """Return how wide the logo stands in the poster's header, in units; 0 without one."""
    return min(_LOGO_WIDEST, _LOGO_HEIGHT * own.logo.ratio) if own.logo else 0


def _typeface(own: Font | None, weight: int) -> Typeface:
    ours = files("site_templates") / "fonts" / _FONT[weight]
    return typeface(own.contents if own else ours.read_bytes(), weight)


def _faces(own: BrandFiles) -> str:
    """Return the rules for the fonts, with the fonts in them: a poster looks the same on every machine."""
    folder = files("site_templates") / "fonts"
    ours = "".join(
        f'@font-face{{font-family:"Alegreya Sans";src:url("{name}") format("woff2");font-weight:{weight}}}\n'
        for weight, name in _FONT.items()
    )
    contents = {name: (folder / name).read_bytes() for name in _FONT.values()} | own.assets()
    return re.sub(
        r'url\("([^"]+)"\)',
        lambda found: f'url("{_inside(found[1], contents[found[1]])}")',
        ours + font_faces(own),
    )


def _pictures() -> dict[str, str]:
    """Return the drawing of each constellation, in the colour of the text around it."""
    return {
        constellation: drawing(constellation).replace("#000", "currentColor")
        for constellation in CONSTELLATIONS
    }


def _picture(logo: Picture) -> str:
    """Return the logo as an address that holds it; as a picture it can neither act nor ask for anything."""
    return _inside(logo.name, logo.contents)


def _inside(name: str, contents: bytes) -> str:
    return f"data:{_TYPES[Path(name).suffix]};base64,{base64.b64encode(contents).decode()}"
