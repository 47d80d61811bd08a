"""What holds for all tests: which of them are heavy, and how many examples a property tries."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.heavy import is_heavy

# An example may take as long as a busy machine needs: what is promised is no time.
settings.register_profile("usual", deadline=None)
settings.register_profile("fuzz", deadline=None, max_examples=20 * 100)
settings.load_profile(os.environ.get("LASTBILD_EXAMPLES", "usual"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every heavy test."""
    for item in items:
        if isinstance(item, pytest.Function) and is_heavy(item):
            item.add_marker("heavy")


@pytest.fixture(autouse=True, scope="session")
def english() -> Iterator[None]:
    """Commands speak English, whatever the machine speaks; the tests of German say so themselves."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("LASTBILD_LANG", "en")
        environment.delenv("LANGUAGE", raising=False)
        yield
