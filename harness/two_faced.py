"""A web server with two faces: honest files for some requests, others for the rest."""

from __future__ import annotations

import mimetypes
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from harness.servers import serving

LEAK = "leak"  # where a dishonest file sends what it finds, within the site

# Whether an answer is a lie, by the headers of the request and by how many there were before for the file.
Lies = Callable[[Message, int], bool]


class TwoFaced(ThreadingHTTPServer):
    """Serves ``honest`` files and, where ``lies_to`` says so, ``false`` ones in their place."""

    daemon_threads = True  # a browser keeps connections open for its next request

    def __init__(self, honest: Mapping[str, bytes], false: Mapping[str, bytes], lies_to: Lies) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.honest, self.false, self.lies_to = honest, false, lies_to
        self.by_name: Mapping[str, bytes] = {}  # start pages for whoever asks by name and not by folder
        self.headers: Mapping[str, str] = {}  # of every answer
        self.leaked: list[str] = []
        self.lied: Counter[str] = Counter()
        self._asked: Counter[str] = Counter()
        self._lock = threading.Lock()

    @property
    def address(self) -> str:
        """The address of the site."""
        return f"http://127.0.0.1:{self.server_port}/"

    def contents(self, path: str, headers: Message) -> bytes | None:
        """Return the answer to a request, or ``None`` if there is no such file."""
        with self._lock:
            before = self._asked[path]
            self._asked[path] += 1
            if path in self.false and self.lies_to(headers, before):
                self.lied[path] += 1
                return self.false[path]
        return self.honest.get(path)

    def handle_error(self, *_: object) -> None:
        """Say nothing: a browser may leave when it likes."""


@contextmanager
def two_faced(honest: Mapping[str, bytes], false: Mapping[str, bytes], lies_to: Lies) -> Iterator[TwoFaced]:
    """Serve ``honest`` and ``false`` files until the block ends."""
    with TwoFaced(honest, false, lies_to) as server, serving(server):
        yield server


def from_the_second_on(_: Message, before: int) -> bool:
    """Lie in every answer for a file but the first."""
    return before > 0


def always(_: Message, __: int) -> bool:
    """Lie in every answer."""
    return True


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: TwoFaced

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Answer with a file; note what is sent to ``LEAK``."""
        parts = urlsplit(self.path)
        path = unquote(parts.path).lstrip("/")
        if path == LEAK:
            self.server.leaked.append(unquote(parts.query))
        named = self.server.by_name.get(path)
        path += "index.html" if not path or path.endswith("/") else ""
        body = named or self.server.contents(path, self.headers)
        self.send_response(HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK)
        self.send_header("Content-Type", mimetypes.guess_type(path)[0] or "application/octet-stream")
        self.send_header("Content-Length", str(len(body or b"")))
        self.send_header("Cache-Control", "no-store")  # every use asks again
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body or b"")
