"""Ask a web server for the files of a site, as a visitor's browser and as a plain program would."""

from __future__ import annotations

import http.client
import io
import socket
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Any
from urllib.parse import urljoin

from questionnaire.faults import FaultError
from questionnaire.system_reasons import network_reason

LARGEST = 64 * 1024 * 1024  # bytes of a file; the largest of a site has 0.3 MB
SILENCE = 20.0  # seconds without a byte
PATIENCE = 120.0  # seconds for a whole answer; a server may send a byte now and then for ever
_PIECE = 64 * 1024

_ANY = {"Accept": "*/*", "Accept-Encoding": "identity"}
_BROWSER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Encoding": "gzip",
}
# Who asks, in this order: a program, a browser, another browser.
VISITORS: tuple[Mapping[str, str], ...] = (
    {**_ANY, "User-Agent": "lastbild"},
    {**_BROWSER, "Accept-Language": "de-DE,de;q=0.8,en;q=0.5", "Sec-Fetch-Mode": "navigate"},
    {**_BROWSER, "Accept-Language": "en-US,en;q=0.5", "Cache-Control": "no-cache"},
)


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer: its status, its headers, and its body as a browser would use it."""

    status: int
    headers: Message
    body: bytes

    def leads_to(self, address: str) -> str:
        """Return where this redirection of ``address`` leads; as the server wrote it if it is no address."""
        location: str = self.headers.get("Location", "")
        try:
            return urljoin(address, location)
        except ValueError:
            return location


def ask(
    address: str, visitor: Mapping[str, str], *, method: str = "GET", sent: bytes | None = None
) -> Answer:
    """Return the answer to one request for ``address``; no redirection is followed.

    Raises ``FaultError`` if no whole answer comes in time, and if it is too large.
    """
    try:
        request = urllib.request.Request(address, sent, dict(visitor), method=method)  # noqa: S310 (see verify.py)
        with _OPENER.open(request, timeout=SILENCE) as response:
            body = _read(response)
            status, headers = response.status, response.headers
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise FaultError("verify.no_answer", reason=network_reason(error)) from error
    return Answer(status, headers, _unpacked(body, headers))


class _NoDetours(urllib.request.HTTPErrorProcessor):
    """Hands out every answer as it is: a redirection, a refusal."""

    def http_response(
        self, request: urllib.request.Request, response: http.client.HTTPResponse
    ) -> http.client.HTTPResponse:
        """Return ``response``, whatever its status."""
        del request
        return response

    https_response = http_response


class _InTime(io.RawIOBase):
    """What a server sends, from its first line on, until ``PATIENCE`` is over."""

    def __init__(self, received: io.RawIOBase) -> None:
        self._received, self._ends = received, time.monotonic() + PATIENCE

    def readable(self) -> bool:
        """Return ``True``."""
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 (as the base class's)
        """Read what has come; raises ``FaultError`` when it is too late."""
        if time.monotonic() > self._ends:
            raise FaultError("verify.not_complete", seconds=f"{PATIENCE:.0f}")
        return self._received.readinto(buffer)

    def close(self) -> None:
        """Let the connection go."""
        self._received.close()
        super().close()


class _Response(http.client.HTTPResponse):
    def __init__(self, sock: socket.socket, *args: Any, **options: Any) -> None:  # noqa: ANN401 (the base's)
        super().__init__(sock, *args, **options)
        self.fp = io.BufferedReader(_InTime(self.fp.detach()))


class _Plain(http.client.HTTPConnection):
    response_class = _Response


class _Secured(http.client.HTTPSConnection):
    response_class = _Response


class _OverHttp(urllib.request.HTTPHandler):
    def http_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Plain, request)


class _OverHttps(urllib.request.HTTPSHandler):
    def https_open(self, request: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Secured, request)


_OPENER = urllib.request.build_opener(_NoDetours, _OverHttp, _OverHttps)


def _read(response: IO[bytes]) -> bytes:
    body = bytearray()
    while piece := response.read(_PIECE):
        body += piece
        if len(body) > LARGEST:
            raise FaultError("verify.too_large", most=LARGEST)
    return bytes(body)


def _unpacked(body: bytes, headers: Message) -> bytes:
    if headers.get("Content-Encoding", "identity").lower() != "gzip":
        return body
    unpacking = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        unpacked = unpacking.decompress(body, LARGEST + 1)
    except zlib.error as error:
        raise FaultError("verify.no_answer", reason=network_reason(error)) from error
    if len(unpacked) > LARGEST:
        raise FaultError("verify.too_large", most=LARGEST)
    return unpacked
