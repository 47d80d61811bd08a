"""One build from end to end: read, check, render, write."""

from __future__ import annotations

from pathlib import Path

from generator import output
from generator.configuration import load
from generator.site.files import site_files


def build_site(config_path: Path, out: Path) -> dict[str, bytes]:
    """Build the site of ``config_path`` into the folder ``out`` and return its files: path -> contents.

    Raises ``InputError`` with every fault; ``out`` then stays as it was.
    """
    output.check_target(out)
    files = site_files(load.load_site(config_path))
    output.write(files, out)
    return files
