"""What holds for all tests: which of them are heavy, and how many examples a property tries.

``make quick`` leaves out what is marked ``heavy``: every test that starts a browser, a server or PostgreSQL.
That is seen here, by what a test asks for and what its module imports, and written nowhere else.
"""

from __future__ import annotations

import os

import pytest
from hypothesis import settings

_STARTING = frozenset(
    {
        "generator.preview.collector.run_collector",
        "generator.preview.server.preview_server",
        "harness.collector_process.serving",
        "harness.hosting.running",
        "harness.organisation.organisation",
        "harness.servers.plain_server",
        "harness.servers.serving",
        "tests.collector.serving.serving",
    }
)
_STARTED = frozenset({"playwright", "cluster", "served"})  # fixtures
_ON_POSTGRESQL = "postgresql"  # a parameter of tests that run on both databases

# An example may take as long as a busy machine needs: what is promised is no time.
settings.register_profile("usual", deadline=None)
settings.register_profile("fuzz", deadline=None, max_examples=20 * 100)
settings.load_profile(os.environ.get("LASTBILD_EXAMPLES", "usual"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every heavy test."""
    for item in items:
        if isinstance(item, pytest.Function) and _is_heavy(item):
            item.add_marker("heavy")


def _is_heavy(item: pytest.Function) -> bool:
    parameters = item.callspec.params if hasattr(item, "callspec") else {}
    return bool(
        "faults" in item.path.parts
        or item.get_closest_marker("browser")
        or _STARTED.intersection(item.fixturenames)
        or any(value == _ON_POSTGRESQL for value in parameters.values() if isinstance(value, str))
        or any(_name(value) in _STARTING for value in vars(item.module).values())
    )


def _name(value: object) -> str:
    """Return the full name of a function or class; of anything else, nothing that one is called."""
    return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '')}"
