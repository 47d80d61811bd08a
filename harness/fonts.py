"""Fonts for tests, made on the spot by fontTools: every letter is a square."""

from __future__ import annotations

import io
import struct

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.ttLib.sfnt import calcChecksum

from generator.brand.font import NEEDED


def made(letters: str = NEEDED, *, weight: int = 400, rights: int = 0, varies: bool = False) -> TTFont:
    """Return a TrueType font with ``letters``; ``rights`` are its OS/2.fsType."""
    names = [".notdef", *(f"u{ord(letter):04X}" for letter in letters)]
    builder = FontBuilder(1000, isTTF=True)
    builder.updateHead(created=0, modified=0)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(letter): f"u{ord(letter):04X}" for letter in letters})
    builder.setupGlyf(dict.fromkeys(names, _square()))
    builder.setupHorizontalMetrics(dict.fromkeys(names, (600, 100)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Kontor", "styleName": "Regular"})
    builder.setupOS2(usWeightClass=weight, fsType=rights, sTypoAscender=800, sTypoDescender=-200)
    builder.setupPost()
    if varies:
        builder.setupFvar([("wght", 200, 400, 900, "Weight"), ("wdth", 75, 100, 125, "Width")], [])
    return builder.font


def written(font: TTFont, flavour: str | None = None) -> bytes:
    """Return the bytes of ``font`` as plain TTF, or as ``"woff"`` or ``"woff2"``; the same at any time."""
    font.flavor, font.recalcTimestamp = flavour, False
    file = io.BytesIO()
    font.save(file)
    return file.getvalue()


def sealed(contents: bytes) -> bytes:
    """Return the TTF in ``contents`` with checksums that fit its tables again."""
    (count,) = struct.unpack_from(">H", contents, 4)
    sealed = bytearray(contents)
    for entry in range(12, 12 + 16 * count, 16):
        tag, _, start, length = struct.unpack_from(">4s3I", contents, entry)
        table = contents[start : start + length]
        if tag == b"head":  # holds a checksum of the whole file, which counts as zero here
            table = table[:8] + bytes(4) + table[12:]
        struct.pack_into(">I", sealed, entry + 4, calcChecksum(table))
    return bytes(sealed)


def opened(contents: bytes) -> TTFont:
    """Return the font in ``contents``, with every table parsed."""
    font = TTFont(io.BytesIO(contents), recalcTimestamp=False)
    font.ensureDecompiled()
    return font


def _square() -> object:
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((100, 500), (500, 500), (500, 0)):
        pen.lineTo(point)
    pen.closePath()
    return pen.glyph()
