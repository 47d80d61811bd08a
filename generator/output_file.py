"""Write a finished file: first beside its target, then one swap; nobody else's file is ever overwritten."""

from __future__ import annotations

import os
from pathlib import Path

from generator.scratch import FRESH, recover, scratch_folder
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason

_LOOKED_AT = 2_000  # bytes from the beginning, within which a file of ours says so
_READABLE = 0o644  # as in a folder: others may read the file, whatever the umask says


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
            fresh.replace(target)
    except OSError as error:
        where = error.filename or target
        fault = _fault("output.failed_unchanged", target, reason=system_reason(error), where=where)
        raise InputError([fault]) from error


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
