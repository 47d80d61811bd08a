"""Serve a built site on this machine, with the headers that the real server should send."""

from __future__ import annotations

import contextlib
import functools
import io
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import watchfiles

from generator.rendering.headers import HEADERS, TYPES

# Pages from memory may stand in frames of each other; no frame may show the site's own pages.
_FRAMED = "frame-ancestors 'self'"


@dataclass(slots=True)
class InMemoryFiles:
    """Files that the preview serves from memory, ahead of those in the folder: path -> contents.

    Replace ``files`` as a whole, so that no visitor meets half of a new build.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)


class _Handler(SimpleHTTPRequestHandler):
    # Types of our own, so that they do not depend on this machine's registry or mime.types.
    extensions_map = {  # noqa: RUF012 (the base class's own attribute)
        **SimpleHTTPRequestHandler.extensions_map,
        **{f".{ending}": kind for ending, kind in TYPES.items()},
    }

    def __init__(self, *args: Any, in_memory: InMemoryFiles, directory: str) -> None:  # noqa: ANN401 (the base class's)
        self._in_memory, self._framed = in_memory, False
        super().__init__(*args, directory=directory)

    def send_head(self) -> BinaryIO | None:
        """Answer with the file in memory at this path, or else with the one in the folder."""
        self._framed = False  # a connection may serve more than one request
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        files = self._in_memory.files
        if f"{path}/index.html" in files:
            self._moved(f"/{path}/")
            return None
        name = f"{path}index.html" if path.endswith("/") else path
        return self._from_memory(name, files[name]) if name in files else super().send_head()

    def _from_memory(self, name: str, contents: bytes) -> BinaryIO:
        self._framed = True
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(name))
        self.send_header("Content-Length", str(len(contents)))
        self.end_headers()
        return io.BytesIO(contents)

    def _moved(self, address: str) -> None:
        self.send_response(301)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def end_headers(self) -> None:
        framed = {"Content-Security-Policy": _FRAMED} if self._framed else {}
        for name, value in {**HEADERS, **framed}.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Log nothing: a request line with an address is personal data."""


def preview_server(folder: Path, port: int, in_memory: InMemoryFiles | None = None) -> ThreadingHTTPServer:
    """Return a server of ``folder`` on 127.0.0.1 that is not running yet; ``port`` 0 takes a free one.

    A file that ``in_memory`` holds at the time of a request hides the folder's. Raises ``OSError`` if the
    port is taken.
    """
    handler = functools.partial(_Handler, in_memory=in_memory or InMemoryFiles(), directory=str(folder))
    return ThreadingHTTPServer(("127.0.0.1", port), handler)


def serve_and_rebuild(
    httpd: ThreadingHTTPServer, folder: Path, *, watched: Iterable[Path], rebuild: Callable[[], None]
) -> None:
    """Serve until interrupted, and call ``rebuild`` whenever something ``watched`` changes.

    The build itself writes ``folder``, so changes in it do not count.
    """
    with httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        try:
            with contextlib.suppress(KeyboardInterrupt):  # it may come in the middle of a build
                for _ in watchfiles.watch(*watched, watch_filter=_Sources(folder), raise_interrupt=False):
                    rebuild()
        finally:
            httpd.shutdown()


class _Sources(watchfiles.DefaultFilter):
    """Passes every change except the build's own."""

    def __init__(self, output: Path) -> None:
        super().__init__()
        self._output = output.resolve()

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        try:
            first = Path(path).resolve().relative_to(self._output.parent).parts[0]
        except (ValueError, IndexError):
            first = ""
        ours = first == self._output.name or first.startswith(f".{self._output.name}-")
        return super().__call__(change, path) and not ours
