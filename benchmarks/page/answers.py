"""The answers of a static server: the file, its type, a tag for later requests, and gzip if that is on."""

from __future__ import annotations

import gzip
import hashlib
from functools import cache
from pathlib import Path

from generator.rendering.headers import TYPES

# The types of files that stock Pyodide and PyScript need beside those of our sites.
_TYPES = {**TYPES, "mjs": "text/javascript", "wasm": "application/wasm", "py": "text/plain"}
_COMPRESSED = ("html", "css", "js", "mjs", "json", "svg", "txt", "wasm", "py")  # zip and woff2 are already


class Files:
    """The files of a folder as HTTP/1.1 answers. Browsers may keep a file, but ask for it again each time."""

    def __init__(self, folder: Path, *, compression: bool) -> None:
        self._folder = folder
        self._compression = compression
        self._read = cache(self._reading)

    def prepare(self) -> None:
        """Read and compress everything ahead, so that no visitor waits for it."""
        for file in self._folder.rglob("*"):
            if file.is_file():
                self._read(file)

    def answer(self, path: str, request: str) -> bytes:
        """Return head and body for ``path`` (``304`` if the request's head names the tag it would get)."""
        file = self._folder / path.strip("/")
        file = file / "index.html" if path.endswith("/") else file
        if not file.is_file():
            return _answer("404 Not Found", b"")
        body, tag, headers = self._read(file)
        if f'"{tag}"' in request:
            return _answer("304 Not Modified", b"", f'ETag: "{tag}"', "Cache-Control: no-cache")
        return _answer("200 OK", body, *headers)

    def head(self, body: bytes) -> bytes:
        """Return an answer whose ``body`` is no file."""
        return _answer("200 OK", body, "Content-Type: application/json")

    def _reading(self, file: Path) -> tuple[bytes, str, tuple[str, ...]]:
        body, ending = file.read_bytes(), file.suffix.removeprefix(".")
        tag = hashlib.sha256(body).hexdigest()[:16]
        headers = [f"Content-Type: {_TYPES.get(ending, 'application/octet-stream')}", f'ETag: "{tag}"']
        if self._compression and ending in _COMPRESSED:
            body = gzip.compress(body, 6)
            headers.append("Content-Encoding: gzip")
        return body, tag, (*headers, "Cache-Control: no-cache")


def _answer(status: str, body: bytes, *headers: str) -> bytes:
    lines = (f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body
