"""Writing a folder while the disk fails: whichever step it is, the target is the former or the new one."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from itertools import count
from pathlib import Path

import pytest

from generator import output
from harness.failing_disk import GROWING, READING, FailingDisk, failing, in_use
from harness.sites import contents
from questionnaire.faults import InputError
from tests.faults.folders import FORMER, NEW, beside, whole, write_in_place

# How a disk fails: the error, whether it goes on failing, and the steps that it refuses (None: all).
FAILURES = {
    "full": (errno.ENOSPC, False, GROWING),
    "full from then on": (errno.ENOSPC, True, GROWING),
    "a bad block": (errno.EIO, False, None),
    "gone from then on": (errno.EIO, True, None),
    "read-only from then on": (errno.EROFS, True, GROWING | {"chmod", "remove", "rmdir"}),
    "not permitted": (errno.EACCES, False, None),
}

# If removing fails, something stays beside until the next run.
REMOVING = READING | {"remove", "rmdir"}


def disks(folder: Path, failure: str) -> Iterator[FailingDisk]:
    """Yield disks that fail at their first step, at their second, and so on; end once no step failed."""
    number, lasting, among = FAILURES[failure]
    for at in count(1):
        disk = FailingDisk(folder / str(at), failing(number), at, lasting, among)
        disk.folder.mkdir()
        yield disk
        if not disk.failed:
            return


def refusal(action: Callable[[], None]) -> str:
    """Return the only line of the ``InputError`` that ``action`` raises, or nothing if it succeeds."""
    try:
        action()
    except InputError as error:
        (fault,) = error.faults
        return str(fault)
    return ""


@pytest.mark.parametrize("failure", FAILURES)
@pytest.mark.parametrize("before", [{}, FORMER], ids=["new", "former"])
def test_whatever_step_fails_the_folder_is_the_former_or_the_new_one(
    tmp_path: Path, failure: str, before: dict[str, bytes], figures: Callable[[str], None]
) -> None:
    """One sentence says what failed; nothing is lost, and the next run succeeds and leaves nothing beside."""
    points = 0
    for disk in disks(tmp_path, failure):
        target = disk.folder / "web" / "dist"
        if before:
            output.write(before, target)
        with in_use(disk):
            line = refusal(partial(output.write, NEW, target))
        if line:
            assert line.startswith(f'command line: --out = "{target}": ')
            assert os.strerror(FAILURES[failure][0]) in line
            _check_the_former(target, before, line, disk)
        else:
            assert contents(target) == whole(NEW), disk.failed_at
        assert not beside(target) or disk.lasting or disk.failed_at in REMOVING, disk.failed_at
        output.write(NEW, target)
        assert contents(target) == whole(NEW)
        assert beside(target) == []
        points += disk.failed
    figures(f"{failure}, {'former' if before else 'new'} folder: {points} steps failed one after the other")
    assert points > 10


def _check_the_former(target: Path, before: dict[str, bytes], line: str, disk: FailingDisk) -> None:
    """Check that a failed run has left everything as it was, or tells where the former folder is."""
    _, said, kept = line.partition(" is kept in ")
    if said:  # it could not even be put back
        assert disk.lasting
        assert contents(Path(kept)) == whole(before)
    else:
        assert contents(target) == (whole(before) if before else {}), disk.failed_at


def test_a_writer_in_place_leaves_neither_the_former_nor_the_new_folder(tmp_path: Path) -> None:
    """The naive way: after most failures, the folder that is being served is a mixture."""
    mixtures = points = 0
    for disk in disks(tmp_path, "full"):
        target = disk.folder / "web" / "dist"
        write_in_place(FORMER, target)
        with in_use(disk), suppress(OSError):
            write_in_place(NEW, target)
        points += disk.failed
        mixtures += contents(target) not in (whole(FORMER), whole(NEW))
    assert mixtures > points / 2 > 1
