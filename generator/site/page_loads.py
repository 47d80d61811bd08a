"""What the survey's page loads once it is drawn: its scripts and the runtime, each with its SHA-256."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Script:
    """A script that the page itself loads: its address in the site, and what the browser is to check.

    The address changes with the contents, so that no cache gives an older one to a newer page.
    """

    address: str
    integrity: str


def scripts(static: Mapping[str, bytes]) -> dict[str, Script]:
    """Return what the survey's page loads once it is drawn: its own script, and PyScript."""
    paths = {"site": "assets/site.js", "pyscript": "runtime/pyscript.js"}
    return {
        name: Script(f"{path}?{_sha256(static[path]).hex()[:8]}", f"sha256-{_base64(static[path])}")
        for name, path in paths.items()
    }


def downloads(runtime: Mapping[str, Mapping[str, bytes]]) -> str:
    """Return, as JSON, what the page downloads by itself: file -> its parts as [name, bytes, base64]."""
    listed = {
        file: [[name, len(contents), _base64(contents)] for name, contents in cut.items()]
        for file, cut in runtime.items()
    }
    return json.dumps(listed, separators=(",", ":"))


def _sha256(contents: bytes) -> bytes:
    return hashlib.sha256(contents).digest()


def _base64(contents: bytes) -> str:
    return base64.b64encode(_sha256(contents)).decode()
