"""Write a finished site: everything beside the target first, then one swap at the end.

A folder is replaced only if an earlier build made it: its manifest must be there, and it must hold no
file that the manifest does not name. A build that fails leaves the target as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from questionnaire.faults import COMMAND_LINE, Fault, InputError

MANIFEST = "manifest.json"
_GENERATOR = "lastbild"

# A report or a poster never takes the place of the survey's site, nor the other way round.
Kind = Literal["site", "report", "poster"]


def manifest(files: Mapping[str, bytes], kind: Kind = "site") -> bytes:
    """Return the manifest: what was made, and the SHA-256 of every file of it, by its path."""
    sums = {name: hashlib.sha256(contents).hexdigest() for name, contents in sorted(files.items())}
    return json.dumps({"generator": _GENERATOR, "kind": kind, "sha256": sums}, indent=1).encode() + b"\n"


def check_target(target: Path, kind: Kind = "site") -> None:
    """Raise ``InputError`` if ``target`` is something that a build of this ``kind`` must not replace."""
    try:
        fault = _objection(target, kind)
    except OSError as error:
        fault = _fault("output.unreadable", target, reason=error.strerror)
    if fault:
        raise InputError([fault])


def write(files: Mapping[str, bytes], target: Path, kind: Kind = "site") -> None:
    """Write ``files`` (path within the site -> contents) and their manifest as the folder ``target``.

    Raises ``InputError`` for a target that is something else, or a disk that is full or read-only; in
    both cases ``target`` is what it was before, and nothing is left beside it. Should even putting the
    former folder back fail, the message says where it is; it is never deleted.
    """
    check_target(target, kind)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
        former = scratch / "former"
        try:
            fresh = scratch / "fresh"
            _write_all({**files, MANIFEST: manifest(files, kind)}, fresh, target)
            _swap(fresh, target, former)
        finally:
            if target.exists() or not former.exists():
                shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise InputError([_write_fault(target, error)]) from error


def _write_fault(target: Path, error: OSError) -> Fault:
    where = error.filename or target
    kept = next(target.parent.glob(f".{target.name}-*/former"), None)
    if kept and not target.exists():
        return _fault("output.failed_and_kept", target, reason=error.strerror, where=where, kept=kept)
    return _fault("output.failed_unchanged", target, reason=error.strerror, where=where)


def _objection(target: Path, kind: Kind) -> Fault | None:
    if target.is_symlink():
        return _fault("output.symbolic_link", target)
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return None
    if not target.is_dir():
        return _fault("output.is_a_file", target)
    known = _former_files(target, kind)
    if known is None:
        return _fault("output.not_built", target)
    foreign = sorted(name for name in _files_in(target) if name not in known)
    return _fault("output.foreign_files", target, foreign=tuple(foreign[:3])) if foreign else None


def _fault(kind: str, target: Path, **details: object) -> Fault:
    return Fault(kind, "--out", str(target), details, file=COMMAND_LINE)


def _former_files(target: Path, kind: Kind) -> set[str] | None:
    try:
        former = json.loads((target / MANIFEST).read_bytes())
        ours = (former["generator"], former["kind"]) == (_GENERATOR, kind)
        return {MANIFEST, *former["sha256"]} if ours else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _files_in(folder: Path | str, within: str = "") -> Iterator[str]:
    """Yield the path of all that is in ``folder``, and no folder itself; a link is never followed."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_in(entry.path, f"{within}{entry.name}/")
            else:
                yield f"{within}{entry.name}"


def _write_all(files: Mapping[str, bytes], folder: Path, former: Path) -> None:
    """Write ``files`` into the new ``folder``; what ``former`` has in the very same bytes is kept."""
    for inner in _folders_of(files):
        (folder / inner).mkdir()
        (folder / inner).chmod(0o755)
    for name, contents in files.items():
        path = folder / name
        if not _taken_over(former / name, contents, path):
            path.write_bytes(contents)
            path.chmod(_READABLE)


def _folders_of(files: Iterable[str]) -> list[str]:
    """Return every folder that ``files`` need, each after the one that it is in; the first is ``""``."""
    found = {""}
    for name in files:
        folder = name
        while (folder := folder.rpartition("/")[0]) not in found:
            found.add(folder)
    return sorted(found)


def _taken_over(former: Path, contents: bytes, path: Path) -> bool:
    """Tell whether the file of the ``former`` build now stands at ``path``, too, with the date it had."""
    try:
        about = former.lstat()
        # Of one name only: what somebody linked elsewhere could be changed from there.
        alike = (stat.S_IFREG | _READABLE, 1, len(contents)) == (about.st_mode, about.st_nlink, about.st_size)
        if not alike or former.read_bytes() != contents:
            return False
        path.hardlink_to(former)
    except (OSError, NotImplementedError):  # nothing there, or a system that cannot do it
        return False
    return True


_READABLE = 0o644  # whatever this person's umask: a web server must be able to read it


def _swap(fresh: Path, target: Path, former: Path) -> None:
    if target.exists():
        target.rename(former)
    try:
        fresh.rename(target)
    except BaseException:  # an interruption, too, must not cost the former build
        if former.exists():
            with contextlib.suppress(OSError):
                former.rename(target)
        raise
