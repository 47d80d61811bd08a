"""Two people who release the same surveys at the same moment: one release, and the same for both."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from collector.errors import CollectorError
from collector.storage import Storage
from generator.organisation.joint_release import release_jointly
from generator.organisation.storage import COLLECTING_MODES, collecting_surveys
from generator.report.joint import TeamTally, disclosed_jointly
from harness.desk import Desk
from harness.releases import CLOSES, DAY
from harness.teams import INVITED
from questionnaire.levels_file import Kind
from tests.generator.organisation.test_joint_release import teams

__all__ = ["teams"]  # the fixture


def released_by(desk: Desk) -> bytes:
    """Release the teams of ``desk`` as another process does, with a connection of its own."""
    path = desk.folder / "site.toml"
    storage = Storage.open(desk.url)
    try:
        surveys = collecting_surveys(path, COLLECTING_MODES)
        return release_jointly(storage, surveys, path, today=CLOSES + DAY)
    finally:
        storage.dispose()


@pytest.mark.parametrize("moment", ["before the counts", "between two counts", "before it is saved"])
def test_whoever_comes_second_changes_nothing(
    teams: Desk, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    """The other releases all at this moment: the first is refused, and gets the same bytes the next time."""
    others: list[bytes] = []

    def meanwhile() -> None:
        if not others:
            monkeypatch.undo()
            monkeypatch.setattr("generator.clock.today", lambda: CLOSES + DAY)
            others.append(released_by(teams))

    calls: list[str] = []
    counts: Callable[[Storage, str], dict[str, int]] = Storage.counts
    disclosed = disclosed_jointly

    def counting(storage: Storage, survey: str) -> dict[str, int]:
        calls.append(survey)
        if len(calls) == (1 if moment == "before the counts" else 2):
            meanwhile()
        return counts(storage, survey)

    def disclosing(tallies: Sequence[TeamTally], kind: Kind) -> bytes:
        result = disclosed(tallies, kind)
        meanwhile()
        return result

    if moment == "before it is saved":
        monkeypatch.setattr("generator.organisation.joint_release.disclosed_jointly", disclosing)
    else:
        monkeypatch.setattr(Storage, "counts", counting)
    with pytest.raises(CollectorError) as refused:
        released_by(teams)
    assert {fault.kind for fault in refused.value.faults} == {"collector.released"}
    storage = Storage.open(teams.url)
    assert {storage.load_release(team) for team in INVITED} == set(others)
    storage.dispose()
    assert released_by(teams) == others[0]
