"""The files that ``lastbild init`` writes: a commented ``site.toml`` and a placeholder logo to replace."""

from __future__ import annotations

import os
from pathlib import Path

from generator.studio.starter import logo
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason

FILES = ("site.toml", "logo.svg")


def refuse_taken(folder: Path) -> None:
    """Raise ``InputError`` if ``folder`` holds one of ``FILES`` already: none is overwritten."""
    taken = [folder / name for name in FILES if os.path.lexists(folder / name)]  # dangling links, too
    if taken:
        raise InputError(Fault("output.start_exists", "DIR", str(path), file=COMMAND_LINE) for path in taken)


def write(folder: Path, site_toml: str) -> tuple[Path, ...]:
    """Write ``site_toml`` and a placeholder logo into ``folder`` and return their paths.

    Raises ``InputError`` if one of the files exists already or cannot be written.
    """
    refuse_taken(folder)
    contents = {"site.toml": site_toml.encode(), "logo.svg": logo()}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (folder / name).write_bytes(contents[name])
    except OSError as error:
        details = {"reason": system_reason(error)}
        raise InputError([Fault("output.failed", "DIR", str(folder), details, file=COMMAND_LINE)]) from error
    return tuple(folder / name for name in FILES)
