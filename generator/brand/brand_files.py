"""The files of a brand: logo, favicon and fonts, each checked and cleaned, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from generator.brand import font, picture
from generator.brand.brand_file import BrandFile, BrandFileError
from generator.brand.font import Font
from generator.brand.picture import Picture
from questionnaire.faults import Fault

_File = TypeVar("_File", bound=BrandFile)


@dataclass(frozen=True, slots=True)
class BrandFiles:
    """The files of a brand, ready for the site's ``assets/``; ``None`` for those it does not have."""

    logo: Picture | None = None
    favicon: Picture | None = None
    font: Font | None = None
    font_headings: Font | None = None

    def assets(self) -> dict[str, bytes]:
        """Return the files that the brand has: name within ``assets/`` -> contents."""
        brand_files = (self.logo, self.favicon, self.font, self.font_headings)
        return {file.name: file.contents for file in brand_files if file}


def read(folder: Path, brand: Mapping[str, Any]) -> tuple[BrandFiles, list[Fault]]:
    """Return the files that ``brand``, the raw table of site.toml, names, and every fault of theirs.

    Names are relative to ``folder`` and may lead out of it, so that several sites can share one logo; only a
    checked picture or font is ever taken from there. A value that is no name at all is a fault of the
    schema, and is passed over here.
    """
    faults: list[Fault] = []

    def file(key: str, reader: Callable[[Path, str], _File], stem: str) -> _File | None:
        name = brand.get(key) if isinstance(brand, Mapping) else None
        if not isinstance(name, str) or not name.strip():
            return None
        try:
            return reader(folder / name.strip(), stem)
        except BrandFileError as error:
            faults.append(replace(error.fault, key=f"brand.{key}", value=name))
            return None

    brand_files = BrandFiles(
        logo=file("logo", picture.read, "logo"),
        favicon=file("favicon", picture.read_icon, "favicon"),
        font=file("font", font.read, "font"),
        font_headings=file("font_headings", font.read, "font-headings"),
    )
    return brand_files, faults


# The colours of ground and drawing in site_templates/pictures/icon.svg.
_GROUND, _DRAWING = "#2f5d62", "#fbf8f3"


def default_icon(primary: str, paper: str) -> bytes:
    """Return the site's own icon as SVG: drawn in ``paper`` on a ground of ``primary``, both ``#rrggbb``."""
    icon = (files("site_templates") / "pictures" / "icon.svg").read_text("utf-8")
    colours = {_GROUND: primary, _DRAWING: paper}
    return re.sub("|".join(colours), lambda colour: colours[colour[0]], icon).encode()


def font_faces(brand: BrandFiles, address: Callable[[Font], str] = lambda font: font.name) -> str:
    """Return the CSS that loads the brand's fonts and sets ``--font-text`` and ``--font-headings``.

    ``address`` returns a font's address, by default a file beside the stylesheet. A single font sets
    ``--font-headings``, and both if it is the font for text; without a font, the CSS is empty.
    """
    families = {"text": brand.font, "headings": brand.font_headings}
    faces = "".join(
        f'@font-face{{font-family:"brand {use}";src:url("{address(face)}") format("woff2");'
        f"font-weight:{face.weights};font-display:swap}}\n"
        for use, face in families.items()
        if face
    )
    used = {"text": "text" if brand.font else None, "headings": "headings" if brand.font_headings else "text"}
    names = "".join(
        f'--font-{use}:"brand {family}";' for use, family in used.items() if family and families[family]
    )
    return f"{faces}@layer brand{{:root{{{names}}}}}\n" if faces else ""
