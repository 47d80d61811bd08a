"""``lastbild close`` of a sealed survey that is killed at every step: no ballot is lost, no urn is half."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from questionnaire import urn as urns
from tests.faults.closing import die_closing
from tests.faults.organising import AFTERWARDS, COUNTS, Workplace, sealed

URN = "probe.urn.json"


def stored(workplace: Workplace) -> tuple[bytes, ...]:
    """Return the ballots in the database, after it has recovered; it must be sound."""
    with closing(sqlite3.connect(workplace.work / "collector.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return urns.sorted_ballots([ballot for (ballot,) in connection.execute("SELECT ballot FROM ballots")])


@pytest.fixture
def workplace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workplace:
    """A sealed survey whose last day is over."""
    monkeypatch.setattr("generator.clock.today", lambda: AFTERWARDS)
    return sealed(tmp_path)


def test_a_close_that_is_killed_at_any_step_loses_no_ballot(
    workplace: Workplace, figures: Callable[[str], None]
) -> None:
    """The ballots are in the database or in a whole urn, or in both; the next close ends what was begun."""
    ballots = stored(workplace)
    assert len(ballots) == sum(COUNTS.values())
    without_urn = with_both = 0
    copies = die_closing(workplace)
    for copy in copies:
        left, path = stored(copy), copy.work / URN
        assert left in {(), ballots}
        assert left or path.exists()
        if path.exists():
            assert urns.parse(path.read_bytes()).ballots == ballots
        without_urn += not path.exists()
        with_both += path.exists() and bool(left)
        done = copy.run("close", "--yes", "--out", str(copy.work))
        assert done.status == 0, done.lines
        assert urns.parse(path.read_bytes()).ballots == ballots
        assert stored(copy) == ()
        assert not [name for name in copy.left() if "unfinished" in name]
    figures(
        f"close of a sealed survey, killed at {len(copies)} steps: no urn yet after {without_urn} of them, "
        f"urn and ballots after {with_both}"
    )
    assert min(without_urn, with_both) > 3
