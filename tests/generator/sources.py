"""What the generator reads beside a site.toml, as a copy that a test or a measurement may edit."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from unittest.mock import patch

from questionnaire import wording


@contextmanager
def copied(folder: Path) -> Iterator[Path]:
    """Let the generator read templates and languages from copies in ``folder`` until the block ends.

    Gives ``folder``, with ``site_templates`` and ``languages`` in it.
    """
    templates, languages = folder / "site_templates", folder / "languages"
    shutil.copytree(str(files("site_templates")), templates)
    shutil.copytree(wording.LANGUAGES_FOLDER, languages)
    spec = importlib.util.spec_from_file_location(
        "site_templates", templates / "__init__.py", submodule_search_locations=[str(templates)]
    )
    assert spec
    with (
        patch.dict(sys.modules, {"site_templates": importlib.util.module_from_spec(spec)}),
        patch.object(wording, "LANGUAGES_FOLDER", languages),
        patch.object(wording.load, "__defaults__", (languages,)),
        patch.object(wording.available, "__defaults__", (languages,)),
    ):
        yield folder
