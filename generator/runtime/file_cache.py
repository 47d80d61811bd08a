"""Files that take seconds to make: each is made once and kept in ``.cache/runtime``.

Nobody tracks changes by hand: a file's key is a digest of all its inputs.
"""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

from generator.runtime import npm

FOLDER = npm.CHECKOUT / ".cache" / "runtime"
_ROOT = Path(__file__).resolve().parents[2]


def cached_file(name: str, inputs: Mapping[str, bytes], make: Callable[[], bytes]) -> Path:
    """Return the cached file for these inputs; build it if it is missing.

    ``name`` is for people only. The versions in ``package-lock.json`` are an input of every file.
    Other processes may build the same file at the same time: the result is the same.
    """
    path = FOLDER / f"{_key(inputs)}-{name}"
    if not path.is_file():
        contents = make()
        FOLDER.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=FOLDER) as scratch:
            fresh = Path(scratch) / name
            fresh.write_bytes(contents)
            fresh.replace(path)
    return path


def read_inputs(*paths: Path) -> dict[str, bytes]:
    """Return the contents of files of this repository, by their paths in it."""
    return {path.relative_to(_ROOT).as_posix(): path.read_bytes() for path in paths}


def _key(inputs: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(npm.lock_file())
    for name, contents in sorted(inputs.items()):
        digest.update(f"{name} {len(contents)} ".encode() + contents)
    return digest.hexdigest()[:16]
