"""What was never released is no release: every file of the rule is read back, no other figure is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from harness.forged_releases import GENUINE, IMPOSSIBLE
from harness.releases import LEVER_TALLIES, OPENS, TYPE_TALLIES
from questionnaire import release_file
from questionnaire.disclosure import Release, release
from questionnaire.fingerprint import InstrumentId
from questionnaire.possible_release import is_possible
from questionnaire.release_file import ReleaseFile, ReleaseFileError, Wave

WAVE = Wave("hafen-2027", OPENS, None, InstrumentId(1, "0" * 64))


@given(TYPE_TALLIES | LEVER_TALLIES)
def test_every_release_is_possible(counts: dict[str, int]) -> None:
    """Nothing that the rule publishes is refused when it is read back."""
    result = release(counts)
    assert not isinstance(result, Release) or is_possible(result)


def test_every_release_of_few_people_is_possible() -> None:
    """Around the borders of the rule: all tallies of three types."""
    for people in (10, 12, 20, 21, 22, 41):
        for first in range(people + 1):
            for second in range(people + 1 - first):
                result = release({"A": first, "B": second, "N": people - first - second})
                assert not isinstance(result, Release) or is_possible(result), (first, second, people)


@pytest.mark.parametrize("forged", IMPOSSIBLE.values(), ids=IMPOSSIBLE.keys())
def test_a_figure_that_the_rule_never_gives_is_refused(forged: Release) -> None:
    """Whoever writes a report.json or plan.json by hand cannot have exact figures shown as released."""
    assert not is_possible(forged)
    with pytest.raises(ReleaseFileError):
        release_file.parse(release_file.dump(ReleaseFile(WAVE, forged)))


@pytest.mark.parametrize("title", ["\x00", "\x1b[2J", "\ud800", "\u202ediew", "\ufffe", "T" * 10_001])
def test_a_title_that_no_site_has_is_refused(title: str) -> None:
    """No document can hold some signs, a terminal would obey others, and some turn the letters around."""
    written = release_file.dump(ReleaseFile(WAVE, GENUINE, title="Umfrage"))
    assert release_file.parse(written).title == "Umfrage"
    with pytest.raises(ReleaseFileError):
        release_file.parse(release_file.dump(ReleaseFile(WAVE, GENUINE, title=f"Umfrage {title}")))


@pytest.mark.parametrize("survey_id", ["", "../../etc", "Hafen 2027", "\x1b[2J", "<b>", "a" * 65])
def test_an_id_that_no_survey_has_is_refused(survey_id: str) -> None:
    """It is part of what commands say and of names that people compare."""
    forged = ReleaseFile(replace(WAVE, survey_id=survey_id), GENUINE)
    with pytest.raises(ReleaseFileError):
        release_file.parse(release_file.dump(forged))
