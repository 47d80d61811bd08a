"""The disclosure promise, proved over every small tally.

The attacker: sees the release, knows the rule and its code, and (more than anybody should) the exact
number of people who contributed. He lists every tally that would have led to the very same release.
No category, and no categories taken together, may then be pinned to one or two people. An attacker
who only sees the rounded number finds all those tallies and more, so he learns less.

A domain rule that was not strong enough is kept here as a counterexample beside each strengthening.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

import pytest

from questionnaire import LEVERS, disclosure
from questionnaire.disclosure import Picture, Release, Withheld, release
from tests.questionnaire.tallies import TYPE_LEVEL_PEOPLE, TYPES, Sizes, all_sizes, type_level

ONE_OR_TWO = 0b110

# What an attacker knows: the exact number of people (or the rounded one) and the release.
Known = tuple[int, Release | Withheld]


def sums(sizes: Sizes) -> list[int]:
    """Return the people in each union of categories; the place's binary digits say which ones."""
    unions = [0]
    for size in sizes:
        unions += [union + size for union in unions]
    return unions


def possible(tallies: Iterable[tuple[Known, Sizes]]) -> dict[Known, list[int]]:
    """Return, for everything an attacker can know and each union, the possible numbers, as a set of bits."""
    seen: dict[Known, list[int]] = {}
    for known, sizes in tallies:
        unions = sums(sizes)
        bits = seen.setdefault(known, [0] * len(unions))
        for place, union in enumerate(unions):
            bits[place] |= 1 << union
    return seen


def pinned(bits: list[int]) -> list[int]:
    """Return the unions of which only one or two people are possible."""
    return [place for place, numbers in enumerate(bits) if not numbers & ~ONE_OR_TWO]


@pytest.mark.parametrize("people", TYPE_LEVEL_PEOPLE)
def test_no_type_can_be_pinned_to_one_or_two_people(people: int) -> None:
    """From any release and the exact number of people, each type could still be 0, or 3 and more.

    The same holds for any types taken together, so that no subtraction leads to one or two.
    """
    tallies = (((people, result), sizes) for result, sizes in type_level(people))
    for (_, result), bits in possible(tallies).items():
        assert pinned(bits) == [], result


def test_nobody_at_all_is_published_below_ten() -> None:
    """Every tally of fewer than ten people is withheld."""
    for people in range(10):
        for sizes in all_sizes(people, len(TYPES)):
            assert release(dict(zip(TYPES, sizes, strict=True))) == Withheld()


def test_every_figure_stands_for_three_people_or_none() -> None:
    """An own share and the rest count three people or more; what is called empty is empty."""
    for tallies in map(type_level, TYPE_LEVEL_PEOPLE):
        for result, sizes in tallies:
            if isinstance(result, Release):
                people = dict(zip(TYPES, sizes, strict=True))
                rest = sum(people[category] for category in result.types.others)
                assert all(people[category] >= 3 for category, _ in result.types.shares)
                assert rest >= 3 if result.types.rest else rest == 0


def test_the_picture_has_twenty_figures_in_fixed_order() -> None:
    """Twentieths add up to twenty, never above four fifths, within one of the exact share."""
    for tallies in map(type_level, TYPE_LEVEL_PEOPLE):
        for result, sizes in tallies:
            if isinstance(result, Release):
                assert_well_drawn(result.types, dict(zip(TYPES, sizes, strict=True)))


def assert_well_drawn(picture: Picture, people: Mapping[str, int]) -> None:
    """Compare ``picture`` with the people whom it shows."""
    total = sum(people.values())
    shown = [category for category, _ in picture.shares]
    assert [*shown, *picture.others] == sorted(people, key=lambda category: category in picture.others)
    figures = [(people[category], share) for category, share in picture.shares]
    if picture.rest:
        figures.append((sum(people[category] for category in picture.others), picture.rest))
    assert sum(share.twentieths for _, share in figures) == 20
    for count, share in figures:
        exact = 20 * count / total
        if share.reading == "more":
            assert exact > share.twentieths == 16
        elif share.reading == "less":
            assert exact < share.twentieths == 4
        else:
            assert abs(exact - share.twentieths) < 1
            assert share.twentieths <= 16
            assert (share.reading == "some") == (share.twentieths == 0)


