"""Attacks on the report: somebody computes from what is released, and from what they know themselves.

The naive variants are exact counts, whole percentages, and the disclosure rule as it was at first: it knew
nothing of how many were invited, top-coded 20 people and fewer, and showed the levers of a top-coded
constellation.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable
from functools import cache
from itertools import islice
from typing import TypeAlias

import numpy as np
import pytest

from questionnaire import CONSTELLATIONS, LEVERS, all_codes, disclosure
from questionnaire.disclosure import Picture, Release, Withheld, release
from tests.attacks.attack import Found, attack

TYPES = all_codes("type")
CAMPAIGNS = 10_000

Sizes: TypeAlias = tuple[int, ...]
# What somebody sees of a tally.
Sight: TypeAlias = Callable[[Sizes], Hashable]

_SEED = 20_270_115
# Shares of the types at medium load (docs/instrument.md); teams scatter about them.
_TEAMS = (1.7, 1.7, 1.7, 1.7, 1.5, 1.6)


@cache
def all_sizes(people: int, categories: int = len(TYPES)) -> list[Sizes]:
    """Return every way to spread ``people`` over ``categories``."""
    if categories == 1:
        return [(people,)]
    return [
        (first, *others)
        for first in range(people + 1)
        for others in all_sizes(people - first, categories - 1)
    ]


def together(one: Sizes, other: Sizes) -> Sizes:
    """Return the people of both tallies."""
    return tuple(map(sum, zip(one, other, strict=True)))


@cache
def campaigns(people: int) -> list[list[int]]:
    """Return the answers of each of 10,000 campaigns, one for each person, as places in ``TYPES``."""
    random = np.random.default_rng([_SEED, people])
    return [
        random.choice(len(TYPES), size=people, p=shares).tolist()
        for shares in random.dirichlet(_TEAMS, size=CAMPAIGNS)
    ]


def counted(answers: list[int]) -> Sizes:
    """Return the number of people in each type."""
    return tuple(answers.count(place) for place in range(len(TYPES)))


def packed(sizes: Sizes) -> int:
    """Return a tally of fewer than 32 people as one number; that of two tallies together is the sum."""
    return sum(size << 5 * place for place, size in enumerate(sizes))


def exact(sizes: Sizes) -> Sizes:
    """Show the counts as they are, as a plain bar chart does."""
    return sizes


@cache
def reported(sizes: Sizes) -> Release | Withheld:
    """Show what the product releases of a tally of types."""
    return release(dict(zip(TYPES, sizes, strict=True)))


def numbered_sights(people: int, sight: Sight) -> dict[int, int]:
    """Return, for every packed tally of ``people``, a number that is the same for all that look alike."""
    numbers: dict[Hashable, int] = {}
    return {packed(sizes): numbers.setdefault(sight(sizes), len(numbers)) for sizes in all_sizes(people)}


def of_hundred(part: int, whole: int) -> str:
    """Return a share of campaigns in words that do not change with the last digits."""
    return f"{100 * part / whole:.0f} of 100"


@attack(
    family="disclosure",
    attacker="manager",
    wants="get a report on nine people by counting their ballots twice",
    naive="The rule saw 18 contributions, and released 1850 of the 2002 tallies that nine people can give.",
    product="18 contributions of 9 invited are withheld: 0 of the 2002 tallies.",
)
def test_a_heap_counted_twice_does_not_reach_ten(found: Found) -> None:
    """Nobody reaches the threshold by more contributions than people."""
    tallies = [dict(zip(TYPES, together(sizes, sizes), strict=True)) for sizes in all_sizes(9)]
    counts = [
        sum(isinstance(release(tally, invited=invited), Release) for tally in tallies)
        for invited in (None, 9)
    ]
    found(f"{counts[0]} of the {len(tallies)}", f"{counts[1]} of the {len(tallies)}")


def known_by_all_but(left: int, sight: Sight) -> str:
    """Return in how many campaigns of 20 all but ``left`` know what these answered, if not who."""
    sights, possible = numbered_sights(20, sight), [packed(others) for others in all_sizes(left)]
    certain = 0
    for answers in campaigns(20):
        known, seen = packed(counted(answers[left:])), sights[packed(counted(answers))]
        certain += sum(sights[known + others] == seen for others in possible) == 1
    return of_hundred(certain, CAMPAIGNS)


_COALITION = {
    "docs/privacy.md": "if all but one tell each other their answers, the last answer can be computed",
    "questionnaire/languages/de/privacy.md": "Sagen fast alle einander ihr Ergebnis",
    "questionnaire/languages/en/privacy.md": "If nearly everyone in a small group tells the others",
    "questionnaire/languages/de-leicht/privacy.md": "Vielleicht sagen fast alle aus einer kleinen Gruppe",
}


@attack(
    family="disclosure",
    attacker="colleague",
    wants="learn the answer of the last of 20, when all others tell each other theirs",
    naive="Exact counts give it away in 100 of 100 campaigns.",
    product="Shares in twentieths of 20 people mostly do, too: 79 of 100.",
    told=_COALITION,
)
def test_all_but_one_mostly_know_the_last_answer(found: Found) -> None:
    """A limit: 10,000 campaigns of 20 people; every answer that the last one can have given is tried."""
    found(known_by_all_but(1, exact), known_by_all_but(1, reported))


@attack(
    family="disclosure",
    attacker="colleague",
    wants="learn what the last two of 20 answered, when all others tell each other theirs",
    naive="Exact counts give it away in 100 of 100 campaigns, though not who of them answered what.",
    product="Shares in twentieths of 20 people mostly do, too: 61 of 100.",
    told=_COALITION,
)
def test_all_but_two_mostly_know_what_these_answered(found: Found) -> None:
    """A limit: 10,000 campaigns of 20 people; all 21 pairs of answers are tried."""
    found(known_by_all_but(2, exact), known_by_all_but(2, reported))


@attack(
    family="disclosure",
    attacker="colleague",
    wants="learn what the last five of 20 answered, when all others tell each other theirs",
    naive="Exact counts give it away in 100 of 100 campaigns, though not who of them answered what.",
    product="Shares in twentieths of 20 people sometimes do, too: 29 of 100.",
    told=_COALITION,
)
def test_all_but_five_sometimes_know_what_these_answered(found: Found) -> None:
    """A limit: 10,000 campaigns of 20 people; all 252 groups of five answers are tried."""
    found(known_by_all_but(5, exact), known_by_all_but(5, reported))


def dominated_groups_known_to_three() -> int:
    """Return for how many of 16 to 20 people three who are unlike the others know what all these answered."""
    certain = 0
    for people in range(16, 21):
        three, others = (0, 3, 0, 0, 0, 0), (people - 3, 0, 0, 0, 0, 0)
        seen = release(dict(zip(TYPES, together(three, others), strict=True)))
        possible = (
            one
            for one in all_sizes(people - 3)
            if release(dict(zip(TYPES, together(three, one), strict=True))) == seen
        )
        certain += list(islice(possible, 2)) == [others]
    return certain


@attack(
    family="disclosure",
    attacker="colleague",
    wants="learn in a coalition of three that all others of 16 to 20 people answered the same",
    naive='The rule said "more than four fifths", which leaves three of 16 to 20 people: 5 of 5 sizes.',
    product="Twenty people or fewer are not top-coded; withheld could mean much else: 0 of 5 sizes.",
)
def test_three_insiders_do_not_know_all_others(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every tally that contains the three and reads the same is tried."""
    product = dominated_groups_known_to_three()
    monkeypatch.setattr(disclosure, "TOP_CODED_FROM", disclosure.THRESHOLD)
    found(f"{dominated_groups_known_to_three()} of 5", f"{product} of 5")


