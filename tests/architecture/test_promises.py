"""What is said is what holds: each sentence of the privacy texts has a test, or is told as what it is."""

from __future__ import annotations

import pytest

from tests.architecture.promises import KINDS, PAGES, declared_in, entries, sentences


@pytest.mark.parametrize("page", PAGES)
def test_no_sentence_is_left_out(page: str) -> None:
    """docs/promises.md lists exactly what the page says: whoever writes a new sentence says what holds it."""
    listed = [entry.sentence for entry in entries() if entry.page == page]
    said = sentences(page)
    assert {
        "not listed": [one for one in said if one not in listed],
        "no longer said": [one for one in listed if one not in said],
    } == {"not listed": [], "no longer said": []}


def test_what_holds_a_sentence_is_there() -> None:
    """Every test that is named exists; a sentence without one is advice, explanation, law or a limit."""
    listed = list(entries())
    missing = [
        (entry.sentence, test)
        for entry in listed
        for test in entry.tests
        if test.split("::")[1] not in declared_in(test.split("::")[0])
    ]
    assert missing == []
    assert [entry for entry in listed if not entry.tests and entry.kind not in KINDS] == []
