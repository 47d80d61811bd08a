"""What a browser has written to its profile."""

from __future__ import annotations

from pathlib import Path

import lz4.block

_COMPRESSED = b"mozLz40\0"  # Firefox's session files


def written(folder: Path) -> bytes:
    """Return the contents of all files in ``folder``, with Firefox's session files unpacked."""
    return b"\n".join(_contents(path) for path in sorted(folder.rglob("*")) if path.is_file())


def _contents(path: Path) -> bytes:
    contents = path.read_bytes()
    if contents.startswith(_COMPRESSED):
        unpacked: bytes = lz4.block.decompress(contents.removeprefix(_COMPRESSED))
        return unpacked
    return contents


def holds(profile: bytes, text: str) -> bool:
    """Tell whether ``text`` stands in ``profile``, in one of the two encodings that browsers use."""
    return any(text.encode(encoding) in profile for encoding in ("utf-8", "utf-16-le"))
