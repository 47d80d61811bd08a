"""A site.toml that is not where somebody looks for it: what is there instead, and what to do."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Iterator
from pathlib import Path

from questionnaire.faults import Fault
from questionnaire.system_reasons import system_reason

NAME = "site.toml"
_DEPTH = 2  # folders below, and above
_MOST_ENTRIES = 2000  # of one look into folders: the folder may be somebody's whole disk
_LEAST_ALIKE = 0.75  # "sit.toml" is, "style.toml" is not


def fault(path: Path, error: OSError) -> Fault:
    """Return the fault of the configuration ``path``, which cannot be read because of ``error``.

    It names what somebody probably meant: a file of a similar name, the one in a folder that was given, or
    one in a folder nearby.
    """
    if path.is_dir():
        inside = path / NAME
        if inside.is_file():
            return _fault("toml.folder", path, found=_shown(inside))
    elif not path.exists():
        if beside := _similar(path):
            if beside.name == f"{path.name}.txt":
                return _fault("toml.hidden_ending", path, found=beside.name, name=path.name)
            return _fault("toml.similar_name", path, found=beside.name, name=path.name, option=_shown(beside))
        if near := next(_near(path), None):
            return _fault("toml.elsewhere", path, found=_shown(near))
    return _fault("toml.unreadable", path, reason=system_reason(error))


def _fault(kind: str, path: Path, **details: object) -> Fault:
    return Fault(kind, details=details, file=str(path))


def _similar(path: Path) -> Path | None:
    """Return the file beside ``path`` whose name is most like its own, if one is very much like it."""
    names = [entry.name for entry in _entries(path.parent) if entry.is_file() and _is_text(entry.name)]
    if f"{path.name}.txt" in names:
        return path.with_name(f"{path.name}.txt")
    alike = {name.lower() if "." in name else f"{name.lower()}{path.suffix}": name for name in names}
    found = difflib.get_close_matches(path.name.lower(), alike, n=1, cutoff=_LEAST_ALIKE)
    return path.with_name(alike[found[0]]) if found else None


def _is_text(name: str) -> bool:
    """Tell whether a file of this ``name`` may be a configuration that somebody saved under another name."""
    return (
        name.lower().endswith((".toml", ".tml", ".toml.txt", ".txt", ".toml~", ".toml.bak"))
        or "." not in name
    )


def _near(path: Path) -> Iterator[Path]:
    """Yield every file like ``path`` in a folder below, above, or beside its own."""
    folder = path.parent.absolute()
    yield from _below(folder, path.name, _DEPTH)
    for above in list(folder.parents)[:_DEPTH]:
        if (above / path.name).is_file():
            yield above / path.name
    yield from _below(folder.parent, path.name, 1)


def _below(folder: Path, name: str, depth: int) -> Iterator[Path]:
    folders = sorted(entry.path for entry in _entries(folder) if _is_to_search(entry))
    for inner in map(Path, folders):
        if (inner / name).is_file():
            yield inner / name
    if depth > 1:
        for inner in map(Path, folders):
            yield from _below(inner, name, depth - 1)


def _is_to_search(entry: os.DirEntry[str]) -> bool:
    return entry.is_dir(follow_symlinks=False) and not entry.name.startswith((".", "node_modules"))


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what is in ``folder``; nothing if it cannot be looked into, and not all of a huge one."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry, _ in zip(entries, range(_MOST_ENTRIES), strict=False)]
    except OSError:
        return []


def _shown(path: Path) -> str:
    """Return ``path`` from the working folder if that is shorter, quoted for any shell."""
    absolute = path.absolute()
    relative = os.path.relpath(absolute) if absolute.anchor == Path.cwd().anchor else str(absolute)
    path_shown = min(relative, str(absolute), key=len)
    return path_shown if re.fullmatch(r"[\w./\\:-]+", path_shown) else f'"{path_shown}"'
