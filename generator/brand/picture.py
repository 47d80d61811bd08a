"""A brand's picture, logo or favicon: a still PNG or SVG, or refused."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.brand import png, svg
from generator.brand.brand_file import BrandFile, BrandFileError, contents, looks_like

LARGEST = 1_000_000  # bytes; a picture travels with every first visit
# How far a favicon may be from a square, width divided by height.
NARROWEST, WIDEST = 0.8, 1.25


@dataclass(frozen=True, slots=True)
class Picture(BrandFile):
    """A clean picture and its shape: width divided by height."""

    ratio: float


def read(path: Path, stem: str) -> Picture:
    """Return the picture in ``path`` under the name ``stem`` with the ending of what it is.

    Raises ``BrandFileError`` if it is missing, larger than ``LARGEST``, or no picture that is safe to show.
    """
    given = contents(path, LARGEST, "a PNG or SVG file")
    if given.startswith(png.SIGNATURE):
        image = png.cleaned(given)
        return Picture(f"{stem}.png", image.contents, image.width / image.height)
    if path.suffix.lower() == ".svg":
        drawing = svg.sanitised(given)
        return Picture(f"{stem}.svg", drawing.contents, drawing.ratio)
    raise BrandFileError(f"expected a picture in PNG or SVG format, but it is {looks_like(given)}")


def read_icon(path: Path, stem: str) -> Picture:
    """Return the picture in ``path`` as ``read`` does; raises ``BrandFileError`` too if it is not square."""
    icon = read(path, stem)
    if not NARROWEST <= icon.ratio <= WIDEST:
        wide = "wider than high" if icon.ratio > 1 else "higher than wide"
        raise BrandFileError(
            f"expected a picture that is about square, but it is {wide}; use only the mark of the logo"
        )
    return icon
