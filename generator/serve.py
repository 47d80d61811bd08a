"""Preview a built site on this machine, with the headers that the real server should send."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterable
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import watchfiles

from generator.headers import HEADERS, TYPES


class _Handler(SimpleHTTPRequestHandler):
    # The same types everywhere, whatever this machine's registry or mime.types says.
    extensions_map = {  # noqa: RUF012 (the base class's own attribute)
        **SimpleHTTPRequestHandler.extensions_map,
        **{f".{ending}": kind for ending, kind in TYPES.items()},
    }

    def end_headers(self) -> None:
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Log nothing: a request line with an address is personal data."""


def server(folder: Path, port: int) -> ThreadingHTTPServer:
    """Return a server of ``folder`` on 127.0.0.1, not yet serving; ``port`` 0 takes a free one.

    Raises ``OSError`` if the port is taken.
    """
    return ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Handler, directory=str(folder)))


def preview(
    httpd: ThreadingHTTPServer, folder: Path, *, watched: Iterable[Path], rebuild: Callable[[], None]
) -> None:
    """Serve until interrupted, and call ``rebuild`` whenever something ``watched`` changes.

    Changes in ``folder``, which the build itself writes, are not watched.
    """
    with httpd:
        threading.Thread(target=httpd.serve_forever, daemon=True).start()
        try:
            for _ in watchfiles.watch(*watched, watch_filter=_Sources(folder), raise_interrupt=False):
                rebuild()
        finally:
            httpd.shutdown()


class _Sources(watchfiles.DefaultFilter):
    """Everything but what the build itself writes."""

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
