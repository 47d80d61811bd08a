"""Zip files that have the same bytes for the same contents, on every machine and at any time.

By hand, since ``zipfile`` packs by the machine's zlib, and no two kinds of zlib pack alike; the rest is one
header before each file, and one in the list at the end (PKWARE APPNOTE, 4.3.7, 4.3.12 and 4.3.16).
"""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.runtime import npm

PACKER = Path(__file__).with_name("pack.mjs")

_STORED, _DEFLATED = 0, 8
_VERSION, _UNIX, _UTF_8 = 20, 3, 0x800
_1980 = 0x21 << 16  # the first of January, midnight: date above time, as MS-DOS kept them
_READABLE = 0o100644 << 16


class _Entry(NamedTuple):
    name: bytes
    contents: bytes
    method: int
    packed: bytes


def stored_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip of ``files`` (name -> contents) without compression, by name and without time stamps."""
    return _zip(_Entry(name.encode(), files[name], _STORED, files[name]) for name in sorted(files))


def packed_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a compressed zip of ``files``, as ``stored_zip`` makes one without compression.

    A package of the lock file packs it, the same on every machine. Raises ``PreparationError`` if node or a
    package is missing.
    """
    npm.install_packages()
    names = sorted(files)
    contents = [base64.b64encode(files[name]).decode() for name in names]
    packed = map(base64.b64decode, json.loads(npm.run_script(PACKER, files=contents)))
    return _zip(
        _Entry(name.encode(), files[name], _DEFLATED, deflated)
        for name, deflated in zip(names, packed, strict=True)
    )


def _zip(entries: Iterable[_Entry]) -> bytes:
    files, listed, count = b"", b"", 0
    for name, contents, method, packed in entries:
        size = zlib.crc32(contents), len(packed), len(contents)
        common = struct.pack("<3HI3I2H", _VERSION, _UTF_8, method, _1980, *size, len(name), 0)
        place = struct.pack("<3H2I", 0, 0, 0, _READABLE, len(files))
        listed += b"PK\1\2" + bytes((_VERSION, _UNIX)) + common + place + name
        files += b"PK\3\4" + common + name + packed
        count += 1
    end = struct.pack("<4H2IH", 0, 0, count, count, len(listed), len(files), 0)
    return files + listed + b"PK\5\6" + end
