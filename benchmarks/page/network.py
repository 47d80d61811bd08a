"""A static server at the other end of a line: its delay, its rate, with or without compression.

DevTools can slow a network down, too, but not for what a worker fetches; here every request of every page and
worker, and of every browser, takes the same line. The line is shared by all connections, as a real one is.

``python -m benchmarks.page.network FOLDER PORT LINE COMPRESSION`` serves until it is terminated.
``GET /-/sent`` answers with what was sent since it was last asked, as JSON: path -> bytes.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import math
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit
from urllib.request import urlopen

from benchmarks.page.answers import Files
from harness.servers import free_port, wait_for

# Bytes that one connection sends before another has its turn; where there is no rate, as servers do it.
_PIECE, _LARGE_PIECE = 8 * 1024, 256 * 1024
SENT = "/-/sent"


@dataclass(frozen=True, slots=True)
class Line:
    """rate: bytes a second down the line; delay: seconds for the way of a request and of its answer."""

    name: str
    rate: float
    delay: float


LAN: Final = Line("LAN", float("inf"), 0.0)
MBIT_20: Final = Line("20 Mbit/s, 20 ms", 20e6 / 8, 0.020)
LIKE_3G: Final = Line("3G-like: 1.6 Mbit/s, 300 ms", 1.6e6 / 8, 0.300)
LINES: Final = {"lan": LAN, "mbit20": MBIT_20, "3g": LIKE_3G}


def condition(line: Line, *, compression: bool) -> str:
    """Return the condition's name for people: the line, and whether the server at its end compresses."""
    return f"{line.name}, {'gzip' if compression else 'no compression'}"


@dataclass(slots=True)
class _Pipe:
    """The line itself: pieces go down one after the other, each as long as its bytes take."""

    line: Line
    free_at: float = 0.0
    sent: Counter[str] = field(default_factory=Counter)

    async def send(self, writer: asyncio.StreamWriter, path: str, contents: bytes) -> None:
        size = _LARGE_PIECE if math.isinf(self.line.rate) else _PIECE
        for start in range(0, len(contents), size):
            piece = contents[start : start + size]
            now = time.monotonic()
            self.free_at = max(self.free_at, now) + len(piece) / self.line.rate
            if self.free_at > now:
                await asyncio.sleep(self.free_at - now)
            writer.write(piece)
            await writer.drain()
            self.sent[path] += len(piece)


@contextmanager
def serving(folder: Path, line: Line = LAN, *, compression: bool = False) -> Iterator[str]:
    """Serve ``folder`` in a process of its own and yield the address, which ends with a slash."""
    port = free_port()
    name = next(name for name, known in LINES.items() if known == line)
    arguments = [str(folder), str(port), name, "gzip" if compression else "plain"]
    with subprocess.Popen([sys.executable, "-m", "benchmarks.page.network", *arguments]) as server:
        try:
            wait_for(port)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.terminate()


def sent(address: str) -> dict[str, int]:
    """Return the bytes that the server sent since the last call, heads included: path -> bytes."""
    with urlopen(address.rstrip("/") + SENT) as answer:  # noqa: S310 (our own server)
        return dict(json.load(answer))


async def _serve(files: Files, port: int, pipe: _Pipe) -> None:
    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError):
            await _converse(reader, writer, files, pipe)
        writer.close()

    async with await asyncio.start_server(connected, "127.0.0.1", port) as server:
        await server.serve_forever()


async def _converse(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, files: Files, pipe: _Pipe
) -> None:
    """Answer one request after the other; the first also waits for the connection's handshake."""
    hand_shake = pipe.line.delay
    while True:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        path = unquote(urlsplit(head.split(" ")[1]).path)
        if path == SENT:
            writer.write(files.head(json.dumps(pipe.sent).encode()))
            pipe.sent.clear()
            continue
        await asyncio.sleep(pipe.line.delay + hand_shake)
        hand_shake = 0.0
        await pipe.send(writer, path, files.answer(path, head))


def main() -> None:
    """Serve until terminated."""
    folder, port, line, compression = sys.argv[1:]
    files = Files(Path(folder), compression=compression == "gzip")
    files.prepare()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_serve(files, int(port), _Pipe(LINES[line])))


if __name__ == "__main__":
    main()
