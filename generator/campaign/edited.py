"""What somebody has written into a campaign's folder by hand: it is not lost when the folder is renewed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from generator.output import MANIFEST
from questionnaire.faults import COMMAND_LINE, Fault, InputError


def check_unedited(folder: Path) -> None:
    """Raise ``InputError`` if a file of ``folder`` is not as ``lastbild campaign`` has written it.

    ``folder`` may be missing; ``output.check_target`` says whether it may be replaced at all.
    """
    edited = tuple(_edited(folder))
    if edited:
        details = {"edited": edited[:3]}
        raise InputError([Fault("output.edited", "--out", str(folder), details, file=COMMAND_LINE)])


def _edited(folder: Path) -> Iterator[str]:
    if not (folder / MANIFEST).is_file():
        return
    for name, digest in json.loads((folder / MANIFEST).read_bytes())["sha256"].items():
        path = folder / name
        if path.is_file() and hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield name
