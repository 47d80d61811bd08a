"""One build from end to end: read, check, render, write."""

from __future__ import annotations

from pathlib import Path

from generator import output
from generator.site.files import configured_site_files


def build_site(config_path: Path, out: Path) -> dict[str, bytes]:
    """Build the site of ``config_path`` into the folder ``out`` and return its files: path -> contents.

    Raises ``InputError`` with every fault; ``out`` is then what it was before.
    """
    output.check_target(out)
    files = configured_site_files(config_path)
    output.write(files, out)
    return files
