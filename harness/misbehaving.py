"""A web server that spoils or withholds some of its files, as a bad network or a proxy would."""

from __future__ import annotations

import mimetypes
import re
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from harness.servers import serving

# cut: the connection ends after half of the answer · stall: the second half waits for ``go``
# corrupt: one bit is flipped · truncate: the file ends after its half · type: the file is called HTML
Misdeed = Literal["cut", "stall", "corrupt", "truncate", "type", "unavailable", "missing"]

_TAG = '"one"'
_REFUSED = {"unavailable": HTTPStatus.SERVICE_UNAVAILABLE, "missing": HTTPStatus.NOT_FOUND}
_HELD = 60.0  # seconds; a stalled connection is kept no longer
_CLEAR = 1.0  # seconds before a cut; enough for the first half to arrive, on a busy machine, too


@dataclass(slots=True)
class Trouble:
    """What goes wrong, in which files, and in how many of the first answers for each (``None``: in all)."""

    misdeed: Misdeed
    paths: frozenset[str] = frozenset()
    times: int | None = None
    ranges: bool = True  # whether the server can go on in the middle of a file
    go: threading.Event = field(default_factory=threading.Event)
    asked: Counter[str] = field(default_factory=Counter)  # all requests, by path
    done: Counter[str] = field(default_factory=Counter)  # answers that went wrong
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def strikes(self, path: str) -> Misdeed | None:
        """Count the request for ``path``, and return the misdeed for its answer, if any."""
        with self._lock:
            self.asked[path] += 1
            if path not in self.paths or (self.times is not None and self.done[path] >= self.times):
                return None
            self.done[path] += 1
            return self.misdeed

    def heal(self) -> None:
        """Answer everything correctly from now on."""
        self.paths = frozenset()
        self.go.set()


class Misbehaving(ThreadingHTTPServer):
    """Serves a folder under several addresses, each with a trouble of its own."""

    daemon_threads = True  # a browser keeps connections open for its next request
    request_queue_size = 128

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.troubles: list[Trouble] = []

    def address(self, trouble: Trouble) -> str:
        """Return a new address, under which the folder is served with ``trouble``."""
        self.troubles.append(trouble)
        return f"http://127.0.0.1:{self.server_port}/{len(self.troubles) - 1}/"

    def handle_error(self, *_: object) -> None:
        """Say nothing: a browser may leave when it likes."""


@contextmanager
def misbehaving(folder: Path) -> Iterator[Misbehaving]:
    """Serve ``folder`` until the block ends."""
    with Misbehaving(folder) as server, serving(server):
        try:
            yield server
        finally:
            for trouble in server.troubles:
                trouble.heal()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Misbehaving
    trouble: Trouble

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with the file or the requested part of it, spoilt as the trouble says."""
        number, _, path = unquote(urlsplit(self.path).path).lstrip("/").partition("/")
        path += "index.html" if not path or path.endswith("/") else ""
        file = self.server.folder / path
        if not number.isdigit() or not file.is_file():
            self._head(HTTPStatus.NOT_FOUND, "text/plain", 0)
            return
        self.trouble = self.server.troubles[int(number)]
        self._answer(path, file.read_bytes())

    def _answer(self, path: str, body: bytes) -> None:
        misdeed, half = self.trouble.strikes(path), len(body) // 2
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if misdeed in _REFUSED:
            self._head(_REFUSED[misdeed], "text/plain", 0)
            return
        if misdeed == "type":
            kind = "text/html"
        if misdeed == "corrupt":
            body = body[:half] + bytes([body[half] ^ 1]) + body[half + 1 :]
        if misdeed == "truncate":
            body = body[:half]
        self._send(kind, body, broken=misdeed in ("cut", "stall"))

    def _send(self, kind: str, body: bytes, *, broken: bool) -> None:
        part = self._part(body)
        status = HTTPStatus.OK if part == range(len(body)) else HTTPStatus.PARTIAL_CONTENT
        self._head(status, kind, len(part), f"bytes {part.start}-{part.stop - 1}/{len(body)}")
        first = part[: len(part) // 2] if broken else part
        self.wfile.write(body[first.start : first.stop])
        if not broken:
            return
        self.wfile.flush()
        if self.trouble.misdeed == "stall":
            self.trouble.go.wait(_HELD)
            self.wfile.write(body[first.stop : part.stop])
        else:
            self.trouble.go.wait(_CLEAR)
            self.close_connection = True

    def _part(self, body: bytes) -> range:
        """Return the requested part: all, or what the browser's cache lacks (``bytes=N-``, ``bytes=N-M``)."""
        requested = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers["Range"] or "")
        if not (self.trouble.ranges and requested and self.headers["If-Range"] in (None, _TAG)):
            return range(len(body))
        start, last = int(requested[1]), int(requested[2] or len(body) - 1)
        return range(start, min(last + 1, len(body))) if start < len(body) else range(len(body))

    def _head(self, status: HTTPStatus, kind: str, length: int, part: str = "") -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length))
        # The browser may keep a file, damaged or not, but asks for the pages themselves each time.
        page = kind == "text/html" and self.path.endswith(("/", ".html"))
        self.send_header("Cache-Control", "no-cache" if page else "max-age=86400")
        self.send_header("ETag", _TAG)
        if status == HTTPStatus.PARTIAL_CONTENT:
            self.send_header("Content-Range", part)
        self.end_headers()
