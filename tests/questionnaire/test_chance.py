"""What chance alone does to a figure: compared with sums of exact fractions, term by term."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from itertools import product
from math import comb

import pytest

from questionnaire import chance
from questionnaire.chance import Change, chance_range, fewest_behind, surely_changed
from questionnaire.disclosure import TWENTIETHS, Share
from questionnaire.possible_release import exact_counts

MORE, LESS, SOME = Share(16, "more"), Share(4, "less"), Share(0, "some")
FIGURES = (SOME, *map(Share, range(1, 17)), MORE)
MIRRORED: dict[Change, Change] = {"more": "less", "less": "more", "same": "same"}


@cache
def binomial(number: int, twentieths: int) -> list[Fraction]:
    """Return how probable each number of hits is, exactly."""
    share = Fraction(twentieths, TWENTIETHS)
    return [comb(number, hits) * share**hits * (1 - share) ** (number - hits) for hits in range(number + 1)]


@cache
def fisher(hits_before: int, before: int, hits_now: int, now: int) -> Fraction:
    """Return the one-sided p-value of Fisher's exact test: so many hits now, or more."""
    hits, people = hits_before + hits_now, before + now
    ways = sum(comb(now, k) * comb(before, hits - k) for k in range(hits_now, min(hits, now) + 1))
    return Fraction(ways, comb(people, hits))


@cache
def counts(share: Share, number: int) -> tuple[int, ...]:
    """Return every number of people that a release may show as ``share``, found by trying all of them."""
    return tuple(_counts(share, number))


def _counts(share: Share, number: int) -> Iterator[int]:
    for hits in range(number + 1):
        exact = Fraction(hits * TWENTIETHS, number)
        fits = {
            "about": abs(exact - share.twentieths) < 1,
            "some": 0 < exact < 1,
            "more": exact > share.twentieths,
            "less": exact < share.twentieths,
        }
        if fits[share.reading]:
            yield hits


def differs(before: Share, n_before: int, now: Share, n_now: int) -> bool:
    """Tell whether Fisher's test calls every pair of numbers more now, two-sided at 1 %."""
    pairs = [
        hits_now * earlier > hits_before * later
        and 2 * fisher(hits_before, earlier, hits_now, later) <= Fraction(1, 100)
        for earlier, later in product(range(n_before, n_before + 5), range(n_now, n_now + 5))
        for hits_before, hits_now in product(counts(before, earlier), counts(now, later))
    ]
    return pairs != [] and all(pairs)


@pytest.mark.parametrize("share", [*FIGURES, LESS, Share(0)])
def test_the_counts_behind_a_figure_are_all_that_round_to_it(share: Share) -> None:
    """Not one fewer and not one more, for every number of people up to two hundred."""
    for number in range(1, 201):
        fewest, most = exact_counts(share, number)
        assert list(range(fewest, most + 1)) == list(counts(share, number))


@pytest.mark.parametrize("share", [*FIGURES, LESS])
def test_the_fewest_behind_a_figure_are_the_fewest_of_every_number_that_reads_the_same(share: Share) -> None:
    """For all contributions that a release can round down to the same multiple of five."""
    for contributions in range(60, 205, 5):
        numbers = range(contributions, contributions + 5)
        assert fewest_behind(share, contributions) == min(counts(share, number)[0] for number in numbers)


@pytest.mark.parametrize("contributions", [10, 15, 45, 100])
@pytest.mark.parametrize("twentieths", range(1, 20))
def test_nineteen_of_twenty_repetitions_lie_within(contributions: int, twentieths: int) -> None:
    """Whatever the exact number of people is, and whichever way the release rounds."""
    low, high = chance_range(Share(twentieths), contributions)
    for number in range(contributions, contributions + 5):
        within = sum(
            probability
            for hits, probability in enumerate(binomial(number, twentieths))
            if low <= hits * TWENTIETHS // number and -(-hits * TWENTIETHS // number) <= high
        )
        assert within >= Fraction(19, 20)


def left_out(contributions: int, twentieths: int, outside: Callable[[Fraction], bool]) -> Fraction:
    """Return the greatest probability of a share outside, of all numbers of people that read the same."""
    return max(
        sum(
            (
                probability
                for hits, probability in enumerate(binomial(number, twentieths))
                if outside(Fraction(hits * TWENTIETHS, number))
            ),
            Fraction(),
        )
        for number in range(contributions, contributions + 5)
    )


@pytest.mark.parametrize("contributions", [10, 15, 45, 100])
def test_the_range_is_no_wider_than_it_must_be(contributions: int) -> None:
    """One figure less at either end would leave out more than a fortieth, for some number of people."""
    for twentieths in range(1, 20):
        low, high = chance_range(Share(twentieths), contributions)
        below = left_out(contributions, twentieths, lambda figure: figure < low + 1)  # noqa: B023
        above = left_out(contributions, twentieths, lambda figure: figure > high - 1)  # noqa: B023
        assert min(below, above) > Fraction(1, 40)


