"""What is said is what holds: each sentence of the privacy texts has a test, or is told as what it is."""

from __future__ import annotations

from collections import Counter

import pytest

from tests.architecture.promises import (
    KINDS,
    PAGES,
    declared_in,
    entries,
    no_longer_said,
    not_listed,
    sentences,
)


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_is_left_out(page: str) -> None:
    """docs/promises.md lists exactly what the page says: whoever writes a new sentence says what holds it.

    ``python -m tests.architecture.promises`` prints the rows that are missing.
    """
    assert sentences(page)
    assert {"not listed": not_listed(page), "no longer said": no_longer_said(page)} == {
        "not listed": [],
        "no longer said": [],
    }


def test_what_holds_a_sentence_is_there() -> None:
    """Every test that is named exists; a sentence without one is advice, explanation, law or a limit."""
    listed = list(entries())
    missing = [
        (entry.sentence, test)
        for entry in listed
        for test in entry.tests
        if not test.split("::")[1].startswith("test_")
        or test.split("::")[1] not in declared_in(test.split("::")[0])
    ]
    assert missing == []
    assert [entry for entry in listed if not entry.tests and entry.kind not in KINDS] == []


def test_every_sentence_has_one_row() -> None:
    """A sentence with two rows could be told as held by a test, and as a limit."""
    rows = Counter((entry.page, entry.sentence) for entry in entries())
    assert [row for row, times in rows.items() if times > 1] == []
