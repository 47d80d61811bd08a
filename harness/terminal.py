"""A terminal of its own for a command: tests read what it says, type, press keys, and close the window."""

from __future__ import annotations

import io
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from fcntl import ioctl
from pathlib import Path

PATIENCE = 60.0  # seconds for a command to say something, or to end
_CTRL_C = "\x03"
_BETWEEN_KEYS = 2.0  # seconds
END_OF_INPUT = "\x04"
# Makes the terminal the one that the command belongs to, as a window does: keys and its end become signals.
_IN_THIS_TERMINAL = (
    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    "os.execv(sys.argv[1], sys.argv[1:])"
)


class Terminal:
    """A running command, and everything that it has said so far."""

    def __init__(self, process: subprocess.Popen[bytes], screen: int) -> None:
        self.said = ""
        self._process, self._screen, self._read_until = process, screen, 0

    @property
    def pid(self) -> int:
        """The process of the command."""
        return self._process.pid

    def wait_for(self, text: str) -> str:
        """Wait until the command says ``text``, after what was waited for before; return what came before."""
        deadline = time.monotonic() + PATIENCE
        while (found := self.said.find(text, self._read_until)) < 0:
            if time.monotonic() > deadline or not self._read():
                raise AssertionError(f"{text!r} was not said:\n{self.said}")
        before, self._read_until = self.said[self._read_until : found], found + len(text)
        return before

    def type(self, line: str) -> None:
        """Type ``line`` and the enter key."""
        self.press(f"{line}\n")

    def press(self, keys: str) -> None:
        """Press ``keys``, such as ``END_OF_INPUT``."""
        os.write(self._screen, keys.encode())

    def answer(self, question: str, line: str) -> None:
        """Wait for ``question``, and type ``line``."""
        self.wait_for(question)
        self.type(line)

    def interrupt(self) -> int:
        """Press Ctrl+C until the command ends, as people do; return its status.

        Python misses a signal that comes just before it waits for a key, until the next key comes.
        """
        deadline = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            assert time.monotonic() < deadline, self.said
            self.press(_CTRL_C)
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(_BETWEEN_KEYS)
        return self.end()

    def close_window(self) -> int:
        """Close the terminal under the command; return the command's status."""
        os.close(self._screen)
        self._screen = -1
        return self._process.wait(PATIENCE)

    def kill(self) -> None:
        """End the command as by ``kill -9``."""
        self._process.kill()
        self._process.wait(PATIENCE)

    def end(self) -> int:
        """Wait until the command ends; return its status."""
        deadline = time.monotonic() + PATIENCE
        while self._read():
            assert time.monotonic() < deadline, self.said
        return self._process.wait(PATIENCE)

    def leave(self) -> None:
        """End whatever still runs, and close the terminal."""
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(PATIENCE)
        if self._screen >= 0:
            os.close(self._screen)

    def _read(self) -> bool:
        """Read what there is, waiting for a while; return whether there may be more."""
        if not select.select([self._screen], [], [], 0.5)[0]:
            return True
        try:
            contents = os.read(self._screen, 65536)
        except OSError:  # nobody holds the other end any more
            return False
        self.said += contents.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(contents)


@contextmanager
def terminal(
    *arguments: str | Path, folder: Path, environment: Mapping[str, str] | None = None, columns: int = 120
) -> Iterator[Terminal]:
    """Run ``lastbild`` with ``arguments`` in ``folder``, in a terminal of its own, until the block ends."""
    screen, line = os.openpty()
    ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    command = [
        sys.executable,
        "-c",
        _IN_THIS_TERMINAL,
        sys.executable,
        "-m",
        "generator",
        *map(str, arguments),
    ]
    process = subprocess.Popen(
        command, cwd=folder, stdin=line, stdout=line, stderr=line, env={**os.environ, **(environment or {})}
    )
    os.close(line)
    running = Terminal(process, screen)
    try:
        yield running
    finally:
        running.leave()


class Keyboard(io.BytesIO):
    """What somebody types in a terminal, for a command that runs in this process (``CliRunner``)."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed.encode())

    def isatty(self) -> bool:
        """Tell that somebody sits there."""
        return True
