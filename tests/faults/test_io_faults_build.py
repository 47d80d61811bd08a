"""The command ``build`` with a whole site, on a disk on which one step after the other fails."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Mapping
from itertools import count
from pathlib import Path

import pytest

from generator import output
from generator.configuration import load
from generator.site import build
from generator.site.files import site_files
from harness.failing_disk import GROWING, FailingDisk, failing, in_use
from harness.sites import SMALLEST, contents, write
from tests.faults.commands import run
from tests.faults.folders import FORMER, beside, whole


@pytest.fixture(scope="module")
def config_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A configuration without faults, on a disk that works."""
    return write(tmp_path_factory.mktemp("config"), SMALLEST)


@pytest.fixture
def site(config_path: Path, monkeypatch: pytest.MonkeyPatch) -> Mapping[str, bytes]:
    """Files with the names of its site's, rendered once and cut short: here only writing them can fail."""
    files = {name: content[:1000] for name, content in site_files(load.load_site(config_path)).items()}
    monkeypatch.setattr(build, "site_files", lambda _: files)
    return files


def test_a_build_succeeds_as_a_whole_or_says_in_one_sentence_why_not(
    tmp_path: Path, config_path: Path, site: Mapping[str, bytes], figures: Callable[[str], None]
) -> None:
    """Every step that needs room fails once: status 1, one line, the former site; the last run succeeds."""
    target = tmp_path / "dist"
    output.write(FORMER, target)
    refused = 0
    for at in count(1):
        disk = FailingDisk(tmp_path, failing(errno.ENOSPC), at, among=GROWING)
        with in_use(disk):
            done = run("build", "--config", str(config_path), "--out", str(target))
        assert beside(target) == []
        if done.status == 0:
            assert contents(target) == whole(site)
            if not disk.failed:
                break
            output.write(FORMER, target)
        else:
            refused += 1
            assert done.status == 1
            assert done.refusal.startswith(f'command line: --out = "{target}": cannot be written (')
            assert os.strerror(errno.ENOSPC) in done.refusal
            assert contents(target) == whole(FORMER)
    figures(f"build: {at - 1} steps failed one after the other, {refused} builds were refused")
    assert refused > 2 * len(site)
