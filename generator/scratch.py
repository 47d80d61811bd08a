"""The folder beside a target in which a build writes, and the recovery from builds that were killed.

A build holds a lock on its scratch folder, which the system releases when the process ends, however it ends.
So a scratch folder that nobody locks belongs to a dead build: the next one puts back the folder that the dead
one had moved away, and removes the rest. Where a system has no such locks (Windows, the browser), nobody can
tell a dead build from one that runs, and nothing is removed.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

if sys.platform not in ("win32", "emscripten"):
    import fcntl

FRESH = "fresh"  # the new folder, until it is whole and takes the target's place
FORMER = "former"  # the folder that was the target before, from then until it is removed


# How long Windows may refuse to rename a file, or a folder with one, because a server or a virus scanner
# reads it at that moment.
_PATIENCE = 5.0  # seconds
_PAUSE = 0.05


def move(path: Path, target: Path) -> None:
    """Rename ``path``, a file or a folder, to ``target``; of two files, the new one replaces the other.

    On Windows it waits a few seconds for somebody who reads either of them. Raises ``OSError``.
    """
    patience = _PATIENCE if sys.platform == "win32" else 0.0
    deadline = time.monotonic() + patience
    rename = path.rename if path.is_dir() else path.replace
    while True:
        try:
            rename(target)
        except PermissionError:
            if time.monotonic() >= deadline:
                raise
            time.sleep(_PAUSE)
        else:
            return


@contextmanager
def scratch_folder(target: Path) -> Iterator[Path]:
    """Yield a new folder beside ``target``, and remove it at the end.

    If ``target`` is missing at the end and the scratch folder holds the former one, both stay: it is the only
    copy. Raises ``OSError`` if no folder can be made.
    """
    while True:
        scratch = Path(tempfile.mkdtemp(prefix=_prefix(target), dir=target.parent))
        try:
            with _lock(scratch, wait=True):
                if scratch.exists():  # else another build took it for a dead one's before it was locked
                    yield scratch
                    return
        finally:
            _remove(scratch, target)


def recover(target: Path) -> None:
    """Put back the former ``target`` if a killed build had moved it away, and remove what dead builds left.

    What cannot be put back or removed now stays for the next build.
    """
    for leftover in _leftovers(target):
        with suppress(OSError), _lock(leftover, wait=False) as dead:
            if dead and _names(leftover) <= {FRESH, FORMER}:
                if _holds_the_only_copy(leftover, target):
                    move(leftover / FORMER, target)
                _remove(leftover, target)


def _leftovers(target: Path) -> list[Path]:
    """Return the scratch folders beside ``target``, of builds that run and of dead ones."""
    try:
        names = sorted(_names(target.parent))
    except OSError:
        return []
    beside = [target.parent / name for name in names if name.startswith(_prefix(target))]
    return [folder for folder in beside if folder.is_dir() and not folder.is_symlink()]


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _prefix(target: Path) -> str:
    return f".{target.name}-unfinished-"


def _holds_the_only_copy(scratch: Path, target: Path) -> bool:
    """Return whether ``target`` is missing because its former folder waits in ``scratch`` to be put back.

    Once the fresh folder has taken the target's place, it is no longer in ``scratch``; a former one that is
    still there is being removed, and may lack files. A scratch folder that cannot be read may hold it.
    """
    try:
        waits = {FRESH, FORMER} <= _names(scratch)
    except FileNotFoundError:
        return False
    except OSError:
        waits = True
    return waits and not os.path.lexists(target)


def _remove(scratch: Path, target: Path) -> None:
    if not _holds_the_only_copy(scratch, target):
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _lock(folder: Path, *, wait: bool) -> Iterator[bool]:
    """Lock ``folder`` until the block ends; yield whether it is locked.

    With ``wait``, wait until another process has released it.
    """
    if sys.platform in ("win32", "emscripten"):
        yield False
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except FileNotFoundError:
        yield False
        return
    try:
        yield _locked(descriptor, wait=wait)
    finally:
        os.close(descriptor)


def _locked(descriptor: int, *, wait: bool) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:  # another process holds the lock, or this file system has none
        return False
    return True
