"""Run the project's own commands in a process of their own, as a person would."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def build(config: Path, out: Path) -> None:
    """Build the site of ``config`` into ``out``."""
    command = [sys.executable, "-m", "generator", "build", "--config", str(config), "--out", str(out)]
    subprocess.run(command, check=True)
