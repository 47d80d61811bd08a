"""SQLite on a failing disk: its own layer to the system counts each step, and fails when the disk says so.

Python's SQLite reads and writes past Python, so its layer (``sqlite3_vfs``, see sqlite.org/vfs.html) is
changed in place, through ctypes, as long as the disk is in use. A write that fails has written half.
"""

from __future__ import annotations

import _sqlite3
import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import CFUNCTYPE, POINTER, Structure, c_char_p, c_int, c_int64, c_void_p
from typing import Any, ClassVar

from harness.failing_disk import FailingDisk, disk_in_use, in_use

_CREATE = 0x4  # SQLITE_OPEN_CREATE
# What SQLite's own layer returns where the system refuses.
_FULL, _CANNOT_OPEN, _NOT_SYNCED, _NOT_TRUNCATED, _NOT_DELETED = 13, 14, 1034, 1546, 2570

# Names are handed on as addresses: SQLite expects that they stay where they are.
_OpenStep = CFUNCTYPE(c_int, c_void_p, c_void_p, c_void_p, c_int, c_void_p)
_DeleteStep = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int)
_WriteStep = CFUNCTYPE(c_int, c_void_p, c_void_p, c_int, c_int64)
_TruncateStep = CFUNCTYPE(c_int, c_void_p, c_int64)
_SyncStep = CFUNCTYPE(c_int, c_void_p, c_int)


class _Methods(Structure):
    """``sqlite3_io_methods``: what can be done with an open file."""

    _fields_: ClassVar[Any] = [
        ("version", c_int),
        ("close", c_void_p),
        ("read", c_void_p),
        ("write", _WriteStep),
        ("truncate", _TruncateStep),
        ("sync", _SyncStep),
        ("others", c_void_p * 13),
    ]


class _Layer(Structure):
    """The beginning of ``sqlite3_vfs``: how files are opened and deleted."""

    _fields_: ClassVar[Any] = [
        ("version", c_int),
        ("size_of_file", c_int),
        ("longest_path", c_int),
        ("next", c_void_p),
        ("name", c_char_p),
        ("data", c_void_p),
        ("open", _OpenStep),
        ("delete", _DeleteStep),
    ]


_library = ctypes.CDLL(_sqlite3.__file__)
_library.sqlite3_vfs_find.restype = POINTER(_Layer)
_layer = _library.sqlite3_vfs_find(None).contents
_open = _OpenStep(ctypes.cast(_layer.open, c_void_p).value or 0)
_delete = _DeleteStep(ctypes.cast(_layer.delete, c_void_p).value or 0)
# Methods that count, by the address of the original ones; open files keep theirs, so none is ever dropped.
_counting: dict[int, _Methods] = {}


def _refused(step: str) -> bool:
    disk = disk_in_use()
    return disk is not None and disk.refuses(step)


def _open_counting(layer: int, name: int | None, file: int, flags: int, flags_out: int) -> int:
    if name and flags & _CREATE and _refused("open to write"):
        return _CANNOT_OPEN
    status = int(_open(layer, name, file, flags, flags_out))
    pointer = ctypes.cast(file, POINTER(c_void_p))
    if status == 0 and pointer[0]:
        pointer[0] = ctypes.addressof(_methods_that_count(pointer[0]))
    return status


def _delete_counting(layer: int, name: int, synchronised: int) -> int:
    return _NOT_DELETED if _refused("remove") else int(_delete(layer, name, synchronised))


def _methods_that_count(address: int) -> _Methods:
    if address not in _counting:
        original = _Methods.from_address(address)
        methods = _Methods.from_buffer_copy(original)
        methods.write = _write_counting(original.write)
        methods.truncate = _truncate_counting(original.truncate)
        methods.sync = _sync_counting(original.sync)
        _counting[address] = methods
    return _counting[address]


def _write_counting(write: Any) -> Any:  # noqa: ANN401 (functions of ctypes)
    def counting(file: int, data: int, size: int, start: int) -> int:
        if _refused("write"):
            write(file, data, size // 2, start)
            return _FULL
        return int(write(file, data, size, start))

    return _WriteStep(counting)


def _truncate_counting(truncate: Any) -> Any:  # noqa: ANN401 (functions of ctypes)
    def counting(file: int, size: int) -> int:
        return _NOT_TRUNCATED if _refused("truncate") else int(truncate(file, size))

    return _TruncateStep(counting)


def _sync_counting(sync: Any) -> Any:  # noqa: ANN401 (functions of ctypes)
    def counting(file: int, flags: int) -> int:
        return _NOT_SYNCED if _refused("sync") else int(sync(file, flags))

    return _SyncStep(counting)


_hooks = (_OpenStep(_open_counting), _DeleteStep(_delete_counting))


@contextmanager
def in_use_by_sqlite(disk: FailingDisk) -> Iterator[FailingDisk]:
    """Count the steps of SQLite, too, until the block ends; files that are open already are not counted."""
    _layer.open, _layer.delete = _hooks
    try:
        with in_use(disk):
            yield disk
    finally:
        _layer.open, _layer.delete = _open, _delete
