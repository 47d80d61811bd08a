"""The page of the plan as the command writes it, opened from the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness import releases
from harness.plan_page import plan_page_of
from questionnaire.disclosure import Withheld


@pytest.fixture(scope="package")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a release that shows two constellations."""
    return plan_page_of(tmp_path_factory.mktemp("plan"), releases.RELEASES["partly"])


@pytest.fixture(scope="package")
def withheld_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a release that is withheld."""
    return plan_page_of(tmp_path_factory.mktemp("withheld"), Withheld())
