"""Greedy clients, in a process of their own: ``python -m tests.attacks.greedy KIND PORT NUMBER SOURCE``.

They keep NUMBER connections to 127.0.0.1 from the address SOURCE, open each again as soon as it ends, and
write one line once all have been there. KIND is one of ``KINDS``.
"""

from __future__ import annotations

import asyncio
import itertools
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from harness.collector_process import HOST
from harness.paths import ROOT

KINDS = ("idle", "slow heads", "slow bodies", "valid", "invalid", "many networks", "without a pause")
_PATH = b"/v1/surveys/hafen-2027/codes"
_BODY = b'{"code":"M"}'
_TOGETHER = 100  # connections that are being opened at the same moment
_DRIBBLE_SECONDS = 0.5
_MORE_AT_ONCE = 100  # requests in one breath


def request(body: bytes = _BODY, *lines: bytes, length: int | None = None) -> bytes:
    """Return the bytes of a contribution; ``lines`` are further lines of its head."""
    size = b"Content-Length: %d" % (len(body) if length is None else length)
    head = (b"POST " + _PATH + b" HTTP/1.1", b"Host: c", b"Content-Type: application/json", size, *lines)
    return b"\r\n".join((*head, b"", body))


class _Greedy(asyncio.Protocol):
    """One connection: sends its next request as soon as it is answered, or bytes without an end."""

    def __init__(self, kind: str, number: int, requests: Iterator[bytes]) -> None:
        self._kind = kind
        self._requests = requests
        self._rest = iter(request(b" " * 250, b"X-Number: %d" % number))
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if self._kind.startswith("slow"):
            begun = 60 if self._kind == "slow heads" else len(request(b" " * 250)) - 240
            transport.write(bytes(itertools.islice(self._rest, begun)))
            self._dribble()
        elif self._kind != "idle":
            self._send()

    def data_received(self, _data: bytes) -> None:
        if not self._kind.startswith("slow"):
            self._send()

    def connection_lost(self, _error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_result(None)

    def _send(self) -> None:
        if self._kind == "without a pause":
            self._transport.write(request() * _MORE_AT_ONCE)
        else:
            self._transport.write(next(self._requests))

    def _dribble(self) -> None:
        if not self._transport.is_closing():
            self._transport.write(bytes(itertools.islice(self._rest, 1)))
            asyncio.get_running_loop().call_later(_DRIBBLE_SECONDS, self._dribble)


def _requests(kind: str) -> Iterator[bytes]:
    if kind == "invalid":
        return itertools.repeat(request(b'{"code":'))
    if kind == "many networks":  # as a proxy reports them
        lines = (b"X-Forwarded-For: 2001:db8:1:%x::1" % number for number in range(2048))
        return itertools.cycle([request(_BODY, line) for line in lines])
    return itertools.repeat(request())


async def _crowd(kind: str, port: int, number: int, source: str) -> None:
    gate, requests, missing = asyncio.Semaphore(_TOGETHER), _requests(kind), set(range(number))
    loop = asyncio.get_running_loop()

    async def stay(one: int) -> None:
        while True:
            try:
                async with gate:
                    _, greedy = await loop.create_connection(
                        lambda: _Greedy(kind, one, requests), HOST, port, local_addr=(source, 0)
                    )
            except OSError:
                await asyncio.sleep(0.1)
                continue
            if one in missing:
                missing.discard(one)
                if not missing:
                    sys.stdout.write("there\n")
                    sys.stdout.flush()
            await greedy.ended

    await asyncio.gather(*(stay(one) for one in range(number)))


@contextmanager
def crowd(kind: str, port: int, number: int, source: str = "127.2.0.1") -> Iterator[None]:
    """Run greedy clients as long as the block lasts."""
    command = [sys.executable, "-m", "tests.attacks.greedy", kind, str(port), str(number), source]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline() == b"there\n"
            yield
        finally:
            process.send_signal(signal.SIGKILL)


def main() -> None:
    """Be greedy until killed."""
    kind, port, number, source = sys.argv[1:]
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    asyncio.run(_crowd(kind, int(port), int(number), source))


if __name__ == "__main__":
    main()
