"""Databases as the collector's own tests have them, and a way to say what was measured."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest

from harness.database_fixtures import cluster, postgresql_url, sqlite_url, url

__all__ = ["cluster", "figures", "postgresql_url", "sqlite_url", "url"]


@pytest.fixture
def figures(capsys: pytest.CaptureFixture[str]) -> Callable[[str], None]:
    """Say on the terminal what a test counted, whether it passes or not."""

    def say(line: str) -> None:
        with capsys.disabled():
            sys.stdout.write(f"\n  {line}\n")

    return say
