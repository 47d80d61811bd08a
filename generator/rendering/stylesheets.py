"""The stylesheets, fonts and pictures of a brand's pages."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Literal

from generator.brand.brand_files import BrandFiles, default_icon, font_faces
from generator.brand.palette import declared
from generator.configuration.schema import BrandTable

# The style of every page, in cascade layers; the first sheet sets the order of the layers. The survey's page
# itself holds the first sheet, and the browser can draw it without the second.
STYLE, LATER = "assets/site.css", "assets/later.css"
_STYLES = ("base.css", "layout.css", "survey.css")
_LATER_STYLES = ("result.css", "load_picture.css", "who_sees.css", "print.css")

# What the other pages need besides, the same for every brand: the survey's page has no room for it.
_OTHER_STYLES = ("pages.css", "paper.css")

_CORNERS = {"round": "1.5rem", "soft": "0.75rem", "square": "0.125rem"}

SchemeName = Literal["light", "dark"]


def style_files(brand: BrandTable, brand_files: BrandFiles) -> dict[str, bytes]:
    """Return stylesheets, fonts and pictures of ``brand``: path within the site -> contents."""
    light = brand.palette()["light"]
    fonts = files("site_templates") / "fonts"
    return {
        **stylesheets(brand, brand_files),
        "assets/icon.svg": default_icon(light["accent"], light["on_accent"]),
        **{f"assets/{font.name}": font.read_bytes() for font in sorted_entries(fonts)},
        **{f"assets/{name}": contents for name, contents in brand_files.assets().items()},
    }


def stylesheets(
    brand: BrandTable, brand_files: BrandFiles, scheme: SchemeName | None = None
) -> dict[str, bytes]:
    """Return the stylesheets of ``brand``: path within the site -> contents.

    With ``scheme`` everybody gets its colours; otherwise the visitor's device chooses light or dark.
    """
    fonts = [] if brand_files.font else ["fonts.css"]
    brand_style = _brand_style(brand.palette(), brand.corners, scheme)
    later = [*map(_style, (*fonts, *_LATER_STYLES)), font_faces(brand_files)]
    return {
        STYLE: "\n".join([brand_style, *map(_style, _STYLES), _if_dark(_style("dark.css"), scheme)]).encode(),
        LATER: "\n".join(later).encode(),
    }


def other_styles() -> dict[str, bytes]:
    """Return what the pages beside the survey's need besides: path within the site -> contents."""
    return {f"assets/{name}": _style(name).encode() for name in _OTHER_STYLES}


def tool_stylesheet(brand: BrandTable, own: str) -> bytes:
    """Return the stylesheet of a facilitator's page: colours of ``brand``, our fonts, its ``own`` sheet."""
    return "\n".join(
        [
            _brand_style(brand.palette(), brand.corners, None),
            *map(_style, ("fonts.css", "base.css", "layout.css")),
            compact(own),
        ]
    ).encode()


def _style(name: str) -> str:
    return compact((files("site_templates") / "styles" / name).read_text("utf-8"))


@lru_cache(maxsize=32)  # many surveys and previews share the same sheets
def compact(css: str) -> str:
    """Return ``css`` without comments and without spaces that separate nothing.

    For our own stylesheets: none of them has a comment's beginning or two spaces within a string.
    """
    css = re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)
    css = re.sub(r"\s+", " ", css)
    css = re.sub(r" ?([{};,]) ?", r"\1", css)
    return re.sub(r"(?<=[\w-]): ", ":", css).replace(";}", "}").strip()


def sorted_entries(folder: Traversable) -> list[Traversable]:
    """Return the entries of ``folder``, in the same order on every machine."""
    return sorted(folder.iterdir(), key=lambda entry: entry.name)


def _brand_style(schemes: dict[str, dict[str, str]], corners: str, scheme: SchemeName | None) -> str:
    light, dark = declared(schemes["light"]), declared(schemes["dark"])
    return (
        "@layer brand, base, layout, survey, result, report, workshop, print;\n"
        f"@layer brand{{:root{{color-scheme:{scheme or 'light dark'};--corner:{_CORNERS[corners]};"
        f"--plate:{schemes['light']['paper']};{light}}}"
        f"{_if_dark(f':root{{{dark}}}', scheme)}"
        f"@media print{{:root{{color-scheme:light;{light}}}}}}}\n"
    )


def _if_dark(rules: str, scheme: SchemeName | None) -> str:
    """Return ``rules`` for dark colours only; no other style asks for the device's preference."""
    if scheme:
        return rules if scheme == "dark" else ""
    return f"@media (prefers-color-scheme:dark){{{rules}}}"
