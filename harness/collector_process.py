"""Run the collector as a real process, on a free port of 127.0.0.1."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from collector import Survey
from harness.paths import ROOT
from harness.servers import free_port

HOST = "127.0.0.1"
_START_SECONDS = 30.0
_STOP_SECONDS = 20.0
_POLL_SECONDS = 0.02


def running_survey(**changes: object) -> Survey:
    """Return a survey that is open while the tests run, whatever the server's clock says today."""
    today = dt.datetime.now().astimezone().date()
    days = {"opens": today - dt.timedelta(days=7), "closes": today + dt.timedelta(days=30)}
    settings: dict[str, object] = {
        "id": "hafen-2027",
        "mode": "open",
        "detail": "levers",
        "threshold": 10,
        "headcount": 100_000,
    }
    return Survey(**{**settings, **days, **changes})  # type: ignore[arg-type]  # any setting


@dataclass(frozen=True, slots=True)
class Server:
    """A server in a process group of its own; ``log`` is the file with all its output."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    def kill(self) -> None:
        """End the server and its workers at once, as ``kill -9`` does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(_STOP_SECONDS)

    def stop(self) -> int:
        """Ask the server to end, and return its exit status."""
        self.process.terminate()
        return self.process.wait(_STOP_SECONDS)

    def wait_until_it_serves(self) -> None:
        """Return as soon as the server answers; raise with its log if it does not."""
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self.process.poll() is None:
            if self._answers():
                return
            time.sleep(_POLL_SECONDS)
        raise RuntimeError(f"the server does not answer: {self.log.read_text('utf-8', 'replace')}")

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=1.0) as connection:
                connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
                return connection.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False

    def memories(self) -> list[int]:
        """Return the resident memory of the server and of each worker, in kB (VmRSS)."""
        return self._sizes("status", "VmRSS:")

    def memory(self) -> int:
        """Return the memory of all of them together, in kB (Pss): a shared page counts once."""
        return sum(self._sizes("smaps_rollup", "Pss:"))

    def _sizes(self, file: str, key: str) -> list[int]:
        sizes = []
        for folder in Path("/proc").glob("[0-9]*"):
            if _group(folder) == self.process.pid:
                lines = (folder / file).read_text("utf-8", "replace").splitlines()
                sizes += [int(line.split()[1]) for line in lines if line.startswith(key)]
        return sizes


def _group(folder: Path) -> int | None:
    try:
        return int((folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[2])
    except OSError:  # the process has just ended
        return None


def start(command: Sequence[str], port: int, log: Path) -> Server:
    """Start ``command`` in a process group of its own and return it once it answers on ``port``."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    server = Server(process, port, log)
    try:
        server.wait_until_it_serves()
    except BaseException:
        server.kill()
        raise
    return server


def collector(url: str, survey: Survey, folder: Path, port: int, *options: str) -> Server:
    """Start ``python -m collector`` with ``survey`` in the database at ``url``."""
    file = folder / "surveys.json"
    file.write_text(json.dumps([asdict(survey)], default=str), "utf-8")
    command = ["-m", "collector", "--database", url, "--survey-file", str(file), "--port", str(port)]
    return start([*command, *options], port, folder / "log.txt")


@contextmanager
def serving(url: str, survey: Survey, folder: Path, *options: str) -> Iterator[Server]:
    """Run ``python -m collector`` and end it afterwards."""
    server = collector(url, survey, folder, free_port(), *options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()
