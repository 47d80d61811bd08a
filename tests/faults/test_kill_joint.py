"""A joint release that is killed at every step: no count is lost, and no team is released alone."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from collector.storage import Storage
from harness.contributions import counted
from tests.faults.organising import Workplace
from tests.faults.releasing_jointly import TALLIES, counted_teams, die_releasing, released

_FEWEST = 3  # steps before and after the one at which all becomes released


def releases(workplace: Workplace) -> set[bytes | None]:
    """Return what is released of each team, after the database has recovered; it must be sound."""
    storage = Storage.open(workplace.url)
    found = {storage.load_release(team) for team in TALLIES}
    storage.dispose()
    with closing(sqlite3.connect(workplace.work / "collector.sqlite")) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    return found


def test_a_joint_release_that_is_killed_at_any_step_is_of_all_or_of_none(
    tmp_path: Path, figures: Callable[[str], None]
) -> None:
    """Either all counts are there and nothing is released, or all is released and no count is left."""
    workplace = counted_teams(tmp_path)
    whole = released(workplace.copied("whole"))
    before = after = 0
    copies = die_releasing(workplace)
    for copy in copies:
        found = releases(copy)
        assert found in ({None}, {whole})
        left = {team: {code: n for code, n in counted(copy.url, team).items() if n} for team in TALLIES}
        assert left == (TALLIES if found == {None} else {team: {} for team in TALLIES})
        before, after = before + (found == {None}), after + (found == {whole})
        assert released(copy) == whole
        assert releases(copy) == {whole}
    figures(
        f"joint release, killed at {len(copies)} steps: not released after {before}, released after {after}"
    )
    assert before >= _FEWEST
    assert after >= 1
