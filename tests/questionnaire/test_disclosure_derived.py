"""What is derived from a release tells nobody more than the release: fields, measures, and words on chance.

The attackers are those of ``test_disclosure_exhaustive`` and ``test_disclosure_coalitions``. Here they see,
beside the release, everything that the report derives from it. The naive variant computes the reach of chance
from exact counts, as a statistics program does.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb
from typing import TypeAlias

import pytest

from questionnaire.chance import Change, chance_range, surely_changed
from questionnaire.derivation import tension_fields
from questionnaire.disclosure import Release, Withheld, release
from tests.questionnaire.tallies import Sizes, type_level
from tests.questionnaire.test_disclosure_coalitions import fewest_who_know
from tests.questionnaire.test_disclosure_exhaustive import pinned, possible

PEOPLE = range(10, 17)

# What somebody sees beside the release of a tally.
Beside: TypeAlias = Callable[[Release, Sizes], Hashable]


@cache
def _derived(result: Release) -> Hashable:
    ranges = [chance_range(share, result.contributions) for _, share in result.types.shares]
    return tension_fields(result), tuple(ranges)


def derived(result: Release, _sizes: Sizes) -> Hashable:
    """Return all that the product derives from a release."""
    return _derived(result)


def from_exact_counts(_result: Release, sizes: Sizes) -> Hashable:
    """Return what a statistics program prints beside each type: the spread of its share, in percent."""
    people = sum(sizes)
    return tuple(round(100 * (hits * (people - hits) / people**3) ** 0.5) for hits in sizes)


def seen(people: int, beside: Beside) -> list[tuple[Hashable, Sizes]]:
    """Return every tally of ``people`` with all that is seen of it."""
    return [
        ((result, beside(result, sizes)) if isinstance(result, Release) else result, sizes)
        for result, sizes in type_level(people)
    ]


def told_apart(tallies: Iterable[tuple[Hashable, Sizes]]) -> int:
    """Return how many different things can be seen."""
    return len({sight for sight, _ in tallies})


@pytest.mark.parametrize("people", PEOPLE)
def test_what_is_derived_tells_no_two_tallies_apart_that_read_the_same(people: int) -> None:
    """Not one more than the release does, over every tally; the naive variant tells many apart."""
    alone = told_apart(type_level(people))
    assert told_apart(seen(people, derived)) == alone
    assert told_apart(seen(people, from_exact_counts)) > alone


def any_pinned(tallies: Iterable[tuple[Hashable, Sizes]]) -> bool:
    """Tell whether somebody finds that one or two people are in some types."""
    numbers: dict[Hashable, int] = {}
    known = (((numbers.setdefault(sight, len(numbers)), Withheld()), sizes) for sight, sizes in tallies)
    return any(pinned(bits) for bits in possible(known).values())


@pytest.mark.parametrize("people", PEOPLE)
def test_beside_what_is_derived_no_type_is_pinned_and_no_coalition_knows_more(people: int) -> None:
    """The promises are those of the release; beside the naive variant's figures one or two are found."""
    tallies = seen(people, derived)
    assert not any_pinned(tallies)
    assert any_pinned(seen(people, from_exact_counts))
    assert fewest_who_know(tallies) == max(3, -(-people // 5))


FEW = [
    (sizes, result)
    for people in range(20, 25)
    for sizes in ((first, people - first) for first in range(people + 1))
    if isinstance(result := release(dict(zip("AN", sizes, strict=True))), Release)
]


def exactly_changed(before: tuple[int, int], now: tuple[int, int]) -> Change:
    """The naive variant: Fisher's test of the exact counts, two-sided at 1 %."""
    p_more, p_less = fisher(before, now), fisher(now, before)
    return "more" if p_more <= Fraction(1, 200) else "less" if p_less <= Fraction(1, 200) else "same"


@cache
def fisher(before: tuple[int, int], now: tuple[int, int]) -> Fraction:
    """Return the one-sided p-value: so many hits now, or more."""
    hits = before[0] + now[0]
    ways = sum(
        comb(sum(now), number) * comb(sum(before), hits - number)
        for number in range(now[0], min(hits, sum(now)) + 1)
    )
    return Fraction(ways, comb(sum(before) + sum(now), hits))


def test_a_change_that_is_called_tells_no_tallies_apart_that_read_the_same() -> None:
    """Two waves of 20 to 24 people: from exact counts the word itself would tell what the figures hide."""
    naive: dict[tuple[Release, Release], set[Change]] = defaultdict(set)
    for (before, earlier), (now, later) in product(FEW, repeat=2):
        naive[earlier, later].add(exactly_changed(before, now))
    shares = {pair: tuple(dict(result.types.shares).get("A") for result in pair) for pair in naive}
    assert sum(len(words) > 1 for words in naive.values()) > 10
    for (earlier, later), words in naive.items():
        before_share, now_share = shares[earlier, later]
        if before_share and now_share:
            said = surely_changed(before_share, earlier.contributions, now_share, later.contributions)
            assert said == "same" or words == {said}
