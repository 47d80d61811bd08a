"""A fresh database for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import pytest

from collector import Storage
from harness.contributions import DAY, OPENS, drawn, survey
from harness.database_fixtures import cluster, postgresql_url, sqlite_url, storage, url

__all__ = ["cluster", "postgresql_url", "sqlite_url", "storage", "url"]

SLIPS = drawn(12)


@pytest.fixture
def with_slips(storage: Storage) -> Storage:
    """A storage with a survey that needs slips, and has ``SLIPS``."""
    storage.register(survey(mode="slips"), today=OPENS - DAY)
    storage.add_slips("hafen-2027", SLIPS)
    return storage
