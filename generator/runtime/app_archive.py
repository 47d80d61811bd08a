"""The zip of the browser's Python: its sources, and beside each the byte code compiled from it."""

from __future__ import annotations

import base64
import json
import os
from pathlib import Path

from generator.runtime import app, npm
from generator.runtime.archive import deterministic_zip
from generator.runtime.file_cache import cached_file, read_inputs

_HERE = Path(__file__).resolve().parent
_MAKERS = tuple(
    _HERE / name for name in ("app_archive.py", "archive.py", "compile_app.mjs", "compile_app.py")
)


def app_archive() -> Path:
    """Return the zip file; Pyodide itself compiles the sources, so that the byte code fits the browser.

    Raises ``PreparationError`` if node, npm or Pyodide is missing.
    """
    sources = app.collect().files
    return cached_file("app.zip", {**read_inputs(*_MAKERS), **sources}, lambda: _compiled_zip(sources))


def _compiled_zip(sources: dict[str, bytes]) -> bytes:
    pyodide = npm.install_packages() / "pyodide"
    compiled = npm.run_script(
        _HERE / "compile_app.mjs",
        pyodide=f"{pyodide}{os.sep}",  # Pyodide wants its folder with a slash at the end
        files={name: source.decode() for name, source in sources.items()},
    )
    byte_code = {name: base64.b64decode(code) for name, code in json.loads(compiled).items()}
    return deterministic_zip({**sources, **byte_code})
