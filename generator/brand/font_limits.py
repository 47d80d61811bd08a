"""Limits that fontTools does not set: a font of a few kilobytes may unpack to gigabytes.

By hand, because fontTools unpacks a table whole and looks at its size afterwards.
"""

from __future__ import annotations

import io
import zlib

from generator.brand import woff2
from generator.brand.brand_file import BrandFileError

LARGEST_UNPACKED = 10_000_000  # bytes; WOFF2 packs to a third, and seldom to a fifth


def bounded(data: bytes) -> bytes:
    """Return the font without the notes that WOFF and WOFF2 may hold, which may unpack to any size.

    Raises ``BrandFileError`` if the rest unpacks to more than ``LARGEST_UNPACKED``, and any error if the font
    is damaged.
    """
    notes, size = _WRAPPINGS.get(data[:4], (0, _size))
    data = data[:notes] + bytes(20) + data[notes + 20 :] if notes else data
    if size(data) > LARGEST_UNPACKED:
        raise BrandFileError("font.too_large_unpacked", most=LARGEST_UNPACKED // 1_000_000)
    return data


def _size(data: bytes) -> int:
    """Return the size of all tables, in bytes; those that lie in the same place are read one by one."""
    from fontTools.ttLib.sfnt import SFNTReader  # noqa: PLC0415 (for sites with a font only)

    return sum(table.length for table in SFNTReader(io.BytesIO(data)).tables.values())


def _woff_size(data: bytes) -> int:
    """Return the size of all tables unpacked, in bytes; counting stops once it is too large."""
    from fontTools.ttLib.sfnt import SFNTReader  # noqa: PLC0415 (for sites with a font only)

    size = 0
    for table in SFNTReader(io.BytesIO(data)).tables.values():
        if size > LARGEST_UNPACKED:
            break
        packed = data[table.offset : table.offset + table.length]
        if table.length < table.origLength:
            packed = zlib.decompressobj().decompress(packed, LARGEST_UNPACKED + 1 - size)
        size += len(packed)
    return size


def _woff2_size(data: bytes) -> int:
    """Return the size of the one stream of tables unpacked, in bytes; counting stops once it is too large."""
    import brotli  # noqa: PLC0415 (for sites with a font only)

    packed = data[woff2.stream(data)]
    return len(brotli.Decompressor().process(packed, output_buffer_limit=LARGEST_UNPACKED + 1))


# How a file begins -> the offset of the twenty bytes in its header that point to notes; its size when
# unpacked.
_WRAPPINGS = {b"wOFF": (24, _woff_size), b"wOF2": (28, _woff2_size)}
