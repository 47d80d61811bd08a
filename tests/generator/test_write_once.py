"""A file that is written once: the same contents may come again, others never take its place."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.output_file import write_once
from questionnaire.faults import InputError

URN, OTHER = b"urn " * 100, b"another"


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """A path in a folder of its own that is not there yet."""
    return tmp_path / "out" / "probe.urn.json"


def refusal(action: Callable[[], None]) -> str:
    """Return the one line of the ``InputError`` that ``action`` raises."""
    with pytest.raises(InputError) as refused:
        action()
    (fault,) = refused.value.faults
    return str(fault)


def alone(target: Path) -> bool:
    """Tell whether nothing is left beside ``target``."""
    return [path.name for path in target.parent.iterdir()] == [target.name]


def test_a_new_file_is_written_for_its_owner_only(target: Path) -> None:
    """With its folder; the same contents again change nothing, not even the date."""
    write_once(URN, target)
    status = target.stat()
    write_once(URN, target)
    assert target.read_bytes() == URN
    assert stat.S_IMODE(status.st_mode) == 0o600
    assert (status.st_ino, status.st_nlink, status.st_mtime_ns) == (
        target.stat().st_ino,
        1,
        target.stat().st_mtime_ns,
    )
    assert alone(target)


def test_other_contents_are_never_overwritten(target: Path) -> None:
    """A file, and what a link leads to; the line says what to do."""
    write_once(OTHER, target)
    message = refusal(lambda: write_once(URN, target))
    assert message.startswith(f'command line: --out = "{target}": is there already with other contents')
    link = target.with_name("link")
    link.symlink_to(target)
    assert "other contents" in refusal(lambda: write_once(URN, link))
    assert target.read_bytes() == OTHER


def test_a_link_that_leads_nowhere_is_not_followed(target: Path) -> None:
    """Nobody can have the file written to another place."""
    target.parent.mkdir()
    target.symlink_to(target.with_name("elsewhere"))
    assert "cannot be written" in refusal(lambda: write_once(URN, target))
    assert alone(target)


def test_somebody_who_was_faster_keeps_their_file(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes in after the look and before the last step: that step takes nobody's place."""
    look = os.path.lexists

    def look_and_lose(path: Path) -> bool:
        there = look(path)
        target.write_bytes(OTHER)
        return there

    monkeypatch.setattr("os.path.lexists", look_and_lose)
    assert "other contents" in refusal(lambda: write_once(URN, target))
    assert target.read_bytes() == OTHER
    assert alone(target)


def test_a_disk_without_hard_links_takes_the_file_too(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trustee may write to a stick."""

    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    write_once(URN, target)
    assert target.read_bytes() == URN
    assert alone(target)


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    """A part of its path is a file; nothing is left."""
    (tmp_path / "out").write_bytes(b"")
    assert "cannot be written" in refusal(lambda: write_once(URN, tmp_path / "out" / "urn"))
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
