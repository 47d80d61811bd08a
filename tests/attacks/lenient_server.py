"""A lenient HTTP server, as a careless one reads requests: it counts whatever looks like a contribution.

A chunked body ends where the connection does, the first of two lengths counts, and what follows a request is
the next one. Each is a way in which a server and the proxy before it come to read different requests.
"""

from __future__ import annotations

import json
import socketserver
from collections.abc import Iterator
from contextlib import contextmanager

from harness.collector_process import HOST
from harness.servers import serving


class Lenient(socketserver.ThreadingTCPServer):
    """``counted`` holds the codes that it took."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__((HOST, 0), _Handler)
        self.counted: list[str] = []


class _Handler(socketserver.StreamRequestHandler):
    server: Lenient

    def handle(self) -> None:
        while lines := list(self._head()):
            lengths = [int(line.partition(b":")[2]) for line in lines if line.startswith(b"content-length")]
            chunked = any(b"chunked" in line for line in lines)
            body = b"".join(self._pieces()) if chunked else self.rfile.read(lengths[0])
            self.server.counted.append(json.loads(body)["code"])
            self.wfile.write(b"HTTP/1.1 204 No Content\r\n\r\n")

    def _head(self) -> Iterator[bytes]:
        while (line := self.rfile.readline()).strip():
            yield line.lower()

    def _pieces(self) -> Iterator[bytes]:
        while size := int(self.rfile.readline() or b"0", 16):
            yield self.rfile.read(size)
            self.rfile.readline()


@contextmanager
def lenient() -> Iterator[Lenient]:
    """Serve until the block ends."""
    with Lenient() as server, serving(server):
        yield server
