"""Attacks on what a report derives from its release: the reach of chance, the fields, the measures chosen.

The naive variant prints beside each type how far chance moves its share, from exact counts and in percent, as
a statistics program does.
"""

from __future__ import annotations

from collections.abc import Hashable
from functools import cache

from questionnaire.chance import chance_range
from questionnaire.derivation import tension_fields
from questionnaire.disclosure import Release
from tests.attacks.attack import Found, attack
from tests.attacks.test_disclosure import (
    CAMPAIGNS,
    Sight,
    Sizes,
    all_sizes,
    campaigns,
    counted,
    numbered_sights,
    of_hundred,
    packed,
    reported,
)


def with_spread_of_exact_counts(sizes: Sizes) -> Hashable:
    """Show the release, and beside each type the spread of its exact share."""
    people = sum(sizes)
    return reported(sizes), tuple(round(100 * (size * (people - size) / people**3) ** 0.5) for size in sizes)


@cache
def derived(result: Release) -> Hashable:
    """Return all that the product derives from a release."""
    ranges = [chance_range(share, result.contributions) for _, share in result.types.shares]
    return tension_fields(result), tuple(ranges)


def with_what_is_derived(sizes: Sizes) -> Hashable:
    """Show the release, and beside it what the product derives from it."""
    result = reported(sizes)
    return (result, derived(result)) if isinstance(result, Release) else result


def known_of_two(sight: Sight) -> list[bool]:
    """Return for each campaign of 20 whether all others know what the last two answered."""
    sights, possible = numbered_sights(20, sight), [packed(others) for others in all_sizes(2)]
    certain = []
    for answers in campaigns(20):
        known, seen = packed(counted(answers[2:])), sights[packed(counted(answers))]
        certain.append(sum(sights[known + others] == seen for others in possible) == 1)
    return certain


def added(known: list[bool], alone: list[bool]) -> int:
    """Return in how many campaigns something is known that the release alone does not tell."""
    return sum(now and not before for now, before in zip(known, alone, strict=True))


@attack(
    family="disclosure",
    attacker="colleague",
    wants="learn from the words on chance what the last two of 20 answered, where the shares leave it open",
    naive="The spread of each exact share says it in 39 of 100 campaigns more than the shares alone.",
    product="The reach of chance, the fields and the measures come from the shares alone: in 0 of 100 more.",
)
def test_words_on_chance_add_nothing_to_what_the_shares_tell(found: Found) -> None:
    """10,000 campaigns of 20 people; all 21 pairs of answers that the last two can have given are tried."""
    alone = known_of_two(reported)
    sights = (with_spread_of_exact_counts, with_what_is_derived)
    found(*(of_hundred(added(known_of_two(sight), alone), CAMPAIGNS) for sight in sights))
