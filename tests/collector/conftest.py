"""A fresh database for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from harness.database_fixtures import cluster, postgresql_url, sqlite_url, storage, url

__all__ = ["cluster", "postgresql_url", "sqlite_url", "storage", "url"]
