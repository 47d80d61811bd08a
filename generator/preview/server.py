"""Serve a built site on this machine, with the headers that the real server should send."""

from __future__ import annotations

import contextlib
import functools
import io
import sys
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import unquote, urlsplit

import watchfiles

from generator.preview import site_changes, studio_door
from generator.preview.site_changes import SiteChanges
from generator.preview.studio_door import Refusal, StudioDoor
from generator.preview.windows import Windows
from generator.rendering.headers import HEADERS, TYPES
from generator.studio.workspace import UNFINISHED

# Pages from memory may stand in frames of each other; no frame may show the site's own pages.
_FRAMED = "frame-ancestors 'self'"
# In the names of a survey's database, of its journal, and of heaps that are being typed in.
_DATABASE = ".sqlite"


@dataclass(slots=True)
class InMemoryFiles:
    """Files that the preview serves from memory, ahead of those in the folder: path -> contents.

    Replace ``files`` as a whole, so that no visitor meets half of a new build.
    """

    files: Mapping[str, bytes] = field(default_factory=dict)


_NOTHING_HERE = Refusal(HTTPStatus.NOT_FOUND, b"There is nothing here.\n")


class _Handler(SimpleHTTPRequestHandler):
    # Types of our own, so that they do not depend on this machine's registry or mime.types.
    extensions_map = {  # noqa: RUF012 (the base class's own attribute)
        **SimpleHTTPRequestHandler.extensions_map,
        **{f".{ending}": kind for ending, kind in TYPES.items()},
    }

    timeout = 60  # seconds without a byte; nobody holds a thread for longer

    def __init__(
        self,
        *args: Any,  # noqa: ANN401 (the base class's)
        in_memory: InMemoryFiles,
        door: StudioDoor | None,
        changes: SiteChanges | None,
        directory: str,
    ) -> None:
        self._in_memory, self._door, self._changes, self._framed = in_memory, door, changes, False
        super().__init__(*args, directory=directory)

    def do_GET(self) -> None:
        """Tell a window of changes for as long as it listens, or answer with a file."""
        windows = self._windows(urlsplit(self.path).path)
        if not windows:
            super().do_GET()
        elif refusal := studio_door.objection_to_listening(self.headers, self._port()):
            self._refuse(refusal)
        else:
            self._answer(200, "text/event-stream", None)
            with contextlib.suppress(OSError):  # the window is closed
                for event in windows.events():
                    self.wfile.write(event)

    def _windows(self, path: str) -> Windows | None:
        """Return whom the address ``path`` tells of changes; ``None`` if it is another address."""
        if path == studio_door.CHANGES:
            return self._door.windows if self._door else None
        return self._changes.windows if self._changes and path == site_changes.CHANGES else None

    def do_POST(self) -> None:
        """Answer a question of the studio."""
        if not self._door or self.path != studio_door.ASK:
            self._refuse(_NOTHING_HERE)
        elif refusal := studio_door.objection(self.headers, self._port()):
            self._refuse(refusal)
        else:
            length = int(self.headers["Content-Length"])
            body = self.rfile.read(length)
            if len(body) == length:  # else the page is gone
                told = self._door.answer(body)
                self._answer(200, "application/json", told)

    def _refuse(self, refusal: Refusal) -> None:
        self._answer(refusal.status, "text/plain; charset=utf-8", refusal.body)

    def _answer(self, status: int, kind: str, body: bytes | None) -> None:
        """Answer with ``body``; without one, leave the answer open."""
        self._framed = False
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        if body is not None:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if body is not None:
            self.wfile.write(body)

    def _port(self) -> int:
        return int(self.connection.getsockname()[1])

    def send_head(self) -> BinaryIO | None:
        """Answer with the file in memory at this path, or else with the one in the folder."""
        self._framed = False  # a connection may serve more than one request
        path = unquote(urlsplit(self.path).path).removeprefix("/")
        if "\0" in path:  # no file has such a name, and Python refuses to look for one
            self.send_error(HTTPStatus.NOT_FOUND)
            return None
        files = self._in_memory.files
        if f"{path}/index.html" in files:
            self._moved(f"/{path}/")
            return None
        name = f"{path}index.html" if path.endswith("/") else path
        if name in files:
            self._framed = True
            return self._contents(name, files[name])
        page = self._changing_page()
        return super().send_head() if page is None else self._contents("index.html", page)

    def _changing_page(self) -> bytes | None:
        """Return the page of the site at this path, which listens to changes; ``None`` if no page is there.

        While nothing has been built, the page with the faults stands everywhere. It holds lines of site.toml:
        nobody sees it by a name that was rebound to this machine.
        """
        path = self.translate_path(self.path)
        file = Path(path) / "index.html" if path.endswith("/") else Path(path)
        elsewhere = studio_door.objection_to_listening(self.headers, self._port())
        if not self._changes or elsewhere or file.suffix != ".html":
            return None
        try:
            return self._changes.page(file.read_bytes())
        except OSError:
            return self._changes.page_without_a_site()

    def _contents(self, name: str, contents: bytes) -> BinaryIO:
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


class _Server(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (the base class's)
        """Say nothing of a page that is gone before it was there: it loads itself again at each change."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


def preview_server(
    folder: Path,
    port: int,
    in_memory: InMemoryFiles | None = None,
    door: StudioDoor | None = None,
    changes: SiteChanges | None = None,
) -> ThreadingHTTPServer:
    """Return a server of ``folder`` on 127.0.0.1 that is not running yet; ``port`` 0 takes a free one.

    A file that ``in_memory`` holds at the time of a request hides the folder's. ``door`` answers the studio's
    questions. With ``changes``, pages of the folder load themselves again, and show what is wrong with the
    next ones. Raises ``OSError`` if the port is taken.
    """
    memory = in_memory or InMemoryFiles()
    handler = functools.partial(_Handler, in_memory=memory, door=door, changes=changes, directory=str(folder))
    return _Server(("127.0.0.1", port), handler)


def serve_and_rebuild(
    httpd: ThreadingHTTPServer, folder: Path, *, watched: Iterable[Path], rebuild: Callable[[], None]
) -> None:
    """Serve until interrupted, and call ``rebuild`` whenever something ``watched`` changes.

    The build itself writes ``folder``, so changes in it do not count.
    """
    with httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        try:
            # It may come in the middle of a build; watchfiles would print the name of the exception.
            with contextlib.suppress(KeyboardInterrupt):
                for _ in watchfiles.watch(*watched, watch_filter=_Sources(folder), raise_interrupt=True):
                    rebuild()
        finally:
            httpd.shutdown()


class _Sources(watchfiles.DefaultFilter):
    """Passes every change except those of the build, of the studio before it is done, and of a database."""

    def __init__(self, output: Path) -> None:
        super().__init__()
        self._output = output.resolve()

    def __call__(self, change: watchfiles.Change, path: str) -> bool:
        try:
            first = Path(path).resolve().relative_to(self._output.parent).parts[0]
        except (ValueError, IndexError):
            first = ""
        ours = first == self._output.name or first.startswith(f".{self._output.name}-")
        name = Path(path).name
        unfinished, counting = name.startswith(UNFINISHED), _DATABASE in name
        return super().__call__(change, path) and not (ours or unfinished or counting)
