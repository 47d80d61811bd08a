"""Folders to replace while the disk fails, and a naive way to write them."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from generator import output
from harness.sites import contents

FORMER = {"index.html": b"<p>old</p>", "old.html": b"gone soon", "en/index.html": b"<p>stays</p>"}
NEW = {"index.html": b"<p>new</p>", "assets/site.css": b"p{}", "en/index.html": b"<p>stays</p>"}


def write_in_place(files: Mapping[str, bytes], target: Path) -> None:
    """Write ``files`` as most generators do: one after the other, into the folder that is being served."""
    for name, content in files.items():
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes(content)
    (target / output.MANIFEST).write_bytes(output.manifest(files))
    for name in contents(target).keys() - files.keys() - {output.MANIFEST}:
        (target / name).unlink()


def remove_and_move(files: Mapping[str, bytes], target: Path) -> None:
    """Write ``files`` beside the target, remove the target, and move the new folder to its place."""
    fresh = target.with_name("fresh")
    shutil.rmtree(fresh, ignore_errors=True)
    write_in_place(files, fresh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)


def whole(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return what a folder of ``files`` holds once it is written: them, and their manifest."""
    return {**files, output.MANIFEST: output.manifest(files)}


def beside(target: Path) -> list[str]:
    """Return the names of everything that stands beside ``target``."""
    return sorted(path.name for path in target.parent.glob("*") if path != target)
