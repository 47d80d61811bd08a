"""What every attack has: a way to say what it found."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from harness import stub_python
from harness.browser_fixtures import browser_of_module, playwright_of_module
from harness.database_fixtures import cluster, new_database, postgresql_url, sqlite_url, url
from harness.paths import EXAMPLE
from tests.attacks.attack import Attack, Found
from tests.attacks.evidence import evidence
from tests.attacks.side_by_side import Compared, Comparison

__all__ = [
    "browser_of_module",
    "cluster",
    "evidence",
    "playwright_of_module",
    "postgresql_url",
    "sqlite_url",
    "url",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Give its fixture to every declared attack or comparison, so that none can end without a figure."""
    for item in items:
        for declared, fixture in (("attack", "found"), ("comparison", "compared")):
            if isinstance(item, pytest.Function) and hasattr(item.function, declared):
                item.fixturenames.append(fixture)


@pytest.fixture(scope="module")
def survey() -> dict[str, bytes]:
    """The files of the example site, which takes contributions without slips."""
    return stub_python.site_files(EXAMPLE)


@pytest.fixture
def postgresql_urls(cluster: str) -> tuple[str, str]:
    """Two new databases on PostgreSQL."""
    return new_database(cluster), new_database(cluster)


@pytest.fixture
def found(request: pytest.FixtureRequest) -> Iterator[Found]:
    """Compares what the attack found on the naive variant and on the product with what is declared.

    Call it with both findings as words ("150 of 150", "0 of 150"); each must stand in its declared sentence.
    """
    declared: Attack = request.function.attack
    findings: list[tuple[str, str]] = []

    def compare(naive: str, product: str) -> None:
        assert naive in declared.naive, f"on the naive variant the attack found: {naive}"
        assert product in declared.product, f"on the product the attack found: {product}"
        findings.append((naive, product))

    yield compare
    assert findings or request.session.testsfailed, "the attack never said what it found"


@pytest.fixture
def compared(request: pytest.FixtureRequest) -> Iterator[Compared]:
    """Compares what came back with what is declared: unsealed, sealed, and sealed with the trustee's key."""
    declared: Comparison = request.function.comparison
    columns = (declared.unsealed, declared.sealed, declared.with_key)
    findings: list[tuple[str, ...]] = []

    def compare(*seen: str) -> None:
        for column, one in zip(columns, seen, strict=True):
            assert one in column, f"what came back: {seen}"
        findings.append(seen)

    yield compare
    assert findings or request.session.testsfailed, "the look never said what it saw"
