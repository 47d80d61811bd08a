"""One build from end to end: read, check, render, write."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator import output, output_file
from generator.configuration import load
from generator.site.files import site_files
from generator.site.single_file import MARK, file_name, single_file
from questionnaire.faults import InputError


def build_site(config_path: Path, out: Path) -> dict[str, bytes]:
    """Build the site of ``config_path`` into the folder ``out`` and return its files: path -> contents.

    Raises ``InputError`` with every fault; ``out`` then stays as it was.
    """
    output.check_target(out)
    files = site_files(load.load_site(config_path))
    output.write(files, out)
    return files


def build_single_file(config_path: Path, out: Path | None) -> tuple[Path, int]:
    """Build the site of ``config_path`` as one HTML file; return where it is and its size in bytes.

    ``out`` is the file if its name ends in ``.html``, else its folder, the current one if it is ``None``; the
    file is then named by the survey, or ``lastbild.html`` if there are several. Raises ``InputError`` with
    every fault, and if another file than one of ours is there; what is there then stays.
    """
    site = load.load_site(config_path)
    try:
        contents = single_file(site)
    except InputError as error:
        named = [fault if fault.file else replace(fault, file=config_path.name) for fault in error.faults]
        raise InputError(named) from error
    path = out if out and output_file.is_named(out) else (out or Path()) / file_name(site)
    output_file.write_file(contents, path, MARK)
    return path, len(contents)
