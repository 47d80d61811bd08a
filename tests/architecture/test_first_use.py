"""What docs/first-use.md says to be held by tests is: each test that it names exists."""

from __future__ import annotations

import re

from tests.architecture.handbook import ROOT

FOUND = 22  # faults, by one careful day of use


def test_every_fault_of_the_careful_day_has_a_test_that_exists() -> None:
    """A test that is renamed or removed is missed here."""
    text = (ROOT / "docs" / "first-use.md").read_text("utf-8")
    rows = re.findall(r"^\| (\d+) \| .+ \| (`.+`) \|$", text, re.MULTILINE)
    assert [int(number) for number, _ in rows] == list(range(1, FOUND + 1))
    for _, tests in rows:
        for path, name in re.findall(r"`([\w/]+\.py)::(\w+)`", tests):
            assert f"\ndef {name}(" in (ROOT / "tests" / path).read_text("utf-8"), (path, name)
        assert "::" in tests
