"""The example site as a single file: its survey is counted on paper."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from generator.configuration import load
from generator.site.files import site_files
from generator.site.single_file import single_file
from harness.example_modes import example_in
from harness.paths import EXAMPLE


def on_paper(folder: Path) -> Path:
    """Write the example's configuration, changed to ballots on paper, into ``folder``; return its path."""
    shutil.copytree(EXAMPLE.parent, folder, dirs_exist_ok=True)
    text, changed = re.subn(r"(?m)^url = .*\n", "", example_in("paper"))
    assert changed == 1
    config = folder / "site.toml"
    config.write_text(text, "utf-8")
    return config


def built(folder: Path) -> Path:
    """Build the example as a single file in ``folder`` and return its path."""
    path = folder / "survey.html"
    path.write_bytes(single_file(load.load_site(on_paper(folder / "workspace"))))
    return path


def pages(config: Path) -> dict[str, str]:
    """Return the pages that stand in the single file of ``config``, as a build makes them: path -> HTML."""
    files = site_files(load.load_site(config), single=True)
    return {path: contents.decode() for path, contents in files.items() if path.endswith(".html")}
