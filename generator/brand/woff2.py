"""What lies in a WOFF2: a header, a list of tables, and one stream of all tables, which brotli packs.

Compare W3C, WOFF File Format 2.0, 4. Whoever packs the same tables with another brotli gets other bytes.
"""

from __future__ import annotations

import io
import struct

_LENGTH, _COUNT, _STREAM = slice(8, 12), slice(12, 14), slice(20, 24)  # the header's numbers


def stream(data: bytes) -> slice:
    """Return where the stream of the tables lies in ``data``; raises any error if the list is damaged."""
    from fontTools.ttLib import woff2  # noqa: PLC0415 (for sites with a font only)

    file = io.BytesIO(data)
    file.seek(woff2.woff2DirectorySize)
    for _ in range(int.from_bytes(data[_COUNT], "big")):
        woff2.WOFF2DirectoryEntry().fromFile(file)
    return slice(file.tell(), file.tell() + int.from_bytes(data[_STREAM], "big"))


def hold_the_same(one: bytes, other: bytes) -> bool:
    """Tell whether two files have the same header and tables, and nothing else, however they are packed."""
    return _unpacked(one) == _unpacked(other)


def _unpacked(data: bytes) -> tuple[bytes, bytes, bool]:
    """Return header and list without the lengths when packed, the tables, and whether nothing lies behind."""
    import brotli  # noqa: PLC0415 (for sites with a font only)

    place = stream(data)
    front = data[: _LENGTH.start] + data[_LENGTH.stop : _STREAM.start] + data[_STREAM.stop : place.start]
    length = place.stop + -place.stop % 4  # a file is filled up to a multiple of four bytes
    ends = data[place.stop :] == bytes(length - place.stop) and data[_LENGTH] == struct.pack(">I", length)
    return front, brotli.decompress(data[place]), ends
