"""What was never released is no release: every file of the rule is read back, no other figure is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from harness.releases import EVERYTHING, LEVER_TALLIES, OPENS, TYPE_TALLIES, released
from questionnaire import release_file
from questionnaire.disclosure import Picture, Release, Share, release
from questionnaire.fingerprint import InstrumentId
from questionnaire.possible_release import is_possible
from questionnaire.release_file import ReleaseFile, ReleaseFileError, Wave

GENUINE = released(EVERYTHING)
assert isinstance(GENUINE, Release)
HALF = Picture((("A", Share(10)), ("B", Share(10))), ("C", "D", "M", "N"), None)
LEVERS = Picture((("ST", Share(10)), ("SB", Share(10))), ("T", "B"), None)
TOP = Picture((("A", Share(16, "more")),), tuple("BCDMN"), Share(4, "less"))
IMPOSSIBLE = {
    "an exact number of people": replace(GENUINE, contributions=63),
    "too few people": Release(5, HALF, ()),
    "nobody": Release(0, HALF, ()),
    "nearly all in one type": Release(60, Picture((("A", Share(19)), ("B", Share(1))), (*"CDMN",), None), ()),
    "all in one type": Release(60, Picture((("A", Share(20)),), (*"BCDMN",), None), ()),
    "an exact large share": Release(60, replace(TOP, shares=(("A", Share(17, "more")),)), ()),
    "more than four fifths of fifteen": Release(15, TOP, ()),
    "a large share beside its levers": Release(60, TOP, (("A", LEVERS),)),
    "the share of a small type": Release(
        60, Picture((("A", Share(9)), ("B", Share(9))), (*"CDM",), Share(2)), ()
    ),
    "a rest of one type": Release(
        60, Picture(tuple((each, Share(4)) for each in "ABCDM"), ("N",), Share(0, "some")), ()
    ),
    "a share of one person": Release(
        10, Picture((("A", Share(15)), ("B", Share(4)), ("C", Share(1))), (*"DMN",), None), ()
    ),
    "types by their size": Release(60, replace(HALF, shares=HALF.shares[::-1]), ()),
    "levers by their size": Release(60, HALF, (("B", LEVERS), ("A", LEVERS))),
    "levers of a type that is not shown": Release(60, HALF, (("C", LEVERS),)),
    "about nothing": Release(60, replace(HALF, shares=(*HALF.shares, ("C", Share(0)))), ()),
    "no share at all": Release(60, Picture((), (*"ABCDMN",), Share(20)), ()),
}
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
