"""A PNG picture, checked to the last byte and freed of everything that is not the picture.

Texts, EXIF and times may tell who drew it, where and when; they are left out. Compare the PNG
specification, third edition.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from generator.brand.brand_file import BrandFileError

SIGNATURE = b"\x89PNG\r\n\x1a\n"
LARGEST_SIDE = 4000  # pixels
_CRITICAL = (b"IHDR", b"PLTE", b"IDAT", b"IEND")
# What says how the pixels look; every other ancillary chunk is left out.
_KEPT = frozenset({*_CRITICAL, b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT", b"bKGD", b"pHYs"})
# Colour type -> (samples a pixel, allowed bits a sample).
_COLOURS = {0: (1, (1, 2, 4, 8, 16)), 2: (3, (8, 16)), 3: (1, (1, 2, 4, 8)), 4: (2, (8, 16)), 6: (4, (8, 16))}
_PALETTE = 3
# Adam7, the passes of an interlaced picture: first column, first row, step right, step down.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
_AT_ONCE = 1 << 20
_DAMAGED = "expected a whole PNG, but it {}; export or copy it again"


@dataclass(frozen=True, slots=True)
class Png:
    """A clean PNG: its bytes, width and height in pixels."""

    contents: bytes
    width: int
    height: int


def cleaned(contents: bytes) -> Png:
    """Return the picture alone; raises ``BrandFileError`` if it is damaged, huge or moving."""
    chunks = list(_chunks(contents))
    header = _header(chunks)
    _check_order([kind for kind, _ in chunks], header)
    _check_pixels(b"".join(body for kind, body in chunks if kind == b"IDAT"), _size(header))
    kept = b"".join(_chunk(kind, body) for kind, body in chunks if kind in _KEPT)
    return Png(SIGNATURE + kept, header.width, header.height)


@dataclass(frozen=True, slots=True)
class _Header:
    width: int
    height: int
    depth: int
    colour: int
    interlaced: int


def _chunks(contents: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield kind and body of each chunk up to IEND; what follows it is no part of the picture."""
    at, kind = len(SIGNATURE), b""
    while kind != b"IEND":
        start, end = at + 8, at + 8 + int.from_bytes(contents[at : at + 4], "big")
        if len(contents) < end + 4:
            raise BrandFileError(_DAMAGED.format("ends too early"))
        kind, body = contents[at + 4 : start], contents[start:end]
        if zlib.crc32(kind + body) != int.from_bytes(contents[end : end + 4], "big"):
            raise BrandFileError(_DAMAGED.format("is damaged (a checksum is wrong)"))
        if kind in (b"acTL", b"fcTL", b"fdAT"):
            raise BrandFileError("expected a still picture, but it is an animated PNG; save one frame as PNG")
        yield kind, body
        at = end + 4


def _chunk(kind: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")


def _header(chunks: list[tuple[bytes, bytes]]) -> _Header:
    kind, body = chunks[0]
    if kind != b"IHDR" or len(body) != struct.calcsize(">2I5B"):
        raise BrandFileError(_DAMAGED.format("has no header"))
    width, height, depth, colour, compression, filtering, interlaced = struct.unpack(">2I5B", body)
    if not (0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE):
        raise BrandFileError(
            f"expected 1 to {LARGEST_SIDE} pixels a side, but it has {width} by {height}; save it smaller"
        )
    known = colour in _COLOURS and depth in _COLOURS[colour][1] and interlaced in (0, 1)
    if not known or compression or filtering:
        raise BrandFileError(_DAMAGED.format("has a header that no PNG can have"))
    return _Header(width, height, depth, colour, interlaced)


def _check_order(kinds: list[bytes], header: _Header) -> None:
    unknown = [kind for kind in kinds if kind not in _CRITICAL and not kind[0] & 0x20]
    once = all(kinds.count(kind) <= 1 for kind in _KEPT - {b"IDAT"})
    if unknown or not once or (header.colour == _PALETTE and b"PLTE" not in kinds):
        raise BrandFileError(_DAMAGED.format("is put together in a way that no PNG can be"))


def _size(header: _Header) -> int:
    """Return how many bytes the unpacked pixels have: each row of each pass, after its filter byte."""
    bits = header.depth * _COLOURS[header.colour][0]
    passes = _PASSES if header.interlaced else ((0, 0, 1, 1),)
    sizes = (
        (-((left - header.width) // right), -((top - header.height) // down))
        for left, top, right, down in passes
    )
    return sum(rows * (1 + (columns * bits + 7) // 8) for columns, rows in sizes if columns > 0 and rows > 0)


def _check_pixels(packed: bytes, size: int) -> None:
    """Unpack piece by piece, so that a few bytes that unpack to gigabytes cost nothing."""
    unpacking, count = zlib.decompressobj(), 0
    try:
        while not unpacking.eof and count <= size:
            piece = unpacking.decompress(packed, _AT_ONCE)
            count, packed = count + len(piece), unpacking.unconsumed_tail
            if not piece and not packed:
                break
    except zlib.error as error:
        raise BrandFileError(_DAMAGED.format("is damaged (its pixels cannot be unpacked)")) from error
    if count != size or not unpacking.eof:
        raise BrandFileError(_DAMAGED.format("has another number of pixels than it says"))
