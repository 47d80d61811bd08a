"""The joint release of several teams: who is released together, and what it says of the whole."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire.disclosure import Release, TallyError, Withheld, release
from questionnaire.levels import Levels, release_levels, whole_bounds
from tests.questionnaire.tallies import TYPES

SHOWN = {"A": 8, "B": 8}  # may be shown alone
OTHER = {"C": 9, "N": 9}  # so may this
ONE_SIDED = {"A": 16}  # is withheld alone

tallies = st.lists(st.integers(0, 12), min_size=6, max_size=6).map(
    lambda sizes: dict(zip(TYPES, sizes, strict=True))
)


def levels(
    counts: Mapping[str, Mapping[str, int]], invited: Mapping[str, int] | None = None, *, teams: bool = True
) -> Levels:
    """Return the joint release of ``counts``; without ``invited``, each team invites thirty people more."""
    by_place = {team: 100 + 30 * place for place, team in enumerate(counts)}
    return release_levels(counts, threshold=10, invited=invited or by_place, teams=teams)


def test_teams_that_may_all_be_shown_have_their_own_release() -> None:
    """Nothing is published together then, and each release is the one that the team would have had alone."""
    found = levels({"south": SHOWN, "north": OTHER})
    assert found.own == (
        ("south", release(SHOWN, invited=100)),
        ("north", release(OTHER, invited=130)),
    )
    assert found.joined == ()
    assert found.together is None


def test_a_withheld_team_is_released_with_the_next_in_the_order_of_invitations() -> None:
    """All that invite no more than the last one that joined are in it; the others stay on their own."""
    found = levels(
        {"large": SHOWN, "small": ONE_SIDED, "middle": OTHER}, {"large": 90, "small": 20, "middle": 40}
    )
    assert [team for team, _ in found.own] == ["large"]
    assert found.joined == ("small", "middle")
    assert found.together == release({"A": 16, "C": 9, "N": 9}, invited=60)


def test_teams_that_invite_equally_many_join_at_once() -> None:
    """Otherwise their place in site.toml would decide, and could be chosen."""
    counts = {"one": ONE_SIDED, "two": OTHER, "three": SHOWN, "four": SHOWN}
    found = levels(counts, {"one": 20, "two": 40, "three": 40, "four": 60})
    assert found.joined == ("one", "two", "three")


def test_a_withheld_team_that_invites_many_takes_all_smaller_ones_with_it() -> None:
    """Only the order of invitations decides, never which team was withheld."""
    found = levels({"small": SHOWN, "middle": OTHER, "large": ONE_SIDED})
    assert found.own == ()
    assert found.joined == ("small", "middle", "large")
    assert isinstance(found.together, Release)


def test_nothing_is_published_if_all_teams_together_are_withheld() -> None:
    """Whatever the teams alone would have shown; no team, no reason and no number is told."""
    found = levels({"small": {"A": 3}, "large": {"A": 4, "B": 2}})
    assert found == Levels((), ("small", "large"), Withheld())
    assert found.parts == ()
    assert whole_bounds(found) == ()


def test_without_teams_all_are_one_ordinary_release() -> None:
    """No team is on its own, even if every one could be."""
    found = levels({"south": SHOWN, "north": OTHER}, teams=False)
    assert found == Levels((), ("south", "north"), release({"A": 8, "B": 8, "C": 9, "N": 9}, invited=230))


def test_more_contributions_than_invited_are_withheld_in_a_team_and_together() -> None:
    """One team's strangers hide it; with the others, all their invitations count."""
    counts = {"small": SHOWN, "large": OTHER}
    assert levels(counts, {"small": 15, "large": 30}).joined == ("small", "large")
    assert levels(counts, {"small": 15, "large": 18}).together == Withheld()


def test_numbers_that_are_none_are_refused_whether_teams_are_shown_or_not() -> None:
    """The rule of disclosure names the code and what it expected."""
    for teams in (True, False):
        with pytest.raises(TallyError, match="unknown type code"):
            levels({"south": SHOWN, "north": {"X": 3}}, teams=teams)


@given(st.lists(tallies, min_size=1, max_size=4))
def test_the_bounds_of_the_whole_hold_the_truth(counts: list[dict[str, int]]) -> None:
    """Every type's true share of all people lies between the two figures that are shown."""
    found = levels({str(place): tally for place, tally in enumerate(counts)})
    total = sum(sum(tally.values()) for tally in counts)
    for bounds in whole_bounds(found):
        people = sum(tally[bounds.category] for tally in counts)
        assert 0 <= bounds.lowest <= 20 * people / total <= bounds.highest <= 20


@given(st.lists(tallies, min_size=2, max_size=4))
def test_every_team_is_in_one_release_only(counts: list[dict[str, int]]) -> None:
    """Groups that have nobody in common leave nothing to subtract; each follows the rule of disclosure."""
    by_name = {str(place): tally for place, tally in enumerate(counts)}
    found = levels(by_name)
    assert sorted([*(team for team, _ in found.own), *found.joined]) == sorted(by_name)
    assert len(found.joined) != 1
    assert all(each == release(by_name[team], invited=1000) for team, each in found.own)


def test_the_bounds_are_told_of_the_releases_alone() -> None:
    """Counts that are published alike give the same whole."""
    some = levels(
        {"south": {"A": 40, "B": 42, "M": 18}, "north": {"A": 60, "N": 60}}, {"south": 200, "north": 300}
    )
    more = levels(
        {"south": {"A": 41, "B": 42, "M": 19}, "north": {"A": 61, "N": 61}}, {"south": 200, "north": 300}
    )
    assert some == more
    assert whole_bounds(some) == whole_bounds(more)


def test_the_bounds_are_narrow_where_many_contributed() -> None:
    """Of a hundred thousand people, a share is known to three twentieths: two of rounding, one of words."""
    found = levels({"south": {"A": 50_000, "B": 50_000}, "north": OTHER}, {"south": 100_000, "north": 100})
    bounds = {each.category: each for each in whole_bounds(found)}
    assert (bounds["A"].lowest, bounds["A"].highest) == (8, 11)
