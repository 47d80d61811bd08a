"""The guide's lines for completion, in each shell itself: a person types half a command and presses Tab."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.paths import ROOT

OPERATIONS = ROOT / "docs" / "operations.md"
SHELLS = {"bash": ["bash", "-i"], "zsh": ["zsh", "-i"], "fish": ["fish", "-i"]}
# What such a machine has already in the file that its shell reads first.
BEFORE = {"zsh": (".zshrc", "autoload -U compinit && compinit -u\n")}
# Completes as the command does, and notes that it has; it runs nothing, but notes what it was asked for.
_COMMAND = """#!/bin/sh
if [ -n "$_LASTBILD_COMPLETE" ]; then
    PYTHONPATH={root} {python} -m generator "$@"
    echo >>"$HOME/completed"
else
    echo "$@" >"$HOME/asked"
fi
"""
_SECONDS = 30


def lines(shell: str) -> str:
    """Return the guide's lines for ``shell``."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", OPERATIONS.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    (found,) = [block for block in blocks if f"LASTBILD_COMPLETE={shell}_source" in block]
    return str(found)


@pytest.fixture(params=list(SHELLS))
def shell(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, dict[str, str]]:
    """A shell set up by the guide's lines in a new home, and its environment."""
    (tmp_path / "lastbild").write_text(_COMMAND.format(root=ROOT, python=sys.executable), "utf-8")
    (tmp_path / "lastbild").chmod(0o755)
    environment = {
        "HOME": str(tmp_path),
        "PATH": f"{tmp_path}:/usr/bin:/bin",
        "TERM": "xterm",
        "LANG": "C.UTF-8",
        "LASTBILD_LANG": "en",
    }
    if request.param in BEFORE:
        name, text = BEFORE[request.param]
        (tmp_path / name).write_text(text, "utf-8")
    subprocess.run(["bash", "-c", lines(request.param)], cwd=tmp_path, env=environment, check=True)
    (tmp_path / "completed").unlink()  # the lines asked for the script
    return request.param, environment


@pytest.mark.parametrize(
    ("typed", "asked"),
    [("lastbild post", "poster"), ("lastbild build --sing", "build --single-file")],
)
def test_tab_completes(shell: tuple[str, dict[str, str]], typed: str, asked: str) -> None:
    """A command, and an option of a command."""
    name, environment = shell
    home = Path(environment["HOME"])
    assert shutil.which(SHELLS[name][0]), "harness.hosting installs it"
    process, terminal = pty.fork()
    if process == 0:  # the shell of the terminal
        os.chdir(home)
        os.execvpe(SHELLS[name][0], SHELLS[name], environment)  # noqa: S606 (it is one)
    try:
        said = _until(terminal, lambda said: len(said) > 0, quiet=1.0)
        os.write(terminal, f"{typed}\t".encode())
        said += _until(terminal, lambda _: (home / "completed").exists(), quiet=0.5)
        os.write(terminal, b"\r")
        said += _until(terminal, lambda _: (home / "asked").exists(), quiet=0.2)
    finally:
        os.kill(process, 9)
        os.waitpid(process, 0)
        os.close(terminal)
    assert (home / "asked").read_text("utf-8").split() == asked.split(), said


def _until(terminal: int, done: Callable[[bytes], bool], quiet: float) -> bytes:
    """Return what the shell says until ``done`` and then silence for ``quiet`` seconds."""
    said, deadline = b"", time.monotonic() + _SECONDS
    while time.monotonic() < deadline:
        readable, _, _ = select.select([terminal], [], [], quiet)
        if readable:
            said += os.read(terminal, 65536)
        elif done(said):
            return said
    raise TimeoutError(said)
