"""Output that lacks letters: a pipe of Windows, an old terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from harness import sites
from harness.paths import ROOT


def said(encoding: str, *arguments: str | Path) -> tuple[int, bytes, bytes]:
    """Return status, output and error output of a command that speaks German and writes by ``encoding``."""
    environment = {
        **os.environ,
        "PYTHONIOENCODING": encoding,
        "PYTHONPATH": str(ROOT),
        "LASTBILD_LANG": "de",
    }
    command = [sys.executable, "-m", "generator", *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "cp437"])
def test_every_command_says_what_it_has_to_say(tmp_path: Path, encoding: str) -> None:
    """Help and faults come through in every code page; letters that it has stay as they are."""
    status, out, err = said(encoding, "--help")
    assert (status, err) == (0, b"")
    assert b"lastbild" in out
    path = sites.write(tmp_path, sites.SMALLEST.replace('"muster"', '"Größe → klein"'))
    status, out, err = said(encoding, "check", "--config", path)
    assert status == 1
    assert "Traceback" not in (out + err).decode(encoding)
    written = (out + err).decode(encoding)
    assert "Größe -> klein" in written


def test_utf_8_is_left_alone(tmp_path: Path) -> None:
    """Where every letter can be written, none is replaced."""
    path = sites.write(tmp_path, sites.SMALLEST.replace('"muster"', '"Größe → klein"'))
    _, out, err = said("utf-8", "check", "--config", path)
    assert "Größe → klein" in (out + err).decode("utf-8")
