"""Which tests are heavy: they start a browser, a server, a container, PostgreSQL, an office or a terminal.

``make quick`` leaves them out.

That is seen by what a test asks for and what its module imports, and written nowhere else.
"""

from __future__ import annotations

from pathlib import Path

import pytest

# Functions that start something; a test whose module imports one of them is heavy.
STARTING = frozenset(
    {
        "generator.preview.collector.run_collector",
        "generator.preview.server.preview_server",
        "harness.collector_process.serving",
        "harness.hosting.running",
        "harness.office.converted",
        "harness.organisation.organisation",
        "harness.servers.plain_server",
        "harness.servers.serving",
        "harness.terminal.terminal",
        "tests.collector.serving.serving",
    }
)
_STARTED = frozenset({"playwright", "cluster", "served", "evidence"})  # fixtures
_ON_POSTGRESQL = "postgresql"  # a parameter of tests that run on both databases
_FAULTS = Path(__file__).with_name("faults")  # processes that are killed
_HOSTING = Path(__file__).with_name("hosting")  # programs that ``harness.hosting`` installs


def is_heavy(test: pytest.Function) -> bool:
    """Tell whether ``test`` starts a browser, a server, PostgreSQL, an office or a terminal."""
    parameters = test.callspec.params if hasattr(test, "callspec") else {}
    return bool(
        {_FAULTS, _HOSTING}.intersection(test.path.parents)
        or test.get_closest_marker("browser")
        or _STARTED.intersection(test.fixturenames)
        or any(value == _ON_POSTGRESQL for value in parameters.values() if isinstance(value, str))
        or any(_full_name(value) in STARTING for value in vars(test.module).values())
    )


def _full_name(value: object) -> str:
    """Return the name of a function or class with its module's; of anything else, the name of nothing."""
    return f"{getattr(value, '__module__', '')}.{getattr(value, '__qualname__', '')}"