@pytest.mark.parametrize("people", range(21, 41))
def test_more_than_four_fifths_leave_open_who_and_how_many_are_outside(people: int) -> None:
    """All dominant tallies read the same: three are never certain, and no type is pinned to one or two."""
    outside = range(3, -(-people // 5))
    tallies = [(people - number, *sizes) for number in outside for sizes in all_sizes(number, len(TYPES) - 1)]
    results = {release(dict(zip(TYPES, sizes, strict=True))) for sizes in tallies}
    assert len(results) == 1
    assert len(outside) > 1
    for result in results:
        assert isinstance(result, Release)
        for sizes in tallies:
            assert_well_drawn(result.types, dict(zip(TYPES, sizes, strict=True)))
        known: Known = (people, result)
        assert pinned(possible((known, sizes) for sizes in tallies)[known]) == []


# How many people are in M and N beside those in A: nobody, small, merged, top-coding A, and plenty.
BESIDE_A = ((0, 0), (2, 1), (3, 0), (3, 2), (4, 3), (5, 5), (8, 1), (12, 0))


@cache
def lever_level() -> dict[Known, list[int]]:
    """Return what is possible of A's four levers, where 10 to 22 people are in A."""
    return possible(lever_tallies())


def lever_tallies() -> Iterator[tuple[Known, Sizes]]:
    """Yield every tally of A's four levers from 10 to 22 people, together with M and N, and its release."""
    for mixed, none in BESIDE_A:
        for people in range(10, 23):
            for sizes in all_sizes(people, len(LEVERS)):
                levers = {f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)}
                known = (people + mixed + none, release({**levers, "M": mixed, "N": none}))
                yield known, sizes


def test_no_lever_can_be_pinned_to_one_or_two_people() -> None:
    """One release, its types and levers held against each other, leaves each lever 0, or 3 and more.

    The same holds for any levers taken together.
    """
    shown = [result for _, result in lever_level() if isinstance(result, Release) and result.levers]
    assert len(shown) > 1000
    for (_, result), bits in lever_level().items():
        assert pinned(bits) == [], result


def test_levers_that_are_not_shown_could_be_anything() -> None:
    """Where A's levers are absent, any of them could be empty and any could be all of A."""
    for (_, result), bits in lever_level().items():
        if isinstance(result, Release) and not result.levers:
            assert all(bits[1 << place] & 1 for place in range(len(LEVERS)))
            assert all(bits[1 << place] >> 10 for place in range(len(LEVERS)))


def test_levers_never_tell_how_many_are_outside_a_dominant_constellation() -> None:
    """Whatever the levers of 17 or 18 of 21 people, all releases are one: three or four may be outside."""
    results = {
        release({f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)} | {"M": 21 - people})
        for people in (17, 18)
        for sizes in all_sizes(people, len(LEVERS))
    }
    assert len(results) == 1


# Why the rule of domain, section 5, had to be strengthened: each step, left out, betrays somebody.

WithOwnShare = Callable[[Mapping[str, int]], list[str]]


def weaker(
    *, empty_in_rest: bool = True, no_full_rest: bool = True, equals_together: bool = True
) -> WithOwnShare:
    """Return the choice of the categories with a share of their own, without one strengthening."""

    def with_own_share(people: Mapping[str, int]) -> list[str]:
        own = [key for key, size in people.items() if size >= 3 or (size == 0 and not empty_in_rest)]
        rest = sum(people.values()) - sum(people[key] for key in own)
        fullest = 2 * (len(people) - len(own) - 1) if no_full_rest else rest
        if rest == 0 or 3 <= rest <= fullest:
            return own
        smallest = min((people[key] for key in own if people[key]), default=0)
        equals = [key for key in own if people[key] == smallest]
        joining = equals if equals_together else equals[-1:]
        return [key for key in own if key not in joining]

    return with_own_share


COUNTEREXAMPLES = [
    # Empty M and N told apart: a rest of three has one person in each of B, C and D.
    pytest.param(weaker(empty_in_rest=False), (7, 1, 1, 1, 0, 0), "BCD", id="empty-told-apart"),
    # A rest of seven in four categories below three: three times two and once one.
    pytest.param(weaker(no_full_rest=False), (3, 3, 1, 2, 2, 2), "CDMN", id="rest-too-full"),
    # Of three equals the last joins: N, so that A, B and C must be the small ones.
    pytest.param(weaker(equals_together=False), (1, 2, 2, 3, 3, 3), "ABC", id="one-of-equals"),
]


@pytest.mark.parametrize(("rule", "sizes", "betrayed"), COUNTEREXAMPLES)
def test_each_strengthening_has_its_counterexample(
    monkeypatch: pytest.MonkeyPatch, rule: WithOwnShare, sizes: Sizes, betrayed: str
) -> None:
    """Without it, somebody who sees only the release knows of types with one or two people."""
    assert attacked(sizes) == ""
    monkeypatch.setattr(disclosure, "with_own_share", rule)
    assert attacked(sizes) == betrayed


def attacked(sizes: Sizes) -> str:
    """Return the types that the release of ``sizes`` alone pins to one or two people."""
    rounded = sum(sizes) - sum(sizes) % 5
    target = release(dict(zip(TYPES, sizes, strict=True)))
    window = [other for people in range(rounded, rounded + 5) for other in all_sizes(people, len(TYPES))]
    same = [other for other in window if release(dict(zip(TYPES, other, strict=True))) == target]
    bits = possible(((rounded, target), other) for other in same)[rounded, target]
    return "".join(code for place, code in enumerate(TYPES) if 1 << place in pinned(bits))
