"""What the files of a site should be: the SHA-256 of each, by a build or by a kept manifest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from generator import output
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason

Sums = Mapping[str, str]  # path within the site -> SHA-256 in hexadecimal


def of_build(files: Mapping[str, bytes]) -> Sums:
    """Return the sums of a site's ``files`` and of the manifest that is written beside them."""
    return _sums({**files, output.MANIFEST: output.manifest(files)})


def of_manifest(path: Path) -> Sums:
    """Return the sums in the manifest at ``path``, or in that of the folder ``path``, and its own.

    Raises ``InputError`` if it cannot be read, or is not the manifest of a site.
    """
    file = path / output.MANIFEST if path.is_dir() else path
    try:
        contents = file.read_bytes()
    except OSError as error:
        raise InputError([_manifest_fault("verify.unreadable", file, reason=system_reason(error))]) from error
    if not (sums := of_manifest_bytes(contents)):
        raise InputError([_manifest_fault("verify.no_manifest", file)])
    return sums


def of_manifest_bytes(contents: bytes) -> Sums:
    """Return the sums in the manifest of a site, and its own; none if ``contents`` are no such manifest."""
    try:
        manifest = json.loads(contents)
        sums = {str(path): str(value) for path, value in manifest["sha256"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}
    return {**sums, **_sums({output.MANIFEST: contents})} if manifest.get("kind") == "site" else {}


def _sums(files: Mapping[str, bytes]) -> Sums:
    return {name: hashlib.sha256(contents).hexdigest() for name, contents in files.items()}


def _manifest_fault(kind: str, file: Path, **details: object) -> Fault:
    return Fault(kind, "--against", str(file), details, file=COMMAND_LINE)
