"""Pictures for tests: small PNGs, put together chunk by chunk, and SVGs."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'


def svg(inside: str, attributes: str = "", box: str = "0 0 8 8") -> str:
    """Return an SVG that holds ``inside``."""
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}" {attributes}>{inside}</svg>'


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
