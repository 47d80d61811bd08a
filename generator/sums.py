"""The size and SHA-256 of what a page loads, known to the page before it asks for anything."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping

_HEAD = "// Written by the generator: the size in bytes and the SHA-256 of the other files of this folder.\n"


def integrity(contents: bytes) -> str:
    """Return the value of HTML's attribute ``integrity`` for a file with these ``contents``."""
    return f"sha256-{_sha256(contents)}"


def module(folder: Mapping[str, bytes]) -> bytes:
    """Return a JavaScript module that knows the files of ``folder`` (name -> contents)."""
    sums = {
        name: {"size": len(contents), "sha256": _sha256(contents)} for name, contents in sorted(folder.items())
    }
    return f"{_HEAD}export const sums = {json.dumps(sums, indent=1)};\n".encode()


def _sha256(contents: bytes) -> str:
    return base64.b64encode(hashlib.sha256(contents).digest()).decode()
