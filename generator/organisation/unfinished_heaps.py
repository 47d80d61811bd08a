"""Heaps of paper ballots that are being typed in: each has a file beside the database until it is counted.

Whatever ends the command, what was typed is in the file. So think of somebody with the disk. While a heap is
at hand, its file tells the sums by code, which the papers on the table tell, too. It never tells the order in
which they were typed: it holds sums, and always takes the same space. Nor does a deleted file: the records
are overwritten in place, because an undeleted former version for each entry would give the order back, and
before it is deleted, zeros stand in it. Two records take turns, so that a power cut spoils at most the one
that is being written; they differ by the last entry.
"""

from __future__ import annotations

import datetime as dt
import errno
import glob
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import BinaryIO

from collector.storage import Storage
from generator.count.heaps import WITHOUT
from generator.organisation.storage import CollectingSurvey, database_file
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_RECORD = 4096  # bytes, as much as a disk writes at once
_RECORDS = 2
_LOCKED_BYTE = 1 << 20  # behind the records; Windows locks bytes, and nobody reads a locked one
_OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class TypedPapers:
    """The papers of a heap that were typed so far: sums by code, papers without a code among them.

    ``handed_over`` is set from the moment in which they are handed to the database: after a crash, a heap of
    this number in the database is then this one.
    """

    sums: Mapping[str, int] = field(default_factory=dict)
    handed_over: bool = False

    def ballots(self) -> int:
        """Return how many ballots with a code were typed."""
        return sum(number for code, number in self.sums.items() if code != WITHOUT)


class HeapFile:
    """The file of one heap, open and locked: nobody else types the same heap on this machine."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        """Read ``file``; ``InputError`` if it holds something, and no record of it is whole."""
        self._path, self._file = path, file
        with _refusing(path):
            file.seek(0)
            contents = file.read(_RECORDS * _RECORD)
            if len(contents) < _RECORDS * _RECORD:  # new: takes its place on the disk before anybody types
                self._write(0, contents.ljust(_RECORDS * _RECORD, b"\0"))
        records = [*filter(None, map(_read, (contents[:_RECORD], contents[_RECORD:])))]
        self._turn, self.typed = max(records, key=lambda record: record[0], default=(0, TypedPapers()))
        if not records and any(contents):
            raise InputError([Fault("organisation.heap_unreadable", "tally", str(path), file=COMMAND_LINE)])

    def must_hold_codes(self, codes: Collection[str]) -> None:
        """Raise ``InputError`` if a code was typed that is none of ``codes``: it would be lost silently."""
        others = tuple(code for code in self.typed.sums if code not in codes and code != WITHOUT)
        if others:
            details = {"others": others}
            fault = Fault(
                "organisation.heap_other_codes", "tally", str(self._path), details, file=COMMAND_LINE
            )
            raise InputError([fault])

    def keep(self, typed: TypedPapers) -> None:
        """Have ``typed`` on the disk; ``InputError`` if it cannot be written, and the former is kept."""
        turn = self._turn + 1
        body = json.dumps({"turn": turn, **asdict(typed)}).encode()
        record = b"\n".join((hashlib.sha256(body).hexdigest().encode(), body)).ljust(_RECORD)
        with _refusing(self._path):
            self._write(turn % _RECORDS * _RECORD, record)
        self._turn, self.typed = turn, typed

    def forget(self) -> None:
        """Overwrite everything with zeros on the disk, and delete the file."""
        with _refusing(self._path):
            self._write(0, bytes(_RECORDS * _RECORD))
            if sys.platform == "win32":  # deletes no open file
                self._file.close()
            self._path.unlink(missing_ok=True)

    def _write(self, place: int, contents: bytes) -> None:
        self._file.seek(place)
        if self._file.write(contents) != len(contents):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(self._file.fileno())


def _read(record: bytes) -> tuple[int, TypedPapers] | None:
    digest, _, body = record.rstrip().partition(b"\n")
    if hashlib.sha256(body).hexdigest().encode() != digest:
        return None
    values = json.loads(body)
    return int(values.pop("turn")), TypedPapers(**values)


@dataclass(frozen=True, slots=True)
class UnfinishedHeaps:
    """The heaps of one survey that were typed in, and not counted: files whose names end with the number."""

    folder: Path
    prefix: str

    @classmethod
    def of(cls, config_path: Path, database: str, survey: str) -> UnfinishedHeaps:
        """Return those of ``survey``: beside an SQLite file, or beside the configuration."""
        file = database_file(database)
        beside = file.resolve() if file else config_path.absolute()  # by a link to the database, too
        return cls(beside.parent, f"{beside.name}-tally-{survey}-heap-")

    def numbers(self) -> tuple[int, ...]:
        """Return the number of every heap of which something is kept, also while somebody types it."""
        paths = self.folder.glob(f"{glob.escape(self.prefix)}*")
        ends = {path.name.removeprefix(self.prefix): path for path in paths}
        kept = (
            int(end) for end, path in ends.items() if re.fullmatch("[0-9]+", end) and _keeps_something(path)
        )
        return tuple(sorted(kept))

    @contextmanager
    def open(self, heap: int) -> Iterator[HeapFile]:
        """Yield the file of ``heap``, a new one if there is none; if it keeps nothing, delete it at the end.

        Raises ``InputError`` if it cannot be made or read, and if the heap is being typed in elsewhere.
        """
        path = self.folder / f"{self.prefix}{heap}"
        with _locked(path, heap) as file:
            kept = HeapFile(path, file)
            try:
                yield kept
            finally:
                if not kept.typed.sums and not file.closed:
                    kept.forget()

    def settle(self, counted: Mapping[int, int]) -> None:
        """Forget each of the heaps ``counted`` that was counted just before its command was killed."""
        for heap in set(self.numbers()) & counted.keys():
            # Somebody may be at it just now; and one that cannot be read is told when it is chosen.
            with suppress(InputError), self.open(heap) as kept:
                if kept.typed.handed_over and kept.typed.ballots() == counted[heap]:
                    kept.forget()

    def forget_all(self) -> None:
        """Delete every heap that nobody types just now."""
        for heap in self.numbers():
            with suppress(InputError), self.open(heap) as kept:
                kept.forget()


def _keeps_something(path: Path) -> bool:
    """Tell whether ``path`` is a file of a heap with something in it, or one that is a colleague's alone."""
    try:
        if not stat.S_ISREG(path.lstat().st_mode):
            return False
        with path.open("rb") as file:
            return any(file.read(_RECORDS * _RECORD))
    except FileNotFoundError:  # its owner has deleted it just now
        return False
    except OSError:
        return True


