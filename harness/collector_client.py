"""A small HTTP/1.1 client with a source address of one's choice: each person in a test has their own.

Every address of 127.0.0.0/8 is this machine; the collector tells senders apart by it.
"""

from __future__ import annotations

import asyncio
import json

from harness.collector_process import HOST

PATH = "/v1/surveys/hafen-2027/codes"
BALLOTS = "/v1/surveys/hafen-2027/ballots"
AGENT = "Hafenkontor-Testbrowser/7.25"
_SECONDS = 30.0


class Client:
    """One connection, kept alive. Raises ``OSError`` or ``EOFError`` for every fault of the network."""

    def __init__(self, port: int, source: str = HOST) -> None:
        self._port = port
        self._source = source
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, content: object, path: str = PATH) -> int:
        """Send ``content`` as a contribution and return the answer's status; text is sent as it is."""
        body = content if isinstance(content, str) else json.dumps(content)
        async with asyncio.timeout(_SECONDS):
            reader, writer = await self._connected()
            writer.write(request(body.encode(), path))
            await writer.drain()
            head = await reader.readuntil(b"\r\n\r\n")
            await reader.readexactly(_length(head))
        return int(head[9:12])

    def close(self) -> None:
        """Drop the connection at once."""
        if self._streams:
            self._streams[1].transport.abort()
        self._streams = None

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port, local_addr=(self._source, 0))
        return self._streams


def request(body: bytes, path: str = PATH) -> bytes:
    """Return the bytes of a contribution."""
    return head(len(body), path) + body


def head(length: int, path: str = PATH) -> bytes:
    """Return a contribution's bytes before its body of ``length`` bytes."""
    lines = (
        f"POST {path} HTTP/1.1",
        "Host: umfrage.intern.example",
        f"User-Agent: {AGENT}",
        "Content-Type: application/json",
        f"Content-Length: {length}",
        "\r\n",
    )
    return "\r\n".join(lines).encode()


def person(number: int) -> str:
    """Return the address of person ``number``, of up to 60,000, on this machine."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            return int(line.partition(b":")[2])
    return 0
