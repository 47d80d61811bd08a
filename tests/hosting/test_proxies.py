"""The reverse proxies with the configuration in docs/operations.md, in front of a recipient of ours."""

from __future__ import annotations

import re
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from harness.hosting import Setup, apache, caddy, nginx, running
from harness.servers import free_port, serving

OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"
BODY = b'{"code":"A-ST"}'
PROXIES: dict[str, Callable[[Setup, str], list[str]]] = {
    "nginx": nginx,
    "apache": lambda setup, inside: apache(setup, inside, "proxy", "proxy_http"),
    "caddy": caddy,
}


class _Recipient(BaseHTTPRequestHandler):
    """Notes every contribution; hangs up on "lost" without an answer, like a killed collector."""

    protocol_version = "HTTP/1.1"
    received: list[tuple[str, bytes, list[str]]]

    def do_POST(self) -> None:
        """Note path, body and every X-Forwarded-For header."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append((self.path, body, self.headers.get_all("X-Forwarded-For") or []))
        if self.path.endswith("lost"):
            self.close_connection = True
            return
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


@dataclass(frozen=True, slots=True)
class Proxy:
    """A running proxy: its address and folder, and the contributions that arrived behind it."""

    address: str
    folder: Path
    received: list[tuple[str, bytes, list[str]]] = field(default_factory=list)

    def post(self, path: str, body: bytes = BODY) -> int:
        """Contribute as a browser does, claiming to be somebody else, and return the status."""
        headers = {"Content-Type": "application/json", "X-Forwarded-For": "203.0.113.9"}
        request = urllib.request.Request(self.address + path, body, headers)  # noqa: S310 (http, on this machine)
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (the same)
                return int(answer.status)
        except urllib.error.HTTPError as error:
            error.close()
            return error.code


def snippet(language: str) -> str:
    """Return the one block of the guide in this language."""
    (found,) = re.findall(
        rf"^```{language}\n(.*?)^```$", OPERATIONS.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    return str(found)


@pytest.fixture(scope="module", params=list(PROXIES))
def proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    """Each proxy in turn, in front of a recipient on a free port in place of the collector's."""
    with tempfile.TemporaryDirectory(prefix="lb-proxy-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)  # nginx's worker keeps its temporary files there as another user
        setup = Setup(folder, folder, free_port())
        running_proxy = Proxy(f"http://127.0.0.1:{setup.port}/", folder)
        handler = type("Recipient", (_Recipient,), {"received": running_proxy.received})
        with ThreadingHTTPServer(("127.0.0.1", 0), handler) as recipient, serving(recipient) as port:
            inside = snippet(request.param).replace("127.0.0.1:8080", f"127.0.0.1:{port}")
            with running(PROXIES[request.param](setup, inside), folder, setup.port):
                yield running_proxy


def test_a_contribution_passes_as_it_is(proxy: Proxy) -> None:
    """Path and body arrive unchanged; the last address is the client's, whatever the client claims."""
    proxy.received.clear()
    assert proxy.post("v1/surveys/hafen-2027/codes") == 204
    ((path, body, forwarded),) = proxy.received
    assert (path, body) == ("/v1/surveys/hafen-2027/codes", BODY)
    assert forwarded[-1].rpartition(",")[2].strip() == "127.0.0.1"


def test_a_lost_answer_is_not_asked_for_again(proxy: Proxy) -> None:
    """A proxy that repeats a request after a lost answer would count a person twice."""
    assert proxy.post("v1/surveys/hafen-2027/codes") == 204  # a connection that might be used again
    proxy.received.clear()
    assert proxy.post("v1/surveys/hafen-2027/lost") in (500, 502, 503)
    assert [path for path, _, _ in proxy.received] == ["/v1/surveys/hafen-2027/lost"]


def test_no_contribution_is_logged(proxy: Proxy) -> None:
    """No access log says who contributed, or when."""
    assert proxy.post("v1/surveys/hafen-2027/codes") == 204
    assert not (proxy.folder / "access").exists() or (proxy.folder / "access").read_bytes() == b""
    written = [
        (proxy.folder / name).read_text("utf-8") for name in ("log", "said") if (proxy.folder / name).exists()
    ]
    assert not any("hafen-2027/codes" in text for text in written)
