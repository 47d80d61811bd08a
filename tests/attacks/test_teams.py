"""Teams within a whole: what the joint release of several surveys says of a team without a report of its own.

The attacker knows how many people contributed in each team, and the rule. He lists every way in which all
teams may have answered that looks the same.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import TypeAlias

from questionnaire.disclosure import Release, Withheld, release
from questionnaire.levels import release_levels
from tests.attacks.attack import Found, attack

Tally: TypeAlias = tuple[int, ...]
Answers: TypeAlias = tuple[Tally, ...]  # the tally of each team
Rule: TypeAlias = Callable[[Answers], object]  # everything that is published

TYPES = "AB"


def tallies(people: int, types: int) -> Iterator[Tally]:
    """Yield every tally of ``people`` in so many types."""
    if types == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for others in tallies(people - first, types - 1):
            yield (first, *others)


def released(*group: Tally) -> Release | Withheld:
    """Return what the rule of disclosure publishes of the teams of ``group`` as one."""
    return release(dict(zip(TYPES, map(sum, zip(*group, strict=True)), strict=False)))


def given_away(rule: Rule, people: tuple[int, ...], types: int) -> tuple[int, int]:
    """Return in how many campaigns a type of a team is known to have one or two people, and of how many."""
    looks: dict[object, list[Answers]] = {}
    for answers in itertools.product(*(tallies(number, types) for number in people)):
        looks.setdefault(rule(answers), []).append(answers)
    pinned = sum(len(alike) for alike in looks.values() if _pins(alike))
    return pinned, sum(map(len, looks.values()))


def _pins(alike: list[Answers]) -> bool:
    places = itertools.product(range(len(alike[0])), range(len(alike[0][0])))
    return any({answers[team][one] for answers in alike} <= {1, 2} for team, one in places)


def whole_beside_teams(answers: Answers) -> object:
    """Publish each team that may be, and beside them the whole."""
    return tuple(released(tally) for tally in answers), released(*answers)


def only_the_withheld(answers: Answers) -> object:
    """Publish each team that may be, and as one just those that are withheld."""
    alone = tuple(released(tally) for tally in answers)
    withheld = [tally for tally, each in zip(answers, alone, strict=True) if isinstance(each, Withheld)]
    return alone, released(*withheld) if withheld else None


def in_one_act(answers: Answers) -> object:
    """Publish what the product does; each team invites as many people as took part."""
    counts = {str(team): dict(zip(TYPES, tally, strict=False)) for team, tally in enumerate(answers)}
    invited = {str(team): sum(tally) for team, tally in enumerate(answers)}
    return release_levels(counts, threshold=10, invited=invited, teams=True)


@attack(
    family="disclosure",
    attacker="manager",
    wants="subtract the reports on the other teams from the one on the whole, to know a team that is "
    "withheld",
    naive="Each team that may be, and the whole: one or two people of a type are certain in 48 of 132 "
    "campaigns.",
    product="Groups that have nobody in common, and the whole made of their releases: 0 of 132.",
)
def test_a_team_is_the_difference_of_the_whole_and_the_others(found: Found) -> None:
    """Two teams of 10 and 11 people in two types: every way in which they may have answered."""
    naive, cases = given_away(whole_beside_teams, (10, 11), 2)
    held, _cases = given_away(in_one_act, (10, 11), 2)
    found(f"{naive} of {cases}", f"{held} of {cases}")


@attack(
    family="disclosure",
    attacker="manager",
    wants="conclude from which teams are shown together that each of them is one-sided, and compute one",
    naive="Just the withheld are put together, so each of them is known to be: certain in 192 of 3751 "
    "campaigns.",
    product="Teams are put together in the order of how many they invite, whoever is withheld: 0 of 3751.",
)
def test_which_teams_are_shown_together_says_something(found: Found) -> None:
    """Three teams of 10, 10 and 30 people in two types."""
    naive, cases = given_away(only_the_withheld, (10, 10, 30), 2)
    held, _cases = given_away(in_one_act, (10, 10, 30), 2)
    found(f"{naive} of {cases}", f"{held} of {cases}")
