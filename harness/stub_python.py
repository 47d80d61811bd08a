"""Sites with a stub in place of Pyodide: the test's own Python gives the answers, the same as in a browser.

Such a site differs from the real one in two files. A few lines (``stub_pyscript.js``) replace PyScript and
pass each call on to a binding of the browser's context; ``answer_in`` lets ``pyodide_app`` answer it in this
process. The WebAssembly is an empty module. The page's own scripts are the same, and they download, check and
hand over the same files. For tests that promise something of the page, not of Python in a browser.
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Mapping
from functools import cache
from hashlib import shake_256
from pathlib import Path
from types import ModuleType, SimpleNamespace
from unittest.mock import patch

from playwright.sync_api import BrowserContext

from generator import output
from generator.runtime import store
from generator.runtime.archive import packed_zip
from generator.site.files import configured_site_files

_PYSCRIPT = Path(__file__).with_name("stub_pyscript.js")
# The smallest WebAssembly module, and an unused section, so that the file arrives in several pieces.
_EMPTY_MODULE = bytes.fromhex("0061736d01000000")
_UNREAD = shake_256(b"unread").digest(600_000)


def build(config_path: Path, out: Path) -> None:
    """Write the site of a site.toml to the folder ``out``, with the stub in place of Pyodide."""
    output.write(site_files(config_path), out)


def site_files(config_path: Path) -> dict[str, bytes]:
    """Return the files of the site of a site.toml, with the stub in place of Pyodide."""
    files = _runtime_files(store.runtime_files())
    with patch.object(store, "runtime_files", return_value=files):
        return configured_site_files(config_path)


def _runtime_files(real: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the ``real`` runtime, with an empty WebAssembly and the stub in place of PyScript."""
    section = b"\x01-" + _UNREAD
    empty = _EMPTY_MODULE + b"\x00" + _leb128(len(section)) + section
    packed = packed_zip({"pyodide.asm.wasm": empty})
    binaries = {name: packed for name in real if name.endswith(".wasm.zip")}
    return {**real, **binaries, "pyscript.js": _PYSCRIPT.read_bytes()}


def _leb128(number: int) -> bytes:
    """Return ``number`` as WebAssembly writes lengths: seven bits a byte, the lowest first."""
    low, rest = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _leb128(rest) if rest else bytes([low])


def answer_in(context: BrowserContext) -> None:
    """Let this process answer the calls to Python from pages of ``context``, on sites with the stub."""
    context.expose_function("askPython", _answer)


def _answer(name: str, arguments: list[str]) -> object:
    return getattr(_functions(), name)(*arguments)


@cache
def _functions() -> SimpleNamespace:
    """Return the functions that ``pyodide_app.browser`` offers to a page, imported into this process."""
    functions = SimpleNamespace()
    polyscript = ModuleType("polyscript")
    polyscript.__dict__["xworker"] = SimpleNamespace(sync=functions)
    with patch.dict(sys.modules, {"polyscript": polyscript}):
        importlib.import_module("pyodide_app.browser")
    return functions
