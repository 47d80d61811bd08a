"""The promise of the joint release, proved over every way in which a few teams may have answered.

The attacker knows the rule, everything that is published, which teams are released together, and the exact
number of people in each team. He lists all worlds that look the same. No type of a team, no types and no
teams taken together may then be pinned to one or two people. What is simpler, and fell, stands beside it.
"""

from __future__ import annotations

import itertools
import random

import pytest

from questionnaire.disclosure import Release
from questionnaire.levels import release_levels
from tests.questionnaire.joint_tallies import (
    Worlds,
    in_order,
    only_the_withheld,
    pinned,
    whole_beside_teams,
)
from tests.questionnaire.tallies import TYPES

# How many people were in each of two teams; the second case has nearly the smallest that may stand alone.
TWO_TEAMS = [*itertools.product((9, 10, 11, 12), repeat=2), (4, 13), (10, 22), (22, 10)]

# By the smaller invitation first; equal numbers stand for teams that invite equally many.
ORDERS_OF_THREE = ((1, 2, 3), (1, 1, 2), (1, 2, 2), (1, 1, 1))
THREE_TEAMS = [*itertools.product((2, 9, 10, 11, 14, 22), repeat=3), (10, 10, 30), (9, 12, 25)]
THREE_TEAMS_OF_THREE_TYPES = [(9, 10, 11), (10, 10, 10), (10, 11, 12), (12, 11, 10), (2, 10, 11), (10, 5, 6)]
FOUR_TEAMS = [(10, 10, 10, 10), (9, 10, 11, 12), (12, 11, 10, 9), (2, 9, 10, 22)]


@pytest.mark.parametrize("people", [(10, 10), (10, 11)], ids=str)
def test_no_type_of_two_teams_can_be_pinned_to_one_or_two_people(people: tuple[int, int]) -> None:
    """All six types, every tally of both teams, in either order of their invitations."""
    assert pinned(Worlds(people, people, len(TYPES)), in_order) == []


@pytest.mark.parametrize("people", TWO_TEAMS, ids=str)
def test_two_teams_of_other_sizes_are_as_safe(people: tuple[int, int]) -> None:
    """Four types: small teams beside large ones, the larger invitation first or last, or equal ones."""
    for invited in ((1, 2), (2, 1), (1, 1)):
        assert pinned(Worlds(people, invited, 4), in_order) == []


@pytest.mark.parametrize("invited", ORDERS_OF_THREE, ids=str)
def test_three_teams_are_as_safe(invited: tuple[int, ...]) -> None:
    """Two types, from two people to twenty-five in a team, whoever invites most."""
    for people in THREE_TEAMS:
        assert pinned(Worlds(people, invited, 2), in_order) == [], people


@pytest.mark.parametrize("invited", ORDERS_OF_THREE, ids=str)
def test_three_teams_of_three_types_are_as_safe(invited: tuple[int, ...]) -> None:
    """With a third type there is a rest, which is empty or not, and who is in it."""
    for people in THREE_TEAMS_OF_THREE_TYPES:
        assert pinned(Worlds(people, invited, 3), in_order) == [], people


@pytest.mark.parametrize("people", FOUR_TEAMS, ids=str)
def test_four_teams_are_as_safe(people: tuple[int, ...]) -> None:
    """Two types: several teams join one after the other, alone or two at a time."""
    for invited in ((1, 2, 3, 4), (1, 1, 2, 2), (1, 2, 2, 3)):
        assert pinned(Worlds(people, invited, 2), in_order) == []


@pytest.mark.parametrize("people", [(10, 10), (10, 11)], ids=str)
def test_the_whole_beside_the_teams_gives_a_team_away(people: tuple[int, int]) -> None:
    """Counterexample: a team that is withheld is the difference of the whole and the other."""
    assert pinned(Worlds(people, people, 3), whole_beside_teams)


def test_putting_together_only_the_withheld_gives_a_person_away() -> None:
    """Counterexample with three teams: two are known to be withheld, so one type of a team has one or two.

    With two teams it holds, because the second may have joined only to hide the first.
    """
    assert pinned(Worlds((10, 10), (10, 10), 4), only_the_withheld) == []
    found = pinned(Worlds((10, 10, 30), (10, 10, 30), 2), only_the_withheld)
    assert ((0,), (0,)) in found


def test_the_proof_is_about_the_rule_that_runs() -> None:
    """The second writing of the rule puts together the same teams as the product, and shows the same."""
    chance, seen = random.Random(20), set()  # noqa: S311 (chooses examples)
    for people, invited in itertools.product(THREE_TEAMS[::5], ORDERS_OF_THREE):
        worlds = Worlds(people, invited, 2)
        looks = in_order(worlds)
        by_look: dict[object, int] = {}
        for _ in range(40):
            at = tuple(chance.randrange(length) for length in worlds.shape)
            sizes = [worlds.tallies(place)[at[place]] for place in range(len(people))]
            shown = release_levels(
                {
                    str(place): dict(zip("AB", map(int, tally), strict=True))
                    for place, tally in enumerate(sizes)
                },
                threshold=10,
                invited={str(place): 100 + number for place, number in enumerate(invited)},
                teams=True,
            )
            assert by_look.setdefault(shown, int(looks[at])) == int(looks[at])
            assert (not shown.parts) == (looks[at] == 0)
            seen.add((len(shown.own), len(shown.joined), isinstance(shown.together, Release)))
    assert len(seen) == 4  # own alone, all together, some together, nothing
