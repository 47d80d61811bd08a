"""Write new files that only their owner can read; a file that is there already is never touched."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason

_OWNER_ONLY = 0o600


def check_targets(targets: tuple[Path, ...]) -> None:
    """Raise ``InputError`` with every one of ``targets`` that is there already."""
    there = [_exists(target) for target in targets if os.path.lexists(target)]
    if there:
        raise InputError(there)


def write_private(files: Mapping[Path, bytes]) -> None:
    """Write all of ``files``, or none; raises ``InputError`` if one is there already or cannot be written."""
    begun: list[Path] = []
    try:
        for target, contents in files.items():
            target.parent.mkdir(parents=True, exist_ok=True)
            owner_only = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
            begun.append(target)
            with open(owner_only, "wb") as file:  # noqa: PTH123 (pathlib opens no descriptors)
                file.write(contents)
                file.flush()
                os.fsync(file.fileno())  # a key must be there after a power cut
    except BaseException as error:
        for path in begun:
            path.unlink()
        if isinstance(error, FileExistsError):
            raise InputError([_exists(target)]) from error
        if isinstance(error, OSError):
            raise InputError([_failed(target, error)]) from error
        raise


def _exists(target: Path) -> Fault:
    return Fault("key_file.exists", "--out", str(target), file=COMMAND_LINE)


def _failed(target: Path, error: OSError) -> Fault:
    details = {"reason": system_reason(error)}
    return Fault("output.failed", "--out", str(target), details, file=COMMAND_LINE)
