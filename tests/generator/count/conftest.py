"""The page of a count, for every test of this folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.generator.count.counting import CountPage


@pytest.fixture
def page(tmp_path: Path) -> CountPage:
    """A page on which nothing is counted yet, on the survey's second day."""
    return CountPage(tmp_path / "page")
