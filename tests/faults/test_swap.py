"""A build that is killed while it replaces a folder: what was there stays, or the next build puts it back."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from generator import output, scratch
from harness.paths import ROOT
from harness.sites import contents
from questionnaire.faults import InputError
from tests.faults.cutting import cut
from tests.faults.folders import FORMER, NEW, beside, whole


@pytest.mark.parametrize("before", ["former", "nothing"])
def test_a_build_that_is_killed_at_any_step_costs_nothing(
    tmp_path: Path, before: str, figures: Callable[[str], None]
) -> None:
    """The target is the former or the new one; only between two renames it is missing, and comes back."""
    former: dict[str, bytes] = whole(FORMER) if before == "former" else {}
    missing = 0
    targets = cut(tmp_path, "product", before)
    for target in targets:
        missing += bool(former) and not target.exists()
        if target.exists():
            assert contents(target) in (former, whole(NEW))
        output.check_target(target)  # the next build begins, whatever becomes of it
        assert contents(target) in (former, whole(NEW))
        assert beside(target) == []
        output.write(NEW, target)
        assert contents(target) == whole(NEW)
        assert beside(target) == []
    figures(f"killed at {len(targets)} steps, over {before}: the target was missing after {missing} of them")
    assert len(targets) > 25
    assert missing == (before == "former")


def test_a_writer_that_removes_first_loses_the_folder(tmp_path: Path) -> None:
    """The naive way: killed at many steps, it leaves neither the former nor the new one."""
    targets = cut(tmp_path, "naive", "former")
    lost = [target for target in targets if contents(target) not in (whole(FORMER), whole(NEW))]
    for target in lost:
        with suppress(InputError):
            output.check_target(target)
        assert contents(target) not in (whole(FORMER), whole(NEW))
    assert len(lost) > 3


def test_a_build_that_runs_is_left_alone(tmp_path: Path) -> None:
    """Nobody takes away what another build is writing, or has moved aside for a moment."""
    target = tmp_path / "dist"
    output.write(FORMER, target)
    with scratch.scratch_folder(target) as running:
        (running / scratch.FRESH).mkdir()
        target.rename(running / scratch.FORMER)
        output.check_target(target)
        assert not target.exists()
        assert contents(running / scratch.FORMER) == whole(FORMER)
        output.write(NEW, target)
        assert {path.name for path in running.iterdir()} == {scratch.FRESH, scratch.FORMER}
    assert contents(target) == whole(NEW)
    assert beside(target) == []


def test_what_is_not_a_builds_own_is_left_alone(tmp_path: Path) -> None:
    """A folder with such a name but other files in it, and a link with such a name, are somebody's own."""
    target = tmp_path / "dist"
    own = tmp_path / ".dist-unfinished-thesis"
    (own / scratch.FORMER).mkdir(parents=True)
    (own / "thesis.txt").write_text("precious", "utf-8")
    (tmp_path / "elsewhere" / scratch.FRESH).mkdir(parents=True)
    (tmp_path / ".dist-unfinished-link").symlink_to(tmp_path / "elsewhere")
    output.write(NEW, target)
    assert beside(target) == [".dist-unfinished-link", ".dist-unfinished-thesis", "elsewhere"]
    assert (own / "thesis.txt").read_text("utf-8") == "precious"
    assert (tmp_path / "elsewhere" / scratch.FRESH).is_dir()


_MANY_TIMES = """
import sys
from pathlib import Path
from generator import output
from questionnaire.faults import InputError
for number in range(40):
    try:
        output.write({"index.html": sys.argv[2].encode() * 1000, "a/b.css": b"p{}"}, Path(sys.argv[1]))
    except InputError:
        pass
"""


def test_builds_at_the_same_moment_end_with_the_whole_folder_of_one(tmp_path: Path) -> None:
    """Each is written or refused; none leaves a mixture or anything beside."""
    target = tmp_path / "dist"
    command = [sys.executable, "-c", _MANY_TIMES, str(target)]
    builds = [
        subprocess.Popen([*command, letter], cwd=ROOT, stderr=subprocess.PIPE, text=True) for letter in "abc"
    ]
    errors = [build.communicate(timeout=60)[1] for build in builds]
    assert errors == ["", "", ""]
    assert contents(target) in [
        whole({"index.html": one * 1000, "a/b.css": b"p{}"}) for one in (b"a", b"b", b"c")
    ]
    assert beside(target) == []