def lever_tallies_that_tell_the_others() -> str:
    """Return how many lever tallies of 18 in A, of 21 people, cannot be of 17: exactly three are outside."""

    def seen(sizes: Sizes) -> Release | Withheld:
        levers = {f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)}
        return release(levers | {"M": 21 - sum(sizes)})

    of_17 = {seen(sizes) for sizes in all_sizes(17, len(LEVERS))}
    of_18 = [seen(sizes) for sizes in all_sizes(18, len(LEVERS))]
    return f"{sum(each not in of_17 for each in of_18)} of {len(of_18)}"


def levers_of_all_shown(types: Picture) -> list[str]:
    """Return the constellations with levers as the rule chose them at first."""
    return [category for category, _ in types.shares if category in CONSTELLATIONS]


@attack(
    family="disclosure",
    attacker="colleague",
    wants='learn from levers how many of 21 people are outside a constellation of "more than four fifths"',
    naive="The levers fit 18 people and not 17 in 458 of 1330 lever tallies: exactly three are outside.",
    product="A top-coded constellation shows no levers: 0 of 1330.",
)
def test_levers_do_not_undo_top_coding(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    """Types and levers are held against each other."""
    product = lever_tallies_that_tell_the_others()
    monkeypatch.setattr(disclosure, "constellations_with_levers", levers_of_all_shown)
    found(lever_tallies_that_tell_the_others(), product)


@attack(
    family="disclosure",
    attacker="manager",
    wants="compute exact numbers from rounded shares of 20 people, all of whom took part",
    naive="Whole percentages give every number in 100 of 100 campaigns.",
    product="Twentieths of 20 people are exact numbers, of three people or more: in 99 of 100.",
    told={
        "docs/privacy.md": "rounded shares tell nearly exact numbers, of three and more, in groups of up to"
    },
)
def test_rounded_shares_of_twenty_are_exact(found: Found) -> None:
    """A limit: 10,000 campaigns; all tallies that read the same agree in every number that is shown."""
    tallies = [counted(answers) for answers in campaigns(20)]
    percentages = {tuple(round(100 * size / 20) for size in sizes) for sizes in all_sizes(20)}
    assert len(percentages) == len(all_sizes(20))
    exact_ones = releases_of_exact_numbers(20)
    found(
        of_hundred(CAMPAIGNS, CAMPAIGNS),
        of_hundred(sum(reported(sizes) in exact_ones for sizes in tallies), CAMPAIGNS),
    )


def releases_of_exact_numbers(people: int) -> set[Release]:
    """Return the releases for which all tallies that read the same agree in every number that is shown."""
    alike: dict[Release, list[Sizes]] = defaultdict(list)
    for sizes in all_sizes(people):
        if isinstance(result := reported(sizes), Release):
            alike[result].append(sizes)
    return {result for result, tallies in alike.items() if _agree(tallies, result.types)}


def _agree(tallies: list[Sizes], picture: Picture) -> bool:
    places = [TYPES.index(category) for category, _ in picture.shares]
    return all(len({sizes[place] for sizes in tallies}) == 1 for place in places)


def differenced(sight: Sight) -> str:
    """Return in how many campaigns two reports tell an answer of one of the five who are not in the team."""
    teams, wholes = numbered_sights(10, sight), numbered_sights(15, sight)
    fives: dict[tuple[int, int], set[Sizes]] = defaultdict(set)
    for five in all_sizes(5):
        others = packed(five)
        for team, seen in teams.items():
            fives[seen, wholes[team + others]].add(five)
    certain = {pair: any(min(column) for column in zip(*each, strict=True)) for pair, each in fives.items()}
    pairs = [
        (teams[packed(counted(answers[:10]))], wholes[packed(counted(answers))]) for answers in campaigns(15)
    ]
    return of_hundred(sum(certain[pair] for pair in pairs), CAMPAIGNS)


@attack(
    family="disclosure",
    attacker="manager",
    wants="subtract the report on a team of 10 from the report on 15 people that it is part of",
    naive="Exact counts give an answer that one of the five others gave in 100 of 100 campaigns.",
    product="The rule sees one tally: 94 of 100. A survey is released once, and must not lie inside another.",
    told={"docs/privacy.md": "Two releases of nearly the same people can be subtracted from each other."},
)
def test_two_reports_on_nearly_the_same_people_are_subtracted(found: Found) -> None:
    """A limit of the rule, which sees one tally: 10,000 campaigns, every team and every five others tried."""
    found(differenced(exact), differenced(reported))


@attack(
    family="disclosure",
    attacker="manager",
    wants="learn what it means that a constellation of clearly ten people shows no levers",
    naive='A reason that is named ("nearly all in one") says it in 100 of 100 cases.',
    product="No reason is named, but this one is often true: in 59 of 100 cases. Which lever stays open.",
    told={
        "docs/privacy.md": "so do next steps that are missing where clearly ten people share a constellation",
        "docs/coalitions.md": "in 59 of 100 cases if every mix of levers is equally likely",
    },
)
def test_absent_levers_hint_at_near_unanimity(found: Found) -> None:
    """A limit: 10,000 constellations of 10 to 60 people, every mix of levers equally likely."""
    random = np.random.default_rng(_SEED)
    absent = []
    for shares in random.dirichlet([1.0] * len(LEVERS), size=CAMPAIGNS):
        people = int(random.integers(10, 61))
        sizes = random.multinomial(people, shares).tolist()
        result = release(
            {f"A-{lever}": size for lever, size in zip(LEVERS, sizes, strict=True)} | {"M": people}
        )
        if isinstance(result, Release) and not result.levers:
            absent.append(5 * max(sizes) >= 4 * people)
    found(of_hundred(len(absent), len(absent)), of_hundred(sum(absent), len(absent)))
