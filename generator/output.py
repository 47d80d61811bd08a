"""Write a finished folder: first every file, beside the target; then one swap.

A build replaces a folder only if an earlier build made it: the folder must have a manifest, and no file
that the manifest does not name, except those that a file manager puts into each folder that it shows. A build
that fails leaves the target as it was. If a build is killed in the middle of the swap, the target is missing
until the next build, which first puts the former folder back.

Of all files, only the manifest waits until the disk has it. A power cut within the half minute that systems
take to write the others may therefore leave empty files; but the next build knows the folder as one of ours,
compares every file with what it should hold, and writes the empty ones again.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from generator.scratch import FORMER, FRESH, move, recover, scratch_folder
from questionnaire.faults import COMMAND_LINE, Fault, InputError
from questionnaire.system_reasons import system_reason

MANIFEST = "manifest.json"
_GENERATOR = "lastbild"

# What Finder, Explorer and KDE put into the folders that somebody looks at.
_OF_FILE_MANAGERS = (
    ".ds_store",
    ".localized",
    "icon\r",
    "thumbs.db",
    "ehthumbs.db",
    "desktop.ini",
    ".directory",
)
# A folder is replaced only by one of its own kind: a report never overwrites a site.
Kind = Literal["site", "report", "poster", "studio", "campaign", "plan", "decisions"]


def manifest(files: Mapping[str, bytes], kind: Kind = "site") -> bytes:
    """Return the manifest as JSON: the kind of the folder, and the SHA-256 of every file by its path."""
    sums = {name: hashlib.sha256(contents).hexdigest() for name, contents in sorted(files.items())}
    return json.dumps({"generator": _GENERATOR, "kind": kind, "sha256": sums}, indent=1).encode() + b"\n"


def check_target(target: Path, kind: Kind = "site") -> None:
    """Raise ``InputError`` if a build of this ``kind`` must not replace ``target``.

    First, what a killed build left is undone: if it had moved ``target`` away, that is put back.
    """
    recover(target)
    try:
        fault = _objection(target, kind)
    except OSError as error:
        fault = _fault("output.unreadable", target, reason=system_reason(error))
    if fault:
        raise InputError([fault])


def write(files: Mapping[str, bytes], target: Path, kind: Kind = "site") -> None:
    """Write ``files`` (path within the folder -> contents) and their manifest as the folder ``target``.

    Raises ``InputError`` if ``check_target`` refuses the target, or if the disk is full or read-only. Then
    ``target`` stays as it was, and nothing is left beside it. If even the former folder cannot be put
    back, the message says where it is; it is never deleted, and the next build puts it back.
    """
    check_target(target, kind)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with scratch_folder(target) as scratch:
            _write_all({**files, MANIFEST: manifest(files, kind)}, scratch / FRESH, target)
            _swap(scratch / FRESH, target, scratch / FORMER)
    except OSError as error:
        where = error.filename or target
        fault = _fault("output.failed_unchanged", target, reason=system_reason(error), where=where)
        raise InputError([fault]) from error


def _objection(target: Path, kind: Kind) -> Fault | None:
    if target.is_symlink():
        return _fault("output.symbolic_link", target)
    if not target.exists():
        return None
    if not target.is_dir():
        return _fault("output.is_a_file", target)
    if all(_is_of_a_file_manager(path.name) and not path.is_dir() for path in target.iterdir()):
        return None
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
    except (FileNotFoundError, IsADirectoryError, ValueError, KeyError, TypeError):
        return None


def _files_in(folder: Path | str, within: str = "") -> Iterator[str]:
    """Yield the path of every file below ``folder`` that people or programs put there on purpose.

    A link counts as a file and is not followed.
    """
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files_in(entry.path, f"{within}{entry.name}/")
            elif entry.is_symlink() or not _is_of_a_file_manager(entry.name):
                yield f"{within}{entry.name}"


def _is_of_a_file_manager(name: str) -> bool:
    """Tell whether a file of this ``name`` holds only how a folder was shown: icons, order, thumbnails."""
    return name.lower() in _OF_FILE_MANAGERS or name.startswith("._")


def _write_all(files: Mapping[str, bytes], folder: Path, former: Path) -> None:
    """Write ``files`` into the new ``folder``; link those that the folder ``former`` holds unchanged."""
    for inner in _folders_of(files):
        (folder / inner).mkdir()
        (folder / inner).chmod(0o755)
    for name, contents in files.items():
        path = folder / name
        if not _link_unchanged(former / name, contents, path):
            path.write_bytes(contents)
            path.chmod(_READABLE)
            if name == MANIFEST:
                _wait_for_the_disk(path)


def _wait_for_the_disk(path: Path) -> None:
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def _folders_of(files: Iterable[str]) -> list[str]:
    """Return every folder that ``files`` need: ``""``, the root, first, and parents before children."""
    folders = {""}
    for name in files:
        folder = name
        while (folder := folder.rpartition("/")[0]) not in folders:
            folders.add(folder)
    return sorted(folders)


def _link_unchanged(former: Path, contents: bytes, path: Path) -> bool:
    """Link ``former`` to ``path`` if it holds ``contents``, to keep its date; return whether it is linked."""
    try:
        status = former.lstat()
        # A file with a second name is not linked: somebody could change it through that name.
        alike = (stat.S_IFREG | _READABLE, 1, len(contents)) == (
            status.st_mode,
            status.st_nlink,
            status.st_size,
        )
        if not alike or former.read_bytes() != contents:
            return False
        path.hardlink_to(former)
    except (OSError, NotImplementedError):  # no such file, or a system without hard links
        return False
    return True


_READABLE = 0o644  # whatever the umask says: a web server must be able to read the file


def _swap(fresh: Path, target: Path, former: Path) -> None:
    moved = target.exists()
    if moved:
        move(target, former)
    try:
        move(fresh, target)
    except BaseException:  # an interruption, too, must not cost the former build
        if moved:
            _put_back(former, target)
        raise


def _put_back(former: Path, target: Path) -> None:
    try:
        move(former, target)
    except OSError as error:
        if os.path.lexists(target):  # another build has come in between
            return
        kept = _fault(
            "output.failed_and_kept", target, reason=system_reason(error), where=target, kept=former
        )
        raise InputError([kept]) from error
