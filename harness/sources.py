"""Copies of the generator's templates and languages, for a test or a measurement to edit."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

from questionnaire import language_folder


def copy(folder: Path) -> Path:
    """Copy ``site_templates`` and ``languages`` into ``folder``, over files that exist, and return it."""
    shutil.copytree(str(files("site_templates")), folder / "site_templates", dirs_exist_ok=True)
    shutil.copytree(language_folder.LANGUAGES_FOLDER, folder / "languages", dirs_exist_ok=True)
    return folder


@contextmanager
def read_from(folder: Path) -> Iterator[None]:
    """Let the generator read templates and languages from the copies in ``folder`` until the block ends."""
    templates, languages = folder / "site_templates", folder / "languages"
    spec = importlib.util.spec_from_file_location(
        "site_templates", templates / "__init__.py", submodule_search_locations=[str(templates)]
    )
    assert spec
    with (
        patch.dict(sys.modules, {"site_templates": importlib.util.module_from_spec(spec)}),
        patch.object(language_folder, "LANGUAGES_FOLDER", languages),
    ):
        yield


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """Copy templates and languages into ``folder``, which it yields; the generator reads these copies."""
    with read_from(copy(folder)):
        yield folder
