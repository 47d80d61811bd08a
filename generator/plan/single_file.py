"""``plan.html``: the action plan of a report in one file, to be opened by a double click.

It stands beside the report and not in a site: it is for the people who decide.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import output_file
from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.plan.page import MARK, NAME, plan_page
from generator.plan.python_parts import plan_parts
from generator.runtime import store
from questionnaire.release_file import ReleaseFile


@dataclass(frozen=True, slots=True)
class Program:
    """What runs in the page: its script in one piece, and the parts of Python."""

    script: bytes
    python: Mapping[str, bytes]


def load_program() -> Program:
    """Return what runs in every such page; raises ``PreparationError`` if Python cannot be prepared."""
    return Program(store.plan_script(), plan_parts())


def plan_file(config: Config, brand_files: BrandFiles, released: ReleaseFile, program: Program) -> bytes:
    """Return the page of the plan that answers ``released``; raises as ``plan_page`` does."""
    return plan_page(config, brand_files, released, program.script, program.python)


def write_plan_page(
    config: Config, brand_files: BrandFiles, released: ReleaseFile, program: Program, out: Path
) -> tuple[Path, int]:
    """Write ``plan_file``, and return its path and its size in bytes.

    ``out`` is the folder to put it into, or the file itself if its name ends in ``.html``. Raises
    ``InputError`` if another file than one of ours is there, and the errors of ``plan_page``.
    """
    contents = plan_file(config, brand_files, released, program)
    path = out if output_file.is_named(out) else out / NAME
    output_file.write_file(contents, path, MARK)
    return path, len(contents)
