"""The package brotli, in a browser: as much of it as fontTools needs to pack and unpack a font.

Runs inside Pyodide, in the worker behind a desk. The script brotli.js there calls the WebAssembly, which lies
beside this module in brotli.zip.
"""

from __future__ import annotations

from pathlib import Path

from js import openBrotli
from pyodide.ffi import JsException, to_js

MODE_GENERIC, MODE_TEXT, MODE_FONT = range(3)

_brotli = openBrotli(to_js(Path(__file__).with_name("brotli.wasm").read_bytes()))


class error(Exception):  # noqa: N801, N818 (the package calls it so)
    """The bytes cannot be unpacked."""


def compress(string: bytes, **_hint: int) -> bytes:
    """Return ``string`` packed as small as brotli can, whatever hint ``mode`` gives on what it is."""
    return bytes(_brotli.compress(to_js(string)).to_bytes())


def decompress(string: bytes) -> bytes:
    """Return what is packed in ``string``; raises ``error`` if it is damaged or holds anything else."""
    return _decompressed(string)


class Decompressor:
    """Unpacks in one step."""

    def process(self, string: bytes, output_buffer_limit: int) -> bytes:
        """Return what is packed in ``string``, at most ``output_buffer_limit`` bytes of it."""
        return _decompressed(string, output_buffer_limit)


def _decompressed(string: bytes, *most: int) -> bytes:
    try:
        return bytes(_brotli.decompress(to_js(string), *most).to_bytes())
    except JsException as failed:
        raise error(str(failed)) from None
