"""Write a finished site: everything beside the target first, then one swap at the end.

A folder is replaced only if an earlier build made it: its manifest must be there, and it must hold no
file that the manifest does not name. A build that fails leaves the target as it was.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from generator.faults import Fault, InputError

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
        expected = _objection(target, kind)
    except OSError as error:
        expected = f"cannot be looked at ({error.strerror}); choose another folder with --out"
    if expected:
        raise InputError([Fault("command line", "--out", expected, str(target))])


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
            _write_all({**files, MANIFEST: manifest(files, kind)}, fresh)
            _swap(fresh, target, former)
        finally:
            if target.exists() or not former.exists():
                shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        where = error.filename or target
        kept = next((str(path) for path in target.parent.glob(f".{target.name}-*/former")), None)
        before = f"is kept in {kept}" if kept and not target.exists() else "is unchanged"
        expected = f"cannot be written ({error.strerror}: {where}); what was there before {before}"
        raise InputError([Fault("command line", "--out", expected, str(target))]) from error


def _objection(target: Path, kind: Kind) -> str | None:
    elsewhere = "choose another folder with --out"
    if target.is_symlink():
        return f"is a symbolic link; expected a folder of its own; {elsewhere}"
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return None
    if not target.is_dir():
        return f"is a file; expected a folder; {elsewhere}"
    known = _former_files(target, kind)
    if known is None:
        expected = "expected a new folder, an empty one or a former output folder"
        return f"is a folder that no build has made; {expected}; {elsewhere}"
    foreign = sorted(
        path.relative_to(target).as_posix()
        for path in target.rglob("*")
        if (path.is_symlink() or not path.is_dir()) and path.relative_to(target).as_posix() not in known
    )
    if foreign:
        return f"holds files that no build has made ({', '.join(foreign[:3])}); move them away or {elsewhere}"
    return None


def _former_files(target: Path, kind: Kind) -> set[str] | None:
    try:
        former = json.loads((target / MANIFEST).read_bytes())
        ours = (former["generator"], former["kind"]) == (_GENERATOR, kind)
        return {MANIFEST, *former["sha256"]} if ours else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_all(files: Mapping[str, bytes], folder: Path) -> None:
    for name, contents in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)
        path.chmod(0o644)  # whatever this person's umask: a web server must be able to read it
    for inner in (folder, *folder.rglob("*/")):
        if inner.is_dir():
            inner.chmod(0o755)


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
