"""The steps that the CI file takes on Windows and macOS, taken here."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from harness.paths import ROOT

_SCRIPT = ROOT / "harness" / "first_steps.py"


def first_steps(*command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the script with ``command`` in place of the installed one."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LASTBILD_COMMAND": json.dumps(command)}
    return subprocess.run(
        [sys.executable, str(_SCRIPT)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_every_step_succeeds(tmp_path: Path) -> None:
    """In a folder with an umlaut, by a command in a process of its own."""
    done = first_steps(sys.executable, "-m", "generator", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == [
        "begin",
        "build",
        "look",
        "collect",
    ]


def test_a_command_that_fails_is_noticed(tmp_path: Path) -> None:
    """A command that cannot run ends the script with another status than 0."""
    done = first_steps(sys.executable, "-c", "raise SystemExit(3)", folder=tmp_path)
    assert done.returncode == 1
    assert "AssertionError" in done.stderr


def test_the_ci_file_runs_them_everywhere() -> None:
    """On Linux, macOS and Windows; and the whole test command on Linux."""
    text = (ROOT / ".github" / "workflows" / "ci.yml").read_text("utf-8")
    for system in ("ubuntu-latest", "macos-latest", "windows-latest"):
        assert system in text
    assert "python harness/first_steps.py" in text
    assert ".ci/run" in text
