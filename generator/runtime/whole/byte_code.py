"""Python sources become byte code of the browser's own Python, packed into one stream."""

from __future__ import annotations

import io
import os
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from generator.runtime import npm
from generator.runtime.archive import PACKER, packed_zip, stored_zip
from generator.runtime.file_cache import read_inputs

_HERE = Path(__file__).resolve().parent
_COMPILER = _HERE / "compile_sources.mjs"


def compiled(sources: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return ``sources`` (path -> contents) with byte code, ``.pyc``, in place of each Python file.

    Raises ``PreparationError`` if node or a package is missing, or if a source has an error.
    """
    # Pyodide wants its folder with a slash at the end.
    pyodide = f"{npm.install_packages() / 'pyodide'}{os.sep}"
    with tempfile.TemporaryDirectory() as scratch:
        archive = Path(scratch) / "sources.zip"
        archive.write_bytes(stored_zip(sources))
        made = npm.run_script(_COMPILER, pyodide=pyodide, sources=str(archive))
    with zipfile.ZipFile(io.BytesIO(made)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def solid_zip(files: Mapping[str, bytes]) -> bytes:
    """Return a zip with one file, ``files.zip``, which holds ``files`` without compression.

    Packed in one stream they are smaller, and a browser unpacks them without Python's help.
    """
    return packed_zip({"files.zip": stored_zip(files)})


def inputs(*paths: Path) -> dict[str, bytes]:
    """Return what the archives of this package depend on beside their contents: our scripts and ``paths``."""
    scripts = (Path(__file__), _COMPILER, _COMPILER.with_suffix(".py"))
    return read_inputs(*map(Path.resolve, scripts), _HERE.parent / "archive.py", PACKER, *paths)