def must_be_finished(
    storage: Storage, survey: CollectingSurvey, config_path: Path, database: str, *, today: dt.date
) -> None:
    """Raise ``InputError`` with every heap that was typed in but not counted: a close would lose it.

    Once the survey is closed, no such heap can be counted any more, and what is left of it is deleted.
    """
    heaps = UnfinishedHeaps.of(config_path, database, survey.id)
    if storage.is_closed(survey.id):
        heaps.forget_all()
    elif heaps.numbers():
        heaps.settle(storage.heaps(survey.id, today=today))
        if numbers := heaps.numbers():
            raise InputError(
                Fault("organisation.heap_unfinished", "--heap", number, {"heap": number}, file=COMMAND_LINE)
                for number in numbers
            )


@contextmanager
def _locked(path: Path, heap: int) -> Iterator[BinaryIO]:
    """Open ``path`` and lock it until the block ends; the system unlocks it, however this process ends."""
    while True:
        with _refusing(path):
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
            file = os.fdopen(os.open(path, flags, _OWNER_ONLY), "r+b", buffering=0)
        try:
            if not _lock(file):
                fault = Fault("organisation.heap_in_use", "--heap", heap, file=COMMAND_LINE)
                raise InputError([fault])
            if os.fstat(file.fileno()).st_nlink:  # else its former owner deleted it just now
                yield file
                return
        finally:
            with suppress(OSError):  # everything was written, and waited for, before
                file.close()


def _lock(file: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


@contextmanager
def _refusing(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        details = {"reason": system_reason(error)}
        fault = Fault("organisation.heap_not_kept", "tally", str(path), details, file=COMMAND_LINE)
        raise InputError([fault]) from error
