"""Slow clients: each holds a connection as long as it may, and comes back when it is shut out."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections import Counter
from dataclasses import dataclass, field

from harness import collector_client as http
from harness.collector_process import HOST

_DRIBBLE_SECONDS = 1.0  # between two bytes
_ANNOUNCED = 200  # bytes of body, which would take minutes
_TOGETHER = 100  # connections made at the same moment


@dataclass
class Crowd:
    """What became of slow clients. ``held`` is how many connections are open now."""

    held: int = 0
    shut_out: Counter[str] = field(default_factory=Counter)  # by kind: closed by the server
    refused: Counter[str] = field(default_factory=Counter)  # by kind: no connection
    longest: float = 0.0  # seconds that the server let one of them stay
    told: Counter[bytes] = field(default_factory=Counter)  # the first bytes of what they were answered


async def crowd(port: int, number: int, held: Crowd) -> None:
    """Keep ``number`` slow connections open, half of each kind, until cancelled."""
    gate = asyncio.Semaphore(_TOGETHER)
    kinds = ("header", "body")
    await asyncio.gather(*(_slow(port, one, kinds[one % 2], held, gate) for one in range(number)))


async def _slow(port: int, number: int, kind: str, crowd: Crowd, gate: asyncio.Semaphore) -> None:
    while True:
        try:
            async with gate:
                streams = await asyncio.open_connection(HOST, port, local_addr=(_address(number), 0))
        except OSError:
            crowd.refused[kind] += 1
            await asyncio.sleep(1)
            continue
        began = time.monotonic()
        crowd.held += 1
        try:
            crowd.told[await _dribble(*streams, kind)] += 1
            crowd.shut_out[kind] += 1
            crowd.longest = max(crowd.longest, time.monotonic() - began)
        finally:
            crowd.held -= 1
            streams[1].transport.abort()


async def _dribble(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, kind: str) -> bytes:
    """Send a byte now and then until the server closes; return the beginning of what it said."""
    whole = http.head(_ANNOUNCED)
    writer.write(whole if kind == "body" else whole[:60])
    rest = b" " * _ANNOUNCED if kind == "body" else whole[60:]
    said = b""
    closed = asyncio.create_task(reader.read())
    try:
        for byte in rest:
            done, _ = await asyncio.wait([closed], timeout=_DRIBBLE_SECONDS)
            if done:
                break
            with contextlib.suppress(OSError):
                writer.write(bytes([byte]))
        with contextlib.suppress(OSError):
            said = await closed
    finally:
        closed.cancel()
    return said[:12]


def _address(number: int) -> str:
    return f"127.2.{number // 250}.{number % 250 + 1}"
