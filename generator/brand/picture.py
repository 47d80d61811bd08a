"""A brand's picture, logo or favicon: a still SVG or PNG, or one of another format that becomes a PNG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.brand import png, svg
from generator.brand.brand_file import BrandFile, BrandFileError, contents, looks_like
from questionnaire.messages import Phrase

LARGEST = 1_000_000  # bytes; a picture travels with every first visit
LARGEST_TO_CONVERT = 10_000_000  # bytes of a file that becomes a smaller one
# How far a favicon may be from a square, width divided by height.
NARROWEST, WIDEST = 0.8, 1.25
# How files begin: PNG, JPEG and GIF; and XML, in whatever encoding, so that the fault is told in its words.
_PIXELS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_MARKUP = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_EXPECTED = Phrase("content.picture")


@dataclass(frozen=True, slots=True)
class Picture(BrandFile):
    """A clean picture and its shape: width divided by height."""

    ratio: float


def read(path: Path, stem: str) -> Picture:
    """Return the picture in ``path`` under the name ``stem`` with the ending of what it becomes: SVG or PNG.

    Raises ``BrandFileError`` if it is missing, too large, or no picture that is safe to show.
    """
    ending = path.suffix.lower()
    largest = LARGEST_TO_CONVERT if ending in (".jpg", ".jpeg", ".webp", ".gif") else LARGEST
    given = contents(path, largest, _EXPECTED)
    if given.startswith(_PIXELS) or given[8:12] == b"WEBP":
        image = _plain_png(given)
        return Picture(f"{stem}.png", image.contents, image.width / image.height)
    if ending == ".svg" and _MARKUP.match(given):
        drawing = svg.sanitised(given)
        return Picture(f"{stem}.svg", drawing.contents, drawing.ratio)
    raise BrandFileError("brand_file.other_content", content=_EXPECTED, looks=looks_like(given))


def _plain_png(given: bytes) -> png.Png:
    try:
        return png.cleaned(given)
    except png.NotPlainError as error:
        return png.cleaned(_converted(error.picture))


def _converted(given: bytes) -> bytes:
    try:
        # Not at the top: most sites need no Pillow, and in the browser there is none.
        from generator.brand import picture_conversion  # noqa: PLC0415
    except ImportError as error:
        raise BrandFileError("picture.no_pillow", plain=png.PLAIN) from error
    converted = picture_conversion.to_plain_png(given)
    if len(converted) > LARGEST:
        takes = len(converted) // 1000
        raise BrandFileError("picture.too_large_as_png", most=LARGEST // 1000, takes=takes)
    return converted


def read_icon(path: Path, stem: str) -> Picture:
    """Return the picture in ``path`` as ``read`` does; raises ``BrandFileError`` too if it is not square."""
    icon = read(path, stem)
    if not NARROWEST <= icon.ratio <= WIDEST:
        raise BrandFileError("picture.too_wide" if icon.ratio > 1 else "picture.too_high")
    return icon
