"""More contributions than invited people: the release is withheld, and this one reason is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.organisation.release import release_survey
from generator.organisation.storage import collecting_survey, open_storage
from harness.releases import CLOSES, DAY, EVERYTHING, OPENS, site
from questionnaire import Release, Withheld, release_file


@pytest.mark.parametrize(("more", "expected"), [(20, Release), (21, Withheld)])
def test_as_many_as_are_invited_are_released_and_more_are_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int, expected: type
) -> None:
    """The headcount of site.toml decides: 140 are released; 141 are withheld, which report.json says."""
    config_path = site(tmp_path)
    survey = collecting_survey(config_path)
    monkeypatch.setattr("generator.clock.today", lambda: OPENS)
    counted = {**EVERYTHING, "A-ST": EVERYTHING["A-ST"] + more}
    assert survey.counted.headcount == 140
    with open_storage(config_path, f"sqlite:///{tmp_path}/counters.sqlite", survey) as storage:
        monkeypatch.setattr(storage, "counts", lambda _survey: counted)
        saved = release_survey(storage, survey, config_path, today=CLOSES + DAY)
    file = release_file.parse(saved)
    assert isinstance(file.result, expected)
    assert file.more_than_invited == (expected is Withheld)
