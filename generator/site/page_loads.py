"""What the survey's page loads once it is drawn: scripts, styles, runtime; each with its SHA-256."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """A script that the page itself loads: its address in the site, and the hash for the browser to check.

    The address changes with the contents, so that no cache serves an older script to a newer page.
    """

    address: str
    integrity: str


def scripts(static: Mapping[str, bytes]) -> dict[str, Script]:
    """Return the scripts that the survey's page loads once it is drawn: its own, and PyScript."""
    paths = {"site": "assets/site.js", "pyscript": "runtime/pyscript.js"}
    return {
        name: Script(f"{path}?{_sha256(static[path]).hex()[:8]}", _integrity(static[path]))
        for name, path in paths.items()
    }


def integrities(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the hash for the browser to check of each of ``files`` (path in the site), by its last name.

    A style counts as well: it can ask the server for a picture if a certain answer is chosen.
    """
    return {path.rpartition("/")[2]: _integrity(contents) for path, contents in files.items()}


def downloads(runtime: Mapping[str, Mapping[str, bytes]]) -> str:
    """Return the files that the page's script downloads, as JSON: file -> its parts.

    Each part is [name, size in bytes, SHA-256 in base64].
    """
    downloaded = {
        file: [[name, len(contents), _base64(contents)] for name, contents in parts.items()]
        for file, parts in runtime.items()
    }
    return json.dumps(downloaded, separators=(",", ":"))


def _sha256(contents: bytes) -> bytes:
    return hashlib.sha256(contents).digest()


def _integrity(contents: bytes) -> str:
    return f"sha256-{_base64(contents)}"


def _base64(contents: bytes) -> str:
    return base64.b64encode(_sha256(contents)).decode()
