"""Ask a web server for the files of a site, as a visitor's browser and as a plain program would."""

from __future__ import annotations

import http.client
import time
import urllib.error
import urllib.request
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO

from questionnaire.faults import FaultError
from questionnaire.system_reasons import network_reason

LARGEST = 64 * 1024 * 1024  # bytes of a file; the largest of a site has 0.3 MB
SILENCE = 20.0  # seconds without a byte
PATIENCE = 120.0  # seconds for a whole file
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


_OPENER = urllib.request.build_opener(_NoDetours)


def _read(response: IO[bytes]) -> bytes:
    body, deadline = bytearray(), time.monotonic() + PATIENCE
    while piece := response.read(_PIECE):
        body += piece
        if len(body) > LARGEST:
            raise FaultError("verify.too_large", most=LARGEST)
        if time.monotonic() > deadline:
            raise FaultError("verify.not_complete", seconds=f"{PATIENCE:.0f}")
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
