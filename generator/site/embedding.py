"""What only a single file holds: its own styles, and the runtime as text."""

from __future__ import annotations

import base64
import re
import textwrap
import zlib
from collections.abc import Iterable, Mapping
from importlib.resources import files as resource_files
from typing import Any

from generator.rendering.stylesheets import compact
from generator.runtime import parts, store
from generator.site.page_loads import downloads

# The whole WebAssembly takes the place of the trimmed one, under whose name the page asks for it: one of the
# two has room, and this one never lacks a function.
_WASM, _WHOLE = "pyodide.wasm.zip", "whole.wasm.zip"
_RUNTIME = ("app.zip", "start.txt", "stdlib.zip", "worker.zip")


def own_sheet() -> bytes:
    """Return the style that only a single file has."""
    return compact((resource_files("site_templates") / "styles" / "single.css").read_text("utf-8")).encode()


def head_style(sentences: Iterable[str]) -> bytes:
    """Return the style that shows ``sentences`` in the head: all that is left of a file cut off early.

    A browser closes what the file leaves open, so it shows even a part of it. In short lines of ASCII and
    without "=", it means the same in every coding of a mail (RFC 2045).
    """
    text = re.sub(r"[^ !#-;>-\[\]-~]", lambda found: f"\\{ord(found[0]):06x}", "\n\n".join(sentences))
    lines = textwrap.wrap(text, 70, drop_whitespace=False, break_long_words=False, break_on_hyphens=False)
    strings = "\n".join(f'"{line}"' for line in lines)
    return f"{_HEAD}{strings}\n}}".encode()


_HEAD = """head{display:block}
head::before{display:block;margin:1rem;font:1.2rem/1.5 sans-serif;
white-space:pre-line;content:
"""


_FONT_FACE = re.compile(r"@font-face ?\{[^}]*\}")


def no_script_style(sheets: Iterable[str], files: Mapping[str, bytes]) -> bytes:
    """Return the style of all pages for people without scripts: ``sheets`` and ours, in the system's font."""
    names = dict.fromkeys((*sheets, "assets/later.css", "assets/pages.css", "assets/paper.css"))
    text = _FONT_FACE.sub("", "\n".join(files[name].decode() for name in names))
    return f"{text}\n.damaged{{display:none}}".encode()


def embedded_runtime() -> dict[str, Any]:
    """Return ``parts``, those of the runtime, and ``downloads``, the list by which the page checks them."""
    prepared = store.runtime_files()
    wanted = {name: prepared[name] for name in _RUNTIME} | {_WASM: prepared[_WHOLE], _WHOLE: b""}
    cut = parts.cut(wanted)
    cut[_WHOLE] = cut[_WASM]  # listed under both names, held once
    held = {name: contents for file in cut.values() for name, contents in file.items()}
    return {"downloads": downloads(cut), "parts": [_part(name, held[name]) for name in sorted(held)]}


def _part(name: str, contents: bytes) -> dict[str, object]:
    text = base64.b64encode(contents)
    return {"name": name, "sum": zlib.adler32(text), "base64": text.decode()}
