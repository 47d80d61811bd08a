"""A PNG picture, checked to the last byte and reduced to the picture alone.

Texts, EXIF, times and profiles may tell who drew it, where and when; they are left out. Compare the PNG
specification, third edition.

By hand, although Pillow reads and writes PNG: every raster picture enters a site through this module, and the
same picture must give the same bytes on every machine and in the browser, which has no Pillow.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from generator.brand.brand_file import BrandFileError
from questionnaire.messages import Phrase

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_SIDE = 4000  # pixels
# The chunks that say how the pixels look; every other ancillary chunk is left out.
_KEPT = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB"})
_PROFILE = b"iCCP"
# Colour type -> (samples a pixel, allowed bits a sample).
_COLOURS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
_RGB, _PALETTE, _RGBA = 2, 3, 6
_BYTE = 8  # the most bits a sample
_HEADER = ">2I5B"
_AT_ONCE = 1 << 20
PLAIN = Phrase("content.plain_png")


class NotPlainError(BrandFileError):
    """The picture has to be converted into a plain PNG first; ``picture`` holds the bytes to convert."""

    def __init__(self, picture: bytes) -> None:
        super().__init__("png.not_plain", plain=PLAIN)
        self.picture = picture


@dataclass(frozen=True, slots=True)
class Png:
    """A clean PNG: its bytes, width and height in pixels."""

    contents: bytes
    width: int
    height: int


def cleaned(contents: bytes) -> Png:
    """Return the picture in ``contents`` with nothing else.

    Raises ``BrandFileError`` if it is damaged, huge or moving; ``NotPlainError`` if it is no PNG, has more
    than 8 bits a sample, is interlaced or has a colour profile.
    """
    if not contents.startswith(SIGNATURE):
        raise NotPlainError(contents)
    chunks = list(_chunks(contents))
    kinds = [kind for kind, _ in chunks]
    header = _header(*chunks[0])
    _check_kinds(kinds, header)
    clean = SIGNATURE + b"".join(_chunk(kind, body) for kind, body in chunks if kind in {*_KEPT, _PROFILE})
    if header.depth > _BYTE or header.interlaced or _PROFILE in kinds:
        raise NotPlainError(clean)
    _check_pixels(b"".join(body for kind, body in chunks if kind == b"IDAT"), header)
    return Png(clean, header.width, header.height)


def encoded(width: int, height: int, rgba: bytes) -> bytes:
    """Return the pixels in ``rgba``, four bytes each, as a plain PNG; without alpha if all are opaque.

    No row is filtered: the flat colours of a logo pack best without.
    """
    colour, pixels = _RGBA, rgba
    if rgba[3::4].count(255) == width * height:
        colour, pixels = _RGB, _without_alpha(rgba)
    row = len(pixels) // height
    rows = b"".join(b"\0" + pixels[start : start + row] for start in range(0, len(pixels), row))
    header = struct.pack(_HEADER, width, height, _BYTE, colour, 0, 0, 0)
    packed = zlib.compress(rows, 9)
    return SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _without_alpha(rgba: bytes) -> bytes:
    pixels = bytearray(len(rgba) // 4 * 3)
    for channel in range(3):
        pixels[channel::3] = rgba[channel::4]
    return bytes(pixels)


class _Header(NamedTuple):
    width: int
    height: int
    depth: int
    colour: int
    compression: int
    filtering: int
    interlaced: int


def _chunks(contents: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each chunk up to IEND; bytes after it are no part of the picture."""
    offset, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        start, end = offset + 8, offset + 8 + int.from_bytes(contents[offset : offset + 4], "big")
        if len(contents) < end + 4:
            raise BrandFileError("png.ends_early")
        kind, body = contents[offset + 4 : start], contents[start:end]
        if zlib.crc32(kind + body) != int.from_bytes(contents[end : end + 4], "big"):
            raise BrandFileError("png.wrong_checksum")
        if kind in (b"acTL", b"fcTL", b"fdAT"):
            raise BrandFileError("picture.moves", format="PNG")
        yield kind, body
        offset = end + 4


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _header(kind: bytes, body: bytes) -> _Header:
    if kind != b"IHDR" or len(body) != struct.calcsize(_HEADER):
        raise BrandFileError("png.no_header")
    header = _Header(*struct.unpack(_HEADER, body))
    if not (0 < header.width <= LARGEST_SIDE and 0 < header.height <= LARGEST_SIDE):
        width, height = header.width, header.height
        raise BrandFileError("png.too_many_pixels", most=LARGEST_SIDE, width=width, height=height)
    known = header.depth in _COLOURS.get(header.colour, (0, ()))[1] and header.interlaced in (0, 1)
    if not known or header.compression or header.filtering:
        raise BrandFileError("png.impossible_header")
    return header


def _check_kinds(kinds: list[bytes], header: _Header) -> None:
    unknown = [kind for kind in kinds if kind not in _KEPT and not kind[0] & 0x20]
    once = all(kinds.count(kind) <= 1 for kind in {*_KEPT, _PROFILE} - {b"IDAT"})
    if unknown or not once or (header.colour == _PALETTE and b"PLTE" not in kinds):
        raise BrandFileError("png.impossible_order")


def _check_pixels(packed: bytes, header: _Header) -> None:
    """Unpack piece by piece, and stop at the size expected: a few bytes may unpack to gigabytes."""
    bits = header.width * header.depth * _COLOURS[header.colour][0]
    size = header.height * (1 + (bits + 7) // 8)  # each row begins with a byte that names its filter
    unpacking, count = zlib.decompressobj(), 0
    try:
        while not unpacking.eof and count <= size:
            piece = unpacking.decompress(packed, _AT_ONCE)
            count, packed = count + len(piece), unpacking.unconsumed_tail
            if not piece and not packed:
                break
    except zlib.error as error:
        raise BrandFileError("png.not_unpackable") from error
    if count != size or not unpacking.eof:
        raise BrandFileError("png.other_number_of_pixels")
