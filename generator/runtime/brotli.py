"""brotli for a browser: what Python there needs to pack a font of one's own into WOFF2."""

from __future__ import annotations

from pathlib import Path

from generator.runtime import npm
from generator.runtime.archive import packed_zip
from generator.runtime.file_cache import cached_file, read_inputs

_MODULE = npm.CHECKOUT / "site_templates" / "desk" / "brotli.py"
_WASM = Path("brotli-wasm", "pkg.web", "brotli_wasm_bg.wasm")


def brotli_archive() -> Path:
    """Return the zip of the Python module ``brotli`` and its WebAssembly, to unpack on Python's path.

    The module needs the script ``site_templates/desk/brotli.js`` in the same worker. Raises
    ``PreparationError`` if node, npm or a package is missing.
    """

    def make() -> bytes:
        wasm = (npm.install_packages() / _WASM).read_bytes()
        return packed_zip({"brotli.py": _MODULE.read_bytes(), "brotli.wasm": wasm})

    return cached_file("brotli.zip", read_inputs(_MODULE), make)
