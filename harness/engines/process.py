"""Run the programs of the engines: keep their output, and end them for certain."""

from __future__ import annotations

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from harness.polling import until


@dataclass(frozen=True, slots=True)
class Running:
    """A started program; ``log`` is the file with its output and its children's."""

    process: subprocess.Popen[bytes]
    log: Path

    def output(self) -> str:
        """Return the output so far."""
        return self.log.read_text("utf-8", "replace")

    def wait_for_output(self, pattern: str) -> str:
        """Wait for a line that matches ``pattern`` and return its first group."""

        def search() -> str | None:
            found = re.search(pattern, self.output(), re.MULTILINE)
            if not found and self.process.poll() is not None:
                raise RuntimeError(f"{self.process.args!r} ended by itself:\n{self.output()}")
            return found and found[1]

        return until(search, f"{pattern!r} in the output of {self.process.args!r}")


@contextmanager
def running(
    command: list[str], folder: Path, *, environment: Mapping[str, str] | None = None
) -> Iterator[Running]:
    """Run ``command`` until the block ends; then end it and its children."""
    log = folder / f"{Path(command[0]).name}.log"
    with log.open("wb") as sink:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=sink,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            start_new_session=True,  # a group of its own: its children end with it, and nobody else's
        )
    try:
        yield Running(process, log)
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)
        with suppress(subprocess.TimeoutExpired):
            process.wait(timeout=5)
