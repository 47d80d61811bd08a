"""Write a finished file: first beside its target, then in one step; nobody else's is ever overwritten."""

from __future__ import annotations

import os
from pathlib import Path

from generator.scratch import FRESH, move, recover, scratch_folder
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason

_LOOKED_AT = 2_000  # bytes from the beginning, within which a file of ours says so
_READABLE = 0o644  # as in a folder: others may read the file, whatever the umask says
_OWNER_ONLY = 0o600


def is_named(out: Path) -> bool:
    """Tell whether ``out`` names an HTML file, and not a folder to put one into."""
    return out.suffix.lower() in (".html", ".htm")


def write_file(contents: bytes, target: Path, mark: bytes) -> None:
    """Write ``contents`` as the file ``target``; all of our files of this kind begin with ``mark`` inside.

    A file that is there already is replaced only if it has the ``mark``. Raises ``InputError`` if something
    else is there, or if the disk is full or read-only; then ``target`` stays as it was.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target)
        if fault := _objection(target, mark):
            raise InputError([fault])
        with scratch_folder(target) as scratch:
            fresh = scratch / FRESH
            fresh.write_bytes(contents)
            fresh.chmod(_READABLE)
            _wait_for_the_disk(fresh)
            move(fresh, target)
    except OSError as error:
        where = error.filename or target
        fault = _fault("output.failed_unchanged", target, reason=system_reason(error), where=where)
        raise InputError([fault]) from error


def write_once(contents: bytes, target: Path) -> None:
    """Write ``contents`` as the new file ``target``, which only its owner reads; a power cut leaves it whole.

    The same contents may be there already. Raises ``InputError`` if other ones are, or if the disk is full or
    read-only; then ``target`` stays as it was. Nobody else's file is overwritten, not even one that comes in
    at the same moment, except where a disk knows no hard links.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        recover(target)
        if not os.path.lexists(target):
            with scratch_folder(target) as scratch:
                fresh = scratch / FRESH
                fresh.write_bytes(contents)
                fresh.chmod(_OWNER_ONLY)
                _wait_for_the_disk(fresh)
                _put_in_place(fresh, target)
        if target.read_bytes() != contents:
            raise InputError([_fault("output.other_contents", target)])
        _wait_for_the_disk(target)  # of a file that was there already, and might not be on the disk
        _wait_for_the_folder(target.parent)
    except OSError as error:
        where = error.filename or target
        fault = _fault("output.failed_unchanged", target, reason=system_reason(error), where=where)
        raise InputError([fault]) from error


def _put_in_place(fresh: Path, target: Path) -> None:
    try:
        target.hardlink_to(fresh)
    except FileExistsError:
        return  # somebody was faster; the caller compares
    except (OSError, NotImplementedError):  # such as on a stick: a disk without hard links
        move(fresh, target)


def _wait_for_the_folder(folder: Path) -> None:
    """Wait until the disk has the names in ``folder``; Windows opens no folders, and does it by itself."""
    if hasattr(os, "O_DIRECTORY"):
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _objection(target: Path, mark: bytes) -> Fault | None:
    if target.is_symlink():
        return _fault("output.link_to_a_file", target)
    if not target.exists():
        return None
    if not target.is_file():
        return _fault("output.is_no_file", target)
    with target.open("rb") as file:
        ours = mark in file.read(_LOOKED_AT)
    return None if ours else _fault("output.foreign_file", target)


def _wait_for_the_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _fault(kind: str, target: Path, **details: object) -> Fault:
    return Fault(kind, "--out", str(target), details, file=COMMAND_LINE)
