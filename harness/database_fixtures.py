"""A fresh database for each test, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url, text

from collector import Storage
from harness import postgresql

_names = (f"lastbild_{number}" for number in itertools.count())


@pytest.fixture(scope="session")
def cluster() -> Iterator[str]:
    """A private PostgreSQL, started once."""
    with postgresql.cluster() as url:
        yield url


@pytest.fixture
def postgresql_url(cluster: str) -> str:
    """A new database on PostgreSQL."""
    return new_database(cluster)


def new_database(cluster: str) -> str:
    """Create a database in the cluster, and return its URL."""
    name = next(_names)
    engine = create_engine(
        make_url(cluster).set(drivername="postgresql+psycopg"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    engine.dispose()
    return cluster.replace("/postgres?", f"/{name}?")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """A new SQLite file."""
    return f"sqlite:///{tmp_path / 'lastbild.db'}"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest) -> str:
    """A new database, once on SQLite and once on PostgreSQL: a test's promise holds for both."""
    address: str = request.getfixturevalue(f"{request.param}_url")
    return address


@pytest.fixture
def storage(url: str) -> Iterator[Storage]:
    """An empty storage."""
    fresh = Storage.open(url, patience=0.2)
    yield fresh
    fresh.dispose()
