"""Two waves compared: shares that could be equal are never called "more" or "less"."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.report.waves import compare, surely_of_one_survey
from harness.examples import examples
from harness.releases import TYPE_TALLIES, TYPES
from questionnaire import CONSTELLATIONS
from questionnaire.disclosure import Picture, Reading, Release, Share, Withheld, release
from questionnaire.fingerprint import InstrumentId
from questionnaire.release_file import ReleaseFile, Wave

# Two waves of the same people differ little, and there a wrong word is most likely.
NEAR = st.lists(st.integers(-6, 6), min_size=6, max_size=6)


def wave(**shares: Share | int) -> Release:
    """Return a release with these shares; a whole number is a share of "about" that many twentieths."""
    single = tuple(
        (kind, share if isinstance(share, Share) else Share(share)) for kind, share in shares.items()
    )
    return Release(40, Picture(single, tuple(kind for kind in TYPES if kind not in shares), None), ())


def exact(counts: dict[str, int], kind: str) -> Fraction:
    """Return the exact share of ``kind``, in twentieths."""
    return Fraction(counts[kind] * 20, sum(counts.values()))


@pytest.mark.parametrize(
    ("before", "now", "change"),
    [
        (Share(4), Share(4), "same"),
        (Share(4), Share(5), "same"),
        (Share(5), Share(4), "same"),
        (Share(4), Share(6), "more"),
        (Share(6), Share(4), "less"),
        (Share(0, "some"), Share(1), "same"),
        (Share(0, "some"), Share(2), "more"),
        (Share(2), Share(0, "some"), "less"),
        (Share(0, "some"), Share(0, "some"), "same"),
        (Share(15), Share(16, "more"), "more"),
        (Share(16, "more"), Share(15), "less"),
        (Share(16), Share(16, "more"), "same"),
        (Share(16, "more"), Share(16, "more"), "same"),
    ],
)
def test_a_change_is_said_where_the_coarse_shares_lie_apart(before: Share, now: Share, change: str) -> None:
    """A difference of two twentieths is a change; one twentieth may come from rounding."""
    assert compare(wave(A=before), wave(A=now)) == (("A", change),)


def _never_false(before: dict[str, int], now: dict[str, int]) -> None:
    earlier, later = release(before), release(now)
    if isinstance(earlier, Release) and isinstance(later, Release):
        for kind, change in compare(earlier, later):
            difference = exact(now, kind) - exact(before, kind)
            if change == "same":
                coded: set[Reading] = {dict(result.types.shares)[kind].reading for result in (earlier, later)}
                assert abs(difference) < (5 if "more" in coded else 3)
            else:
                assert difference > 0 if change == "more" else difference < 0


@settings(max_examples=examples(5))
@given(TYPE_TALLIES, TYPE_TALLIES)
def test_more_is_more_and_less_is_less(before: dict[str, int], now: dict[str, int]) -> None:
    """Whatever the exact counts: "more" is strictly more, "less" strictly less.

    "About as often" means a difference of less than three twentieths, or of five if a share is top-coded.
    """
    _never_false(before, now)


@settings(max_examples=examples(5))
@given(TYPE_TALLIES, NEAR)
def test_more_is_more_also_where_little_changed(before: dict[str, int], changes: list[int]) -> None:
    """The same holds for two waves that are nearly alike."""
    now = {kind: max(before[kind] + change, 0) for kind, change in zip(TYPES, changes, strict=True)}
    _never_false(before, now)


@given(TYPE_TALLIES, TYPE_TALLIES)
def test_the_other_way_round_it_reads_the_other_way_round(
    before: dict[str, int], now: dict[str, int]
) -> None:
    """A change that is "more" from one wave to another is "less" in the other direction."""
    earlier, later = release(before), release(now)
    if isinstance(earlier, Release) and isinstance(later, Release):
        mirrored = {"more": "less", "less": "more", "same": "same"}
        backwards = tuple((kind, mirrored[change]) for kind, change in compare(later, earlier))
        assert compare(earlier, later) == backwards
        assert all(change == "same" for _, change in compare(earlier, earlier))


@given(TYPE_TALLIES, TYPE_TALLIES)
def test_only_constellations_with_a_share_in_both_waves_are_compared(
    before: dict[str, int], now: dict[str, int]
) -> None:
    """In the order A B C D; "several" and "none" are no constellations; hidden shares stay hidden."""
    earlier, later = release(before), release(now)
    if isinstance(earlier, Release) and isinstance(later, Release):
        both = dict(earlier.types.shares).keys() & dict(later.types.shares).keys()
        assert [kind for kind, _ in compare(earlier, later)] == [c for c in CONSTELLATIONS if c in both]


def test_nothing_in_common_is_nothing_to_compare() -> None:
    """A constellation that only one wave shows is called neither more nor less."""
    assert compare(wave(A=10, M=10), wave(B=10, M=10)) == ()


TITLE = "Wie geht es uns 2027?"


def earlier(survey_id: str, title: str | None) -> ReleaseFile:
    """Return the report of an earlier wave."""
    wave = Wave(survey_id, None, None, InstrumentId(2, "0" * 64))
    return ReleaseFile(wave, Withheld(), title=title)


@pytest.mark.parametrize(
    ("survey_id", "title", "sure"),
    [
        ("hafen-2026", "Wie geht es uns 2026?", True),
        ("hafen", "WIE GEHT  ES UNS?", True),
        ("hafen-2026", None, True),  # by an earlier version
        ("hafen-2026", "Wie geht es euch?", False),
        ("hafen-1-2026", TITLE, False),  # the number of a team
        ("hafen-26", TITLE, False),
        ("werft-2026", TITLE, False),
        ("werft-2026", None, False),
    ],
)
def test_a_wave_is_of_the_same_survey_only_if_title_and_id_agree(
    survey_id: str, title: str | None, *, sure: bool
) -> None:
    """But for the year; a number in an id may be that of a team, so somebody is asked."""
    assert surely_of_one_survey(earlier(survey_id, title), "hafen-2027", TITLE) == sure
