"""Two waves compared: what chance alone could make is never called "more" or "less"."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.report.waves import compare, surely_of_one_survey
from harness.examples import examples
from harness.releases import TYPE_TALLIES, TYPES
from questionnaire import CONSTELLATIONS
from questionnaire.disclosure import Picture, Release, Share, Withheld, release
from questionnaire.fingerprint import InstrumentId
from questionnaire.release_file import ReleaseFile, Wave

# Two waves of the same people differ little, and there a wrong word is most likely.
NEAR = st.lists(st.integers(-6, 6), min_size=6, max_size=6)
SOME_TALLIES = st.fixed_dictionaries(dict.fromkeys(TYPES, st.one_of(st.integers(0, 6), st.integers(0, 90))))


def wave(contributions: int, **shares: Share | int) -> Release:
    """Return a release with these shares; a whole number is a share of "about" that many twentieths."""
    single = tuple(
        (kind, share if isinstance(share, Share) else Share(share)) for kind, share in shares.items()
    )
    others = tuple(kind for kind in TYPES if kind not in shares)
    return Release(contributions, Picture(single, others, None), ())


@pytest.mark.parametrize(
    ("before", "now", "few", "many"),
    [
        (Share(4), Share(4), "same", "same"),
        (Share(4), Share(5), "same", "same"),
        (Share(4), Share(6), "same", "same"),  # rounded up and down by less than one each: could be equal
        (Share(4), Share(8), "same", "more"),
        (Share(8), Share(4), "same", "less"),
        (Share(0, "some"), Share(1), "same", "same"),
        (Share(0, "some"), Share(4), "same", "more"),
        (Share(4), Share(0, "some"), "same", "less"),
        (Share(13), Share(16, "more"), "same", "more"),
        (Share(16, "more"), Share(13), "same", "less"),
        (Share(4), Share(14), "more", "more"),
        (Share(16), Share(16, "more"), "same", "same"),
        (Share(16, "more"), Share(16, "more"), "same", "same"),
    ],
)
def test_a_change_is_said_where_chance_would_hardly_make_it(
    before: Share, now: Share, few: str, many: str
) -> None:
    """Among few contributions only a large difference, among very many one of a few twentieths."""
    assert compare(wave(40, A=before), wave(40, A=now)) == (("A", few),)
    assert compare(wave(5000, A=before), wave(5000, A=now)) == (("A", many),)


def test_the_number_of_contributions_of_both_waves_counts() -> None:
    """A difference that is clear among many is not, if one of the waves has few."""
    assert compare(wave(1000, A=4), wave(1000, A=9)) == (("A", "more"),)
    assert compare(wave(20, A=4), wave(1000, A=9)) == (("A", "same"),)
    assert compare(wave(1000, A=4), wave(20, A=9)) == (("A", "same"),)


def _never_false(before: dict[str, int], now: dict[str, int]) -> None:
    earlier, later = release(before), release(now)
    if isinstance(earlier, Release) and isinstance(later, Release):
        for kind, change in compare(earlier, later):
            if change != "same":
                hits, others = now[kind], sum(now.values()) - now[kind]
                hits_before, others_before = before[kind], sum(before.values()) - before[kind]
                tail = "greater" if change == "more" else "less"
                table = [[hits, others], [hits_before, others_before]]
                assert one_sided(table, tail) <= Fraction(1, 200)


def one_sided(table: list[list[int]], tail: str) -> Fraction:
    """Return the p-value of Fisher's test for the first row, exactly."""
    (hits, others), (hits_before, others_before) = table
    number, number_before, all_hits = hits + others, hits_before + others_before, hits + hits_before
    lowest, highest = max(all_hits - number_before, 0), min(all_hits, number)
    inside = range(hits, highest + 1) if tail == "greater" else range(lowest, hits + 1)
    ways = sum(comb(number, k) * comb(number_before, all_hits - k) for k in inside)
    return Fraction(ways, comb(number + number_before, all_hits))


@settings(max_examples=examples(2))
@given(SOME_TALLIES, SOME_TALLIES)
def test_more_is_significantly_more_and_less_is_less(before: dict[str, int], now: dict[str, int]) -> None:
    """Whatever the exact counts are, of which the comparison knows nothing: Fisher's test agrees."""
    _never_false(before, now)


@settings(max_examples=examples(2))
@given(SOME_TALLIES, NEAR)
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
    assert compare(wave(40, A=10, M=10), wave(40, B=10, M=10)) == ()


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
