"""A real collector in a process of its own, on a free port, and clients that behave well or badly."""

from __future__ import annotations

import asyncio
import dataclasses
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path

from collector import Survey
from harness.paths import ROOT
from harness.servers import free_port


@dataclasses.dataclass(frozen=True)
class Server:
    """A server that runs."""

    process: subprocess.Popen[bytes]
    port: int

    def workers(self) -> list[int]:
        """Return the process ids of its workers; one alone is the server itself."""
        pid = self.process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        return [int(child) for child in children if _runs_python(child)] or [pid]

    def post(self, body: bytes, survey: str = "hafen-2027") -> int:
        """Contribute once, over a connection of its own, and return the status."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as connection:
            path = f"/v1/surveys/{survey}/codes"
            connection.request("POST", path, body, {"Content-Type": "application/json"})
            return connection.getresponse().status

    def talk(self, *pieces: bytes) -> bytes:
        """Send ``pieces`` as they are and return everything until the server closes the connection."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=20) as connection:
            for piece in pieces:
                connection.sendall(piece)
            received = b""
            while chunk := connection.recv(65536):
                received += chunk
        return received

    async def status(self, body: bytes, survey: str = "hafen-2027") -> int:
        """Contribute once, at the same time as others; 0 if the connection breaks without an answer."""
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
            writer.write(head(len(body), survey) + b"Connection: close\r\n\r\n" + body)
            answer = await reader.read()
            writer.close()
            await writer.wait_closed()
        except OSError:
            return 0
        return int(answer.split()[1]) if answer else 0

    def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end and return its exit status."""
        self.process.send_signal(number)
        return self.process.wait(20)

    def kill(self) -> None:
        """End it and its workers without a word, as a power cut would."""
        for pid in {self.process.pid, *self.workers()}:
            os.kill(pid, signal.SIGKILL)
        self.process.wait(20)


def head(length: int | None, survey: str = "hafen-2027") -> bytes:
    """Return the head of a request without its last empty line."""
    size = b"" if length is None else b"Content-Length: %d\r\n" % length
    start = f"POST /v1/surveys/{survey}/codes HTTP/1.1\r\nHost: collector\r\n".encode()
    return start + b"Content-Type: application/json\r\n" + size


def until(holds: Callable[[], bool], what: str, seconds: float = 20) -> None:
    """Wait until ``holds`` is true; raises ``TimeoutError`` naming ``what``."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.01)


@contextmanager
def serving(folder: Path, url: str, *surveys: Survey, options: tuple[str, ...] = ()) -> Iterator[Server]:
    """Serve ``surveys`` from the database at ``url``; kills the processes that are left at the end."""
    tables = [dataclasses.asdict(survey) for survey in surveys]
    (folder / "surveys.json").write_text(json.dumps(tables, default=str), "utf-8")
    port = free_port()
    command = [sys.executable, "-m", "collector", "--database", url, "--port", str(port), *options]
    log = folder / "server.log"
    with (
        log.open("ab") as output,
        subprocess.Popen(
            [*command, "--survey-file", str(folder / "surveys.json")],
            cwd=ROOT,
            stdout=output,
            stderr=output,
        ) as process,
    ):
        server = Server(process, port)
        try:
            until(lambda: _listens(process, port), f"no server: {log.read_text('utf-8')}")
            yield server
        finally:
            if process.poll() is None:
                server.kill()


def _runs_python(pid: str) -> bool:
    """Tell a worker from multiprocessing's own helper."""
    return b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()


def _listens(process: subprocess.Popen[bytes], port: int) -> bool:
    if process.poll() is not None:
        return True  # it refused to start; the test sees its exit status
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
