"""SQLite's rollback journal as a file: how it is overwritten with zeros."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

_PIECE = 1 << 16  # bytes


def journal_of(database: str) -> Path:
    """Return where SQLite keeps the journal of the file ``database``."""
    return Path(f"{database}-journal")


def overwrite(journal: BinaryIO) -> int:
    """Write zeros over an open journal and return its size in bytes; raises ``OSError``."""
    size = os.fstat(journal.fileno()).st_size
    journal.seek(0)
    journal.writelines(bytes(min(_PIECE, size - start)) for start in range(0, size, _PIECE))
    return size


@contextmanager
def overwriting_if_deleted(journal: Path) -> Iterator[None]:
    """Overwrite the journal of a crash on the disk if SQLite deletes it within the block.

    It does so when a new connection reads the file for the first time, before it can be told to keep it.
    """
    if sys.platform == "win32":  # SQLite could not delete what is open here, and would not open its database
        yield
        return
    try:
        opened = journal.open("r+b", buffering=0)
    except OSError:  # there is none, or SQLite will say what is wrong
        yield
        return
    with opened:
        names = os.fstat(opened.fileno()).st_nlink
        yield
        if os.fstat(opened.fileno()).st_nlink < names:
            overwrite(opened)
            os.fsync(opened.fileno())
