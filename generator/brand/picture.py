"""A brand's picture, logo or favicon: a still SVG or PNG; other formats become a PNG."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from generator.brand import png, svg
from generator.brand.brand_file import BrandFile, BrandFileError, contents, looks_like
from questionnaire.messages import Phrase

LARGEST = 1_000_000  # bytes; every first visit downloads the picture
LARGEST_TO_CONVERT = 10_000_000  # bytes of a file that becomes a smaller PNG
# The shapes that a favicon may have, width divided by height.
NARROWEST, WIDEST = 0.8, 1.25
# How files begin: PNG, JPEG and GIF; and XML in any encoding, so that a wrong encoding gets its own fault.
_PIXELS = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_MARKUP = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
_EXPECTED = Phrase("content.picture")


@dataclass(frozen=True, slots=True)
class Picture(BrandFile):
    """A clean picture and its shape: width divided by height."""

    ratio: float


def read(path: Path, stem: str) -> Picture:
    """Return the picture in ``path`` as ``stem``.svg or ``stem``.png.

    Raises ``BrandFileError`` if it is missing, too large, or no picture that is safe to show.
    """
    ending = path.suffix.lower()
    largest = LARGEST_TO_CONVERT if ending in (".jpg", ".jpeg", ".webp", ".gif") else LARGEST
    data = contents(path, largest, _EXPECTED)
    if data.startswith(_PIXELS) or data[8:12] == b"WEBP":
        image = plain_png(data)
        return Picture(f"{stem}.png", image.contents, image.width / image.height)
    if ending == ".svg" and _MARKUP.match(data):
        drawing = svg.sanitised(data, plain_png)
        if len(drawing.contents) > LARGEST:  # a picture inside it takes more as PNG
            raise BrandFileError("svg.too_large", most=LARGEST // 1000)
        return Picture(f"{stem}.svg", drawing.contents, drawing.ratio)
    raise BrandFileError("brand_file.other_content", content=_EXPECTED, looks=looks_like(data))


def plain_png(data: bytes) -> png.Png:
    """Return the picture in ``data``, of any format that we take, as a clean PNG; raises as ``read`` does."""
    try:
        return png.cleaned(data)
    except png.NotPlainError as error:
        return png.cleaned(_converted(error.picture))


def _converted(data: bytes) -> bytes:
    try:
        # Not at the top: most sites need no Pillow, and the browser has none.
        from generator.brand import picture_conversion  # noqa: PLC0415
    except ImportError as error:
        raise BrandFileError("picture.no_pillow", plain=png.PLAIN) from error
    converted = picture_conversion.to_plain_png(data)
    if len(converted) > LARGEST:
        takes = len(converted) // 1000
        raise BrandFileError("picture.too_large_as_png", most=LARGEST // 1000, takes=takes)
    return converted


def read_icon(path: Path, stem: str) -> Picture:
    """Return the picture in ``path`` as ``read`` does; raises ``BrandFileError`` also if it is not square."""
    icon = read(path, stem)
    if not NARROWEST <= icon.ratio <= WIDEST:
        raise BrandFileError("picture.too_wide" if icon.ratio > 1 else "picture.too_high")
    return icon
