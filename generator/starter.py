"""What ``lastbild init`` writes: a commented ``site.toml`` and a placeholder logo to replace."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

from generator.faults import Fault, InputError

FILES = ("site.toml", "logo.svg")


def write(folder: Path) -> tuple[Path, ...]:
    """Write the starting files into ``folder`` and return their paths.

    Raises ``InputError`` if one is there already (nothing is overwritten) or cannot be written.
    """
    taken = [folder / name for name in FILES if os.path.lexists(folder / name)]  # dangling links, too
    if taken:
        expected = "is there already and is not overwritten; choose another folder, or remove it first"
        raise InputError([Fault("command line", "DIR", expected, str(path)) for path in taken])
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            (folder / name).write_bytes((files("site_templates") / "starter" / name).read_bytes())
    except OSError as error:
        raise InputError(
            [Fault("command line", "DIR", f"cannot be written ({error.strerror})", str(folder))]
        ) from error
    return tuple(folder / name for name in FILES)
