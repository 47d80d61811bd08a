"""A collector that counts nothing: it records what it is sent, byte for byte, and answers as a test says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from harness.servers import serving


@dataclass(slots=True)
class Recorded:
    """The port, the path and the body of each request so far, and the statuses of the next answers.

    A status of 0 hangs up without an answer; where there are no statuses left, the answer is 204.
    """

    port: int = 0
    paths: list[str] = field(default_factory=list)
    bodies: list[bytes] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


@contextmanager
def recording() -> Iterator[Recorded]:
    """Run such a collector until the block ends."""
    recorded = Recorded()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            recorded.paths.append(self.path)
            recorded.bodies.append(self.rfile.read(int(self.headers["Content-Length"])))
            if status := recorded.statuses.pop(0) if recorded.statuses else 204:
                self.send_response_only(status)
                self.end_headers()
            else:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Print nothing: ``Recorded`` has all requests."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server, serving(server) as recorded.port:
        yield recorded
