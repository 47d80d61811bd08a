"""The wire: a proxy that passes a browser's requests on, and records them byte for byte.

It sees every request that leaves a browser, from a page, a worker or the browser itself, without the
browser's help and alike for every engine. It passes nothing on to other machines.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from harness.servers import serving

# A name for this machine that browsers trust less than 127.0.0.1: a host of an intranet, without HTTPS.
INTRANET = "intranet.example"

_HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "server", "date"}


@dataclass(frozen=True, slots=True)
class Passed:
    """One request: ``url`` as the browser wrote it, ``body`` byte for byte, ``status`` as answered."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
    status: int


@dataclass(frozen=True, slots=True)
class Relay:
    """A proxy that runs at ``host`` (host:port), and the requests that have passed so far."""

    host: str
    passed: list[Passed] = field(default_factory=list)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.relay = Relay(f"127.0.0.1:{self.server_port}")

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 (as it is declared)
        """Report nothing: a browser may hang up."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _pass_on(self) -> None:
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        status, answered, content = self._ask(headers, body)
        self.server.relay.passed.append(Passed(self.command, self.path, headers, body, status))
        self.send_response_only(status)
        for name, value in answered:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def __getattr__(self, name: str) -> Callable[[], None]:
        """Return the handler for any method of HTTP: the library looks for ``do_GET`` and the like."""
        if name.startswith("do_"):
            return self._pass_on
        raise AttributeError(name)

    def _ask(self, headers: dict[str, str], body: bytes) -> tuple[int, list[tuple[str, str]], bytes]:
        address = urlsplit(self.path)
        if self.command == "CONNECT" or address.hostname not in {"127.0.0.1", INTRANET}:
            return 403, [], b"not this machine"
        upstream = http.client.HTTPConnection("127.0.0.1", address.port, timeout=30)
        target = address._replace(scheme="", netloc="").geturl()
        forwarded = {name: value for name, value in headers.items() if name not in _HOP_BY_HOP}
        try:
            upstream.request(self.command, target, body or None, forwarded)
            answer = upstream.getresponse()
            passed = [pair for pair in answer.getheaders() if pair[0].lower() not in _HOP_BY_HOP]
            return answer.status, passed, answer.read()
        except OSError:
            return 502, [], b""
        finally:
            upstream.close()

    def log_message(self, *_: object) -> None:
        """Print nothing: ``Relay.passed`` has all requests."""


@contextmanager
def relay() -> Iterator[Relay]:
    """Run a proxy until the block ends."""
    with _Server() as server, serving(server):
        yield server.relay
