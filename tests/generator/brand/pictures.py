"""Pictures for tests: small PNGs, put together chunk by chunk, and SVGs."""

from __future__ import annotations

import base64
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, attributes: str = "", box: str = "0 0 8 8") -> str:
    """Return an SVG that holds ``inside``."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {attributes}>{inside}</svg>'


def embedded(contents: bytes, kind: str = "png") -> str:
    """Return the address of a picture inside an SVG, which holds ``contents``."""
    return f"data:image/{kind};base64,{base64.b64encode(contents).decode()}"


def chunk(kind: bytes, body: bytes = b"") -> bytes:
    """Return a chunk with the right length and checksum."""
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def header(width: int = 8, height: int = 8, colour: int = 6, interlaced: int = 0) -> bytes:
    """Return an IHDR chunk of eight bits a sample."""
    return chunk(b"IHDR", struct.pack(">2I5B", width, height, 8, colour, 0, 0, interlaced))


def png(width: int = 8, height: int = 8, *extra: bytes) -> bytes:
    """Return a whole PNG without colour, with ``extra`` chunks before its pixels."""
    pixels = chunk(b"IDAT", zlib.compress(bytes((1 + 4 * width) * height), 9))
    return b"".join((SIGNATURE, header(width, height), *extra, pixels, chunk(b"IEND")))


# Adam7, the passes of an interlaced picture: first column, first row, step right, step down.
_PASSES = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
Pixels = list[list[tuple[int, ...]]]  # rows of pixels of samples


def unusual(pixels: Pixels, depth: int, colour: int, *extra: bytes, interlaced: bool = True) -> bytes:
    """Return a PNG of any colour type and depth with ``pixels``, and ``extra`` chunks before them."""
    passes = _PASSES if interlaced else ((0, 0, 1, 1),)
    rows = [row[left::right] for left, top, right, down in passes for row in pixels[top::down]]
    packed = zlib.compress(b"".join(b"\0" + _packed(row, depth) for row in rows if row))
    ihdr = struct.pack(">2I5B", len(pixels[0]), len(pixels), depth, colour, 0, 0, interlaced)
    chunks = (chunk(b"IHDR", ihdr), *extra, chunk(b"IDAT", packed), chunk(b"IEND"))
    return SIGNATURE + b"".join(chunks)


def _packed(row: list[tuple[int, ...]], depth: int) -> bytes:
    bits = "".join(f"{sample:0{depth}b}" for pixel in row for sample in pixel)
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")
