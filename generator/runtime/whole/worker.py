"""The script of the worker in which the whole generator runs: Pyodide's JavaScript, and ours behind it."""

from __future__ import annotations

from pathlib import Path

from generator.runtime import npm
from generator.runtime.archive import packed_zip
from generator.runtime.file_cache import cached_file
from generator.runtime.whole.byte_code import inputs

_GLUE = Path(__file__).resolve().with_name("glue.mjs")
_DESK = npm.CHECKOUT / "site_templates" / "desk"
_SCRIPTS = ("brotli.js", "worker.js")


def worker_archive() -> Path:
    """Return the zip of one classic script, in parts to be joined in their order.

    Raises ``PreparationError`` if node or a package is missing, or if Pyodide's JavaScript is not built as
    expected.
    """
    scripts = [_DESK / name for name in _SCRIPTS]

    def make() -> bytes:
        glue = npm.run_script(_GLUE, pyodide=str(npm.install_packages() / "pyodide"))
        own = {f"{number}-{path.name}": path.read_bytes() for number, path in enumerate(scripts, start=2)}
        return packed_zip({"1-pyodide.js": glue, **own})

    return cached_file("worker.zip", inputs(_GLUE, *scripts), make)
