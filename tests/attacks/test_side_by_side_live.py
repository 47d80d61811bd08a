"""Looks into the tables of an unsealed survey and of a sealed one while they run."""

from __future__ import annotations

import pytest

from collector import Storage
from harness.database_fixtures import new_database
from tests.attacks.sealed_people import (
    Crowd,
    Reading,
    crowd,
    looked_at,
    read_plain,
    read_with_key,
)
from tests.attacks.side_by_side import Compared, side_by_side

_MANY = 40


@pytest.fixture(params=["sqlite", "postgresql"])
def urls(request: pytest.FixtureRequest) -> tuple[str, str]:
    """Two new databases: for the unsealed survey and for the sealed."""
    if request.param == "sqlite":
        folder = request.getfixturevalue("tmp_path")
        return f"sqlite:///{folder}/unsealed.db", f"sqlite:///{folder}/sealed.db"
    cluster = request.getfixturevalue("cluster")
    return new_database(cluster), new_database(cluster)


@side_by_side(
    look="the live database, polled while people contribute one after the other",
    unsealed="40 of 40 codes, each with its moment",
    sealed="0 of 40 codes, but 40 moments",
    with_key="40 of 40 codes, each with its moment",
)
def test_the_live_database_is_polled(urls: tuple[str, str], compared: Compared) -> None:
    """On both databases; the difference of two looks is what came in between."""
    unsealed, sealed = (
        _polled(url, crowd(url, _MANY, is_sealed=is_sealed))
        for url, is_sealed in zip(urls, (False, True), strict=True)
    )
    assert len(sealed) == _MANY
    compared(
        f"{_known(unsealed, read_plain)} codes, each with its moment",
        f"{_known(sealed, read_plain)} codes, but {len(sealed)} moments",
        f"{_known(sealed, read_with_key)} codes, each with its moment",
    )


def _polled(url: str, people: Crowd) -> list[tuple[list[bytes], str]]:
    """Return what was new at each look, and the code that somebody contributed before it."""
    storage, before, seen = Storage.open(url), looked_at(url, people), []
    for number in people.contribute(storage):
        after = looked_at(url, people)
        seen.append((list((after - before).elements()), people.codes[number - 1]))
        before = after
    storage.dispose()
    return seen


def _known(seen: list[tuple[list[bytes], str]], reading: Reading) -> str:
    right = sum([reading(trace) for trace in traces] == [code] for traces, code in seen)
    return f"{right} of {len(seen)}"