@pytest.mark.parametrize("contributions", [10, 45, 500])
def test_a_figure_that_is_not_told_exactly_reaches_as_far_as_all_it_can_mean(contributions: int) -> None:
    """Fewer than one twentieth may be nobody, more than four fifths may be everybody."""
    assert chance_range(SOME, contributions) == (0, chance_range(Share(1), contributions)[1])
    assert chance_range(Share(0), contributions) == chance_range(SOME, contributions)
    assert chance_range(LESS, contributions) == (0, chance_range(Share(4), contributions)[1])
    assert chance_range(MORE, contributions) == (chance_range(Share(16), contributions)[0], TWENTIETHS)


def test_chance_moves_many_contributions_less_than_few() -> None:
    """Ten times as many: never wider; and very many still leave the twentieth of the rounding."""
    for share in (*FIGURES, LESS):
        for contributions in (10, 15, 20, 60, 100):
            low, high = chance_range(share, contributions)
            lower, higher = chance_range(share, contributions * 10)
            assert low <= lower <= higher <= high
    assert chance_range(Share(5), 10) == (0, 11)
    assert chance_range(Share(5), 45) == (2, 8)
    assert chance_range(Share(5), 100_000) == (4, 6)


@pytest.mark.parametrize(("n_before", "n_now"), [(10, 10), (15, 10), (20, 40), (60, 60)])
def test_a_change_is_called_where_every_pair_of_counts_differs_and_nowhere_else(
    n_before: int, n_now: int
) -> None:
    """Every pair of figures, and behind each every pair of exact numbers that rounds to it."""
    found = set()
    for before, now in product(FIGURES, repeat=2):
        change = surely_changed(before, n_before, now, n_now)
        found.add(change)
        assert (change == "more") == differs(before, n_before, now, n_now)
        assert (change == "less") == differs(now, n_now, before, n_before)
    assert found == {"more", "less", "same"}


def test_a_figure_that_no_count_has_never_changed() -> None:
    """Fewer than a twentieth of ten people is nobody at all: such a file is forged, and proves nothing."""
    assert [counts(SOME, number) for number in range(10, 15)] == [()] * 5
    assert surely_changed(SOME, 10, MORE, 10) == "same"


def test_backwards_more_is_less_and_nothing_differs_from_itself() -> None:
    """For every two figures, also of different numbers of people."""
    for before, now in product(FIGURES, repeat=2):
        forwards = surely_changed(before, 30, now, 100)
        assert surely_changed(now, 100, before, 30) == MIRRORED[forwards]
        assert before != now or forwards == "same"


def by_rounding_alone(before: Share, _n_before: int, now: Share, _n_now: int) -> Change:
    """The naive rule: two figures differ if no exact shares behind the rounded ones could be equal."""
    difference = now.twentieths - before.twentieths
    return "same" if abs(difference) < 2 else "more" if difference > 0 else "less"


Rule = Callable[[Share, int, Share, int], Change]


def called_changed(rule: Rule, number: int, twentieths: int) -> float:
    """Return how often ``rule`` calls two waves of ``number`` people changed whose share is the same."""
    probable = [float(each) for each in binomial(number, twentieths)]
    told = [rounded(hits, number) for hits in range(number + 1)]
    released = number - number % 5
    changed = {
        (one, other): rule(one, released, other, released) != "same"
        for one, other in product(set(told), repeat=2)
    }
    return sum(
        probable[before] * probable[now]
        for before, now in product(range(number + 1), repeat=2)
        if changed[told[before], told[now]]
    )


def rounded(hits: int, number: int) -> Share:
    """Return the figure of a release for ``hits`` of ``number``, rounded to the nearest."""
    if hits * 5 > number * 4:
        return MORE
    figure = (2 * hits * TWENTIETHS + number) // (2 * number)
    return Share(figure) if figure else SOME


@pytest.mark.parametrize("number", [24, 63, 120])
@pytest.mark.parametrize("twentieths", [2, 5, 10])
def test_where_nothing_changed_a_change_is_called_in_one_of_a_hundred_at_most(
    number: int, twentieths: int
) -> None:
    """The naive rule, which knows of rounding alone, calls one far too often: even among 120 people."""
    assert called_changed(by_rounding_alone, number, twentieths) > 0.07
    assert called_changed(surely_changed, number, twentieths) <= 0.01


def test_a_large_change_among_many_is_seen() -> None:
    """The rule is careful, not blind: from a quarter to half among a hundred, by three figures among many."""
    assert surely_changed(Share(5), 100, Share(11), 100) == "more"
    assert surely_changed(Share(12), 100, Share(5), 100) == "less"
    assert surely_changed(Share(5), 100_000, Share(8), 100_000) == "more"
    assert surely_changed(Share(5), 100_000, Share(7), 100_000) == "same"  # both may be six, rounded


def test_a_number_that_nobody_can_have_counted_is_read_as_a_large_one() -> None:
    """A forged file with a number of thirty digits is answered like one with a hundred thousand."""
    forged = 10**30
    assert chance_range(Share(5), forged) == chance_range(Share(5), chance.MOST)
    assert surely_changed(Share(5), forged, Share(9), 20) == surely_changed(
        Share(5), chance.MOST, Share(9), 20
    )
