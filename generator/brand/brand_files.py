"""The files of a brand: logo, favicon and fonts, each checked and cleaned, or refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, TypeVar

from generator.brand import font, picture
from generator.brand.brand_file import BrandFile, BrandFileError
from generator.brand.font import Font
from generator.brand.picture import Picture
from questionnaire.faults import Fault, Key

_File = TypeVar("_File", bound=BrandFile)


@dataclass(frozen=True, slots=True)
class BrandFiles:
    """The files of a brand, ready for the site's ``assets/``; ``None`` for a picture it does not have.

    A font comes in one file, or in one for each weight; with none, the pages show the site's own.
    """

    logo: Picture | None = None
    favicon: Picture | None = None
    font: tuple[Font, ...] = ()
    font_headings: tuple[Font, ...] = ()

    def assets(self) -> dict[str, bytes]:
        """Return the files that the brand has: name within ``assets/`` -> contents."""
        brand_files = (self.logo, self.favicon, *self.font, *self.font_headings)
        return {file.name: file.contents for file in brand_files if file}


def read(folder: Path, brand: Mapping[str, Any]) -> tuple[BrandFiles, list[Fault]]:
    """Return the files that ``brand``, the raw table of site.toml, names, and every fault of theirs.

    Names are relative to ``folder`` and may lead out of it, so that several sites can share one logo; only a
    checked picture or font is ever taken from there. A value that is no name at all is a fault of the
    schema, and is passed over here.
    """
    faults: list[Fault] = []

    def given(key: str) -> object:
        return brand.get(key) if isinstance(brand, Mapping) else None

    def file(key: str, name: object, reader: Callable[[Path, str], _File], stem: str) -> _File | None:
        if not isinstance(name, str) or not name.strip():
            return None
        try:
            return reader(folder / name.strip(), stem)
        except BrandFileError as error:
            faults.append(replace(error.fault, key=f"brand.{key}", value=name))
            return None

    def weights(key: str, stem: str) -> tuple[Font, ...]:
        names = given(key)
        if not isinstance(names, list | tuple):
            face = file(key, names, font.read, stem)
            return (face,) if face else ()
        numbered = [
            (number, face)
            for number, name in enumerate(names, start=1)
            if (face := file(f"{key}[{number}]", name, font.read, f"{stem}-{number}"))
        ]
        faults.extend(_same_weights(f"brand.{key}", numbered))
        return tuple(face for _, face in numbered)

    brand_files = BrandFiles(
        logo=file("logo", given("logo"), picture.read, "logo"),
        favicon=file("favicon", given("favicon"), picture.read_icon, "favicon"),
        font=weights("font", "font"),
        font_headings=weights("font_headings", "font-headings"),
    )
    return brand_files, faults


def _same_weights(key: str, faces: Sequence[tuple[int, Font]]) -> Iterator[Fault]:
    """Yield a fault for each of the numbered ``faces`` with a weight that an earlier one has."""
    for place, (number, face) in enumerate(faces):
        for earlier, other in faces[:place]:
            if face.range[0] <= other.range[1] and other.range[0] <= face.range[1]:
                details = {"weight": face.weights, "other": Key(f"{key}[{earlier}]")}
                yield Fault("font.same_weight", f"{key}[{number}]", details=details)
                break


# The colours of ground and drawing in site_templates/pictures/icon.svg.
_GROUND, _DRAWING = "#2f5d62", "#fbf8f3"


def default_icon(primary: str, paper: str) -> bytes:
    """Return the site's own icon as SVG: drawn in ``paper`` on a ground of ``primary``, both ``#rrggbb``."""
    icon = (files("site_templates") / "pictures" / "icon.svg").read_text("utf-8")
    colours = {_GROUND: primary, _DRAWING: paper}
    return re.sub("|".join(colours), lambda colour: colours[colour[0]], icon).encode()


def font_faces(brand: BrandFiles, address: Callable[[Font], str] = lambda font: font.name) -> str:
    """Return the CSS that loads the brand's fonts and sets ``--font-text`` and ``--font-headings``.

    ``address`` returns a font's address, by default a file beside the stylesheet. A font for headings alone
    sets ``--font-headings`` only, one for text alone sets both; without a font, the CSS is empty.
    """
    families = {"text": brand.font, "headings": brand.font_headings}
    faces = "".join(
        f'@font-face{{font-family:"brand {use}";src:url("{address(face)}") format("woff2");'
        f"font-weight:{face.weights};font-display:swap}}\n"
        for use, family in families.items()
        for face in family
    )
    used = {"text": "text" if brand.font else None, "headings": "headings" if brand.font_headings else "text"}
    names = "".join(
        f'--font-{use}:"brand {family}";' for use, family in used.items() if family and families[family]
    )
    return f"{faces}@layer brand{{:root{{{names}}}}}\n" if faces else ""
