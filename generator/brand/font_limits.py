"""Limits that fontTools does not set: a font of a few kilobytes may unpack to gigabytes.

By hand, because fontTools unpacks a table whole and looks at its size afterwards.
"""

from __future__ import annotations

import io
import struct
import zlib

from generator.brand.brand_file import BrandFileError

LARGEST_UNPACKED = 10_000_000  # bytes; WOFF2 packs to a third, and seldom to a fifth
_MOST_MAPPED = 0x110000  # letters in all maps of a font together: as many as Unicode has
_MAPS_OF_RANGES = (12, 13)  # formats of maps


def bounded(given: bytes) -> bytes:
    """Return the font without the notes that WOFF and WOFF2 may bring, which may unpack to anything.

    Raises ``BrandFileError`` if the rest unpacks too large, and whatever a damaged font leads to.
    """
    if given[:4] not in _WRAPPINGS:
        return given
    notes, size = _WRAPPINGS[given[:4]]
    given = given[:notes] + bytes(20) + given[notes + 20 :]
    if size(given) > LARGEST_UNPACKED:
        raise BrandFileError("font.too_large_unpacked", most=LARGEST_UNPACKED // 1_000_000)
    return given


def _woff_size(given: bytes) -> int:
    """Return how many bytes the tables have when unpacked, counted until they are too many."""
    from fontTools.ttLib.sfnt import SFNTReader  # noqa: PLC0415 (for sites with a font only)

    size = 0
    for table in SFNTReader(io.BytesIO(given)).tables.values():
        if table.length < table.origLength and size <= LARGEST_UNPACKED:
            packed = given[table.offset : table.offset + table.length]
            size += len(zlib.decompressobj().decompress(packed, LARGEST_UNPACKED + 1 - size))
    return size


def _woff2_size(given: bytes) -> int:
    """Return how many bytes all tables have when unpacked, as one stream, counted until they are too many."""
    import brotli  # noqa: PLC0415 (for sites with a font only)
    from fontTools.ttLib import woff2  # noqa: PLC0415 (the same)

    (count,), (length,) = struct.unpack_from(">H", given, 12), struct.unpack_from(">I", given, 20)
    file = io.BytesIO(given)
    file.seek(woff2.woff2DirectorySize)
    for _ in range(count):
        woff2.WOFF2DirectoryEntry().fromFile(file)
    unpacking = brotli.Decompressor()
    return len(unpacking.process(file.read(length), output_buffer_limit=LARGEST_UNPACKED + 1))


# How a file begins -> where its header tells of notes, in twenty bytes; and what counts its size.
_WRAPPINGS = {b"wOFF": (24, _woff_size), b"wOF2": (28, _woff2_size)}


def check_maps(cmap: bytes) -> None:
    """Raise ``ValueError`` if the table cmap maps more letters than there are.

    Twelve bytes can map a billion, and fontTools writes out each.
    """
    (count,) = struct.unpack_from(">H", cmap, 2)
    maps = {start for _, _, start in struct.iter_unpack(">2HI", cmap[4 : 4 + 8 * count])}
    mapped = 0
    for start in maps:
        mapped += _letters_of_map(cmap, start)
        if mapped > _MOST_MAPPED:
            raise ValueError("maps of more letters than Unicode has")


def _letters_of_map(cmap: bytes, start: int) -> int:
    """Return how many letters the map at ``start`` may have, at most."""
    (kind,) = struct.unpack_from(">H", cmap, start)
    if kind not in _MAPS_OF_RANGES:
        return 1 << 16
    (count,) = struct.unpack_from(">I", cmap, start + 12)
    ranges = struct.iter_unpack(">3I", cmap[start + 16 : start + 16 + 12 * count])
    return sum(max(1, last - first + 1) for first, last, _ in ranges)
