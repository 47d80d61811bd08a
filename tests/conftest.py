"""What all tests share: the order in which files of them are handed to the cores."""

from __future__ import annotations

import pytest

# Mostly waits (a crowd of slow clients); begun first, the other cores' work is done meanwhile.
BEGUN_FIRST = "tests/faults/test_slow_clients.py"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Hand out the file that takes longest before all others; the order is stable otherwise."""
    items.sort(key=lambda item: not item.nodeid.startswith(BEGUN_FIRST))
