"""Run the project's own commands in a process of their own, as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from harness.paths import ROOT


def build(config_path: Path, out: Path, *, single_file: bool = False) -> None:
    """Build the site of a site.toml into ``out`` with this checkout, wherever the tests run from."""
    command = [sys.executable, "-m", "generator", "build", "--config", str(config_path), "--out", str(out)]
    subprocess.run([*command, *(["--single-file"] if single_file else [])], cwd=ROOT, check=True)
