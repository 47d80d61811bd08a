"""A stage for chapters that are made up."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.chapters import Stage


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Stage:
    """A stage without chapters, in a folder of its own."""
    return Stage(monkeypatch, tmp_path)
