"""``plan.html``: the action plan of a report in one file, to be opened by a double click.

It stands beside the report and not in a site: it is for the people who decide.
"""

from __future__ import annotations

from pathlib import Path

from generator import output_file
from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.plan.page import MARK, NAME, plan_page
from generator.plan.python_parts import plan_parts
from generator.runtime import store
from questionnaire.release_file import ReleaseFile


def plan_file(config: Config, brand_files: BrandFiles, released: ReleaseFile) -> bytes:
    """Return the page with Python inside.

    Raises ``InputError`` with every fault of the catalogues, and ``generator.runtime.PreparationError`` if
    Python cannot be prepared.
    """
    return plan_page(config, brand_files, released, store.plan_script(), plan_parts())


def write_plan_page(
    config: Config, brand_files: BrandFiles, released: ReleaseFile, out: Path
) -> tuple[Path, int]:
    """Write ``plan_file``, and return its path and its size in bytes.

    ``out`` is the folder to put it into, or the file itself if its name ends in ``.html``. Raises
    ``InputError`` if another file than one of ours is there, and the errors of ``plan_file``.
    """
    contents = plan_file(config, brand_files, released)
    path = out if output_file.is_named(out) else out / NAME
    output_file.write_file(contents, path, MARK)
    return path, len(contents)
