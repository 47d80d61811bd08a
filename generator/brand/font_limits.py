"""Limits that fontTools does not set: a font of a few kilobytes may unpack to gigabytes.

By hand, because fontTools unpacks a table whole and looks at its size afterwards.
"""

from __future__ import annotations

import io
import struct
import zlib

from generator.brand.brand_file import BrandFileError

LARGEST_UNPACKED = 10_000_000  # bytes; WOFF2 packs to a third, and seldom to a fifth
_MOST_MAPPED = 0x110000  # characters in all maps of a font together: as many as Unicode has
_MAPS_OF_RANGES = (12, 13)  # the formats of maps that list ranges


def bounded(data: bytes) -> bytes:
    """Return the font without the notes that WOFF and WOFF2 may hold, which may unpack to any size.

    Raises ``BrandFileError`` if the rest unpacks to more than ``LARGEST_UNPACKED``, and any error if the font
    is damaged.
    """
    if data[:4] not in _WRAPPINGS:
        return data
    notes, size = _WRAPPINGS[data[:4]]
    data = data[:notes] + bytes(20) + data[notes + 20 :]
    if size(data) > LARGEST_UNPACKED:
        raise BrandFileError("font.too_large_unpacked", most=LARGEST_UNPACKED // 1_000_000)
    return data


def _woff_size(data: bytes) -> int:
    """Return the size of all tables unpacked, in bytes; counting stops once it is too large."""
    from fontTools.ttLib.sfnt import SFNTReader  # noqa: PLC0415 (for sites with a font only)

    size = 0
    for table in SFNTReader(io.BytesIO(data)).tables.values():
        if table.length < table.origLength and size <= LARGEST_UNPACKED:
            packed = data[table.offset : table.offset + table.length]
            size += len(zlib.decompressobj().decompress(packed, LARGEST_UNPACKED + 1 - size))
    return size


def _woff2_size(data: bytes) -> int:
    """Return the size of the one stream of tables unpacked, in bytes; counting stops once it is too large."""
    import brotli  # noqa: PLC0415 (for sites with a font only)
    from fontTools.ttLib import woff2  # noqa: PLC0415 (the same)

    (count,), (length,) = struct.unpack_from(">H", data, 12), struct.unpack_from(">I", data, 20)
    file = io.BytesIO(data)
    file.seek(woff2.woff2DirectorySize)
    for _ in range(count):
        woff2.WOFF2DirectoryEntry().fromFile(file)
    unpacking = brotli.Decompressor()
    return len(unpacking.process(file.read(length), output_buffer_limit=LARGEST_UNPACKED + 1))


# How a file begins -> the offset of the twenty bytes in its header that point to notes; its size when
# unpacked.
_WRAPPINGS = {b"wOFF": (24, _woff_size), b"wOF2": (28, _woff2_size)}


def check_maps(cmap: bytes) -> None:
    """Raise ``ValueError`` if the table ``cmap`` maps more characters than Unicode has.

    Twelve bytes of it can map a billion characters, and fontTools makes an entry for each.
    """
    (count,) = struct.unpack_from(">H", cmap, 2)
    maps = {start for _, _, start in struct.iter_unpack(">2HI", cmap[4 : 4 + 8 * count])}
    mapped = 0
    for start in maps:
        mapped += _characters_of_map(cmap, start)
        if mapped > _MOST_MAPPED:
            raise ValueError("maps of more letters than Unicode has")


def _characters_of_map(cmap: bytes, start: int) -> int:
    """Return the largest number of characters that the map at ``start`` may have."""
    (kind,) = struct.unpack_from(">H", cmap, start)
    if kind not in _MAPS_OF_RANGES:
        return 1 << 16
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    ranges = struct.iter_unpack(">3I", cmap[start + 16 : start + 16 + 12 * count])
    return sum(max(1, last - first + 1) for first, last, _ in ranges)
