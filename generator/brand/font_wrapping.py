"""The compressed wrappings of fonts, WOFF and WOFF2: unpacked with a limit before fontTools does it without.

A file of a few kilobytes can unpack to gigabytes.
"""

from __future__ import annotations

import struct
import zlib

from generator.brand.brand_file import BrandFileError

LARGEST = 30_000_000  # bytes of a font, unpacked
_WOFF_HEADER, _WOFF_ENTRY = 44, 20


def checked(given: bytes) -> bytes:
    """Return ``given`` without the metadata of its wrapping.

    Raises ``BrandFileError`` if it unpacks too large, and whatever reading it leads to if it is damaged.
    """
    if given.startswith(b"wOFF"):
        _check_woff(given)
        return given[:24] + bytes(20) + given[44:]
    if given.startswith(b"wOF2"):
        _check_woff2(given)
        return given[:28] + bytes(20) + given[48:]
    return given


def _check_woff(given: bytes) -> None:
    (count,) = struct.unpack_from(">H", given, 12)
    total = 0
    for entry in range(count):
        start, packed, size = struct.unpack_from(">3I", given, _WOFF_HEADER + entry * _WOFF_ENTRY + 4)
        if packed == size:
            continue
        total += len(zlib.decompressobj().decompress(given[start : start + packed], LARGEST - total + 1))
        _check(total)


def _check_woff2(given: bytes) -> None:
    import brotli  # noqa: PLC0415 (for sites with a font only)

    (length,) = struct.unpack_from(">I", given, 20)
    unpacking = brotli.Decompressor()
    _check(len(unpacking.process(_stream(given)[:length], output_buffer_limit=LARGEST + 1)))


def _stream(given: bytes) -> bytes:
    """Return what follows the table directory of a WOFF2 file."""
    from fontTools.ttLib.woff2 import WOFF2DirectoryEntry  # noqa: PLC0415 (for sites with a font only)

    (count,) = struct.unpack_from(">H", given, 12)
    rest = given[48:]
    for _ in range(count):
        rest = WOFF2DirectoryEntry().fromString(rest)
    return rest


def _check(size: int) -> None:
    if size > LARGEST:
        raise BrandFileError(
            f"expected a font of at most {LARGEST // 1_000_000} MB when unpacked; use a smaller one"
        )
