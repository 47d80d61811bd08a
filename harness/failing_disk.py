"""A disk on which one step fails: the n-th thing that this process does with the files below a folder.

Steps are opening, listing, writing, waiting for the disk, closing, making, linking, renaming, removing, and
changing permissions. Python announces all of them but writing, waiting and closing to its audit hooks, so no
step depends on which function of the library takes it.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from unittest import mock

# What needs room: the only steps that a full disk refuses.
GROWING = frozenset({"open to write", "write", "sync", "close", "mkdir", "link", "rename"})
READING = frozenset({"open to read", "list"})
_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT

Failure = Callable[[], object]


def failing(number: int) -> Failure:
    """Return the failure that the system reports by the error ``number``, such as ``errno.EIO``."""

    def fail() -> None:
        raise OSError(number, os.strerror(number))

    return fail


def dying() -> None:
    """End this process at once, as ``kill -9`` does: nothing is flushed, and nothing is cleaned up."""
    os._exit(errno.EINTR)


@dataclass
class FailingDisk:
    """The steps below ``folder`` so far, by name, and the failure of step ``at`` (from 1; 0 for none).

    ``lasting``: every step after it fails, too. ``among``: only steps with these names are counted.
    """

    folder: Path
    fail: Failure
    at: int = 0
    lasting: bool = False
    among: frozenset[str] | None = None
    steps: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Tell whether any step failed."""
        return 0 < self.at <= len(self.steps)

    @property
    def failed_at(self) -> str:
        """The name of the first step that failed; nothing if none did."""
        return self.steps[self.at - 1] if self.failed else ""

    def step(self, name: str) -> None:
        """Count a step, and let it fail if it is its turn."""
        if self.refuses(name):
            self.fail()

    def refuses(self, name: str) -> bool:
        """Count a step, and return whether it is its turn to fail."""
        if self.among is not None and name not in self.among:
            return False
        self.steps.append(name)
        return len(self.steps) == self.at or (self.failed and self.lasting)

    def holds(self, path: object, folder: object = None) -> bool:
        """Tell whether ``path``, from the open ``folder`` if it is relative, lies below the disk's folder."""
        if isinstance(path, int):
            full = _opened(path)
        elif isinstance(path, str | bytes | os.PathLike):
            full = Path(os.fsdecode(path))
        else:
            return False
        if isinstance(folder, int) and folder >= 0:
            full = _opened(folder) / full
        return full.is_relative_to(self.folder)


def _opened(descriptor: int) -> Path:
    return Path(f"/proc/self/fd/{descriptor}").readlink()


def disk_in_use() -> FailingDisk | None:
    """Return the disk whose steps are being counted, if there is one."""
    return _now[-1] if _now else None


_now: list[FailingDisk] = []
_hooked: list[bool] = []
# Of each announced event: the step's name, and the places of its path and of the folder it is relative to.
_EVENTS = {
    "os.mkdir": ("mkdir", 0, 2),
    "os.rename": ("rename", 0, 2),
    "os.link": ("link", 0, 2),
    "os.chmod": ("chmod", 0, 2),
    "os.remove": ("remove", 0, 1),
    "os.rmdir": ("rmdir", 0, 1),
    "os.truncate": ("truncate", 0, 0),
    "os.listdir": ("list", 0, 0),
    "os.scandir": ("list", 0, 0),
}


def _announced(event: str, arguments: tuple[Any, ...]) -> None:
    if not _now:
        return
    if event == "open":
        path, _, flags = arguments
        if _now[-1].holds(path):
            _now[-1].step("open to write" if flags & _TO_WRITE else "open to read")
    elif event in _EVENTS:
        name, place, relative_to = _EVENTS[event]
        if _now[-1].holds(arguments[place], arguments[relative_to]):
            _now[-1].step(name)


class _File(io.FileIO):
    """A file on the failing disk; a write that fails has written half of its bytes."""

    def write(self, data: Any) -> int:  # noqa: ANN401 (whatever the base takes)
        if _now and _now[-1].refuses("write"):
            super().write(bytes(data)[: len(data) // 2])
            _now[-1].fail()
        return super().write(data)

    def close(self) -> None:
        writing = not self.closed and self.writable()
        super().close()
        if writing and _now:
            _now[-1].step("close")


_open = io.open


def _open_counting(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> IO[Any]:  # noqa: ANN401
    if not (_now and set(mode) & set("wxa+") and _now[-1].holds(file)):
        return _open(file, mode, *arguments, **options)
    raw = _File(file, mode.replace("b", "").replace("t", ""))
    if 0 in (*arguments[:1], options.get("buffering")):
        return raw  # as the original does
    buffered = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
    return buffered if "b" in mode else io.TextIOWrapper(buffered, "utf-8")


def _sync_counting(descriptor: int, sync: Callable[[int], None] = os.fsync) -> None:
    if _now and _now[-1].holds(descriptor):
        _now[-1].step("sync")
    sync(descriptor)


@contextmanager
def in_use(disk: FailingDisk) -> Iterator[FailingDisk]:
    """Count the steps below the disk's folder until the block ends, and let its step fail."""
    if not _hooked:
        sys.addaudithook(_announced)
        _hooked.append(True)
    with (
        mock.patch.object(io, "open", _open_counting),
        mock.patch.object(builtins, "open", _open_counting),
        mock.patch.object(os, "fsync", _sync_counting),
    ):
        _now.append(disk)
        try:
            yield disk
        finally:
            _now.pop()
