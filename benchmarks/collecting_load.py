"""A load on 127.0.0.1, with as little work for each request as asyncio allows, to measure the server."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.collecting_server import SURVEY
from harness.collector_client import person
from harness.collector_process import HOST

_BODY = b'{"code":"A-ST"}'
_ACCEPTED = b"HTTP/1.1 204"
_SECONDS = 30.0


def request(survey: str = SURVEY, kind: str = "codes", body: bytes = _BODY) -> bytes:
    """Return the bytes of a contribution to ``survey``: of a code, or of a sealed ballot (``"ballots"``)."""
    head = (
        f"POST /v1/surveys/{survey}/{kind} HTTP/1.1\r\nHost: umfrage.intern.example\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def requests(surveys: Sequence[str] = (SURVEY,)) -> Iterator[bytes]:
    """Return contributions of a code to all ``surveys`` in turn, without an end."""
    return itertools.cycle([request(survey) for survey in surveys])


@dataclass
class Answers:
    """The server's answers: the contributions taken and not taken, and the seconds of each answer."""

    taken: int = 0
    other: int = 0
    seconds: list[float] = field(default_factory=list)

    def percentile(self, percent: int) -> float:
        """Return the time, in milliseconds, within which ``percent`` per cent were answered."""
        ordered = sorted(self.seconds)
        return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


class _Keen(asyncio.Protocol):
    """A client that sends its next contribution as soon as the last one is answered."""

    def __init__(self, answers: Answers, requests: Iterator[bytes]) -> None:
        self._answers = answers
        self._requests = requests
        self._transport: asyncio.Transport | None = None
        self._going_on = True
        self._began = 0.0
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 (for the types)
        self._transport = transport
        self._send()

    def data_received(self, data: bytes) -> None:
        self._answers.seconds.append(time.perf_counter() - self._began)
        if data.startswith(_ACCEPTED):
            self._answers.taken += 1
        else:
            self._answers.other += 1
        if self._going_on and self._transport:
            self._send()
        elif self._transport:
            self._transport.close()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def stop(self) -> None:
        """Send no further contribution."""
        self._going_on = False

    def _send(self) -> None:
        if self._transport:
            self._began = time.perf_counter()
            self._transport.write(next(self._requests))


async def as_fast_as_possible(
    ports: Sequence[int], clients: int, seconds: float, requests: Iterator[bytes]
) -> tuple[Answers, float]:
    """Let ``clients`` connections, spread over ``ports``, send ``requests`` without a pause.

    Returns the answers and the rate of accepted contributions a second.
    """
    answers, loop = Answers(), asyncio.get_running_loop()
    connections = [
        await loop.create_connection(lambda: _Keen(answers, requests), HOST, ports[number % len(ports)])
        for number in range(clients)
    ]
    began, before = time.perf_counter(), answers.taken
    await asyncio.sleep(seconds)
    rate = (answers.taken - before) / (time.perf_counter() - began)
    for _, client in connections:
        client.stop()
    await asyncio.wait_for(asyncio.gather(*(client.ended for _, client in connections)), _SECONDS)
    return answers, rate


async def steadily(
    ports: Sequence[int], per_second: float, seconds: float, requests: Iterator[bytes]
) -> Answers:
    """Let ``per_second`` people a second contribute once each, each with a connection of their own."""
    answers = Answers()
    async with asyncio.TaskGroup() as people:
        for number in range(round(per_second * seconds)):
            people.create_task(_once(ports[number % len(ports)], number, answers, next(requests)))
            await asyncio.sleep(1 / per_second)
    return answers


async def everybody(ports: Sequence[int], people: int, at_once: int) -> Answers:
    """Let ``people`` contribute once each, ``at_once`` at a time, with a connection and an address each."""
    answers, waiting = Answers(), iter(range(people))

    async def queue() -> None:
        for number in waiting:
            await _once(ports[number % len(ports)], number, answers, request())

    await asyncio.gather(*(queue() for _ in range(at_once)))
    return answers


async def _once(port: int, number: int, answers: Answers, sent: bytes) -> None:
    began, head = time.perf_counter(), b""
    with contextlib.suppress(OSError, EOFError, TimeoutError):
        async with asyncio.timeout(_SECONDS):
            reader, writer = await asyncio.open_connection(HOST, port, local_addr=(person(number), 0))
            writer.write(sent)
            head = await reader.readuntil(b"\r\n\r\n")
            writer.transport.abort()
    answers.seconds.append(time.perf_counter() - began)
    if head.startswith(_ACCEPTED):
        answers.taken += 1
    else:
        answers.other += 1
