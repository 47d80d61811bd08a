"""Bytes on the connections of a real server: whole requests, requests that break off, and spoilt ones."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Literal

from harness.contributions import counted, drawn
from tests.collector.fuzz.grammar import Grammar
from tests.collector.fuzz.model import Request

AT_ONCE = 32
SURVEY = "hafen-2027"
# The server's own deadlines, which are set to less; whoever gets no answer until then is stuck.
_SECONDS = 30.0
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
Kind = Literal["whole", "broken off", "spoilt"]


@dataclass
class Seen:
    """How many requests of each kind were sent, how many were accepted, and what must not be."""

    sent: Counter[Kind] = field(default_factory=Counter)
    accepted: int = 0
    strange: list[str] = field(default_factory=list)

    def note(self, kind: Kind, sent: bytes, received: bytes) -> None:
        """Note what came back: whole requests are accepted, broken off ones never, and none is our error."""
        statuses = [int(status) for status in _STATUS.findall(received)]
        self.sent[kind] += 1
        accepted = statuses.count(204)
        self.accepted += accepted
        right = {"whole": statuses == [204], "broken off": not accepted, "spoilt": True}[kind]
        if not right or any(status >= 500 for status in statuses):
            self.strange.append(f"{kind}: {statuses} to {sent!r}")

    def check(self, url: str) -> None:
        """Raise ``AssertionError`` unless the database at ``url`` holds what was accepted, and no more."""
        assert not self.strange, "\n".join(self.strange[:5])
        assert sum(counted(url, SURVEY).values()) == self.accepted


def fuzz(port: int, seed: int, number: int) -> Seen:
    """Send ``number`` requests to the server at ``port``, each over a connection of its own."""
    return asyncio.run(_fuzz(port, seed, number))


async def _fuzz(port: int, seed: int, number: int) -> Seen:
    seen, chance = Seen(), Random(seed)  # noqa: S311 (repeatable)
    requests = _requests(chance, number)

    async def connect_again_and_again(first: int) -> None:
        for host in count(first, AT_ONCE):
            if (request := next(requests, None)) is None:
                return
            kind, sent = request
            seen.note(kind, sent, await _talk(port, f"127.1.{host >> 8 & 255}.{host & 255}", kind, sent))

    await asyncio.gather(*(connect_again_and_again(first) for first in range(AT_ONCE)))
    return seen


async def _talk(port: int, host: str, kind: Kind, sent: bytes) -> bytes:
    """Send ``sent`` from ``host`` and return everything until the server ends the connection."""
    async with asyncio.timeout(_SECONDS):
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(host, 0))
            writer.write(sent)
            if kind == "broken off":
                writer.write_eof()
            received = await reader.read()
            writer.close()
            await writer.wait_closed()
        except ConnectionError:  # the server may close before it has read everything
            return b""
    return received


def _requests(chance: Random, number: int) -> Iterator[tuple[Kind, bytes]]:
    """Yield requests, a third of each kind."""
    grammar = Grammar(chance, {SURVEY: "levers"}, drawn(10))
    for place in range(number):
        if place % 3 == 2:
            yield "spoilt", grammar.mutated(_as_bytes(grammar.request(), chance))
        elif place % 3:
            yield "whole", _whole(grammar, chance, chunked=False)
        else:
            cut = _whole(grammar, chance, chunked=chance.random() < 0.5)
            yield "broken off", cut[: chance.randrange(len(cut))]


def _whole(grammar: Grammar, chance: Random, *, chunked: bool) -> bytes:
    body = b'{"code":"%b"}' % grammar.code("levers").encode()
    length = (b"transfer-encoding", b"chunked") if chunked else (b"content-length", b"%d" % len(body))
    headers = ((b"content-type", b"application/json"), length)
    return _as_bytes(Request("POST", f"/v1/surveys/{SURVEY}/codes", headers, (body,)), chance)


def _as_bytes(request: Request, chance: Random) -> bytes:
    """Return ``request`` as a client writes it; a chunked one if its headers say so."""
    path = request.path.encode("utf-8", "surrogatepass")
    head = b"%b %b HTTP/1.1\r\nHost: collector\r\nConnection: close\r\n" % (request.method.encode(), path)
    for name, value in request.headers:
        head += b"%b: %b\r\n" % (name.title() if chance.random() < 0.5 else name, value)
    if (b"transfer-encoding", b"chunked") in request.headers:
        pieces = [b"%x\r\n%b\r\n" % (len(piece), piece) for piece in (*request.pieces, b"")]
        return head + b"\r\n" + b"".join(pieces)
    return head + b"\r\n" + b"".join(request.pieces)
