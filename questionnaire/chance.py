"""How far chance alone moves a released figure, and which changes between two waves are more than chance.

Both are computed from published figures alone, so they can say nothing that a release does not. A release is
coarse on purpose; wherever several exact counts fit it, the answer holds for all of them.

The model: contributions are drawn independently from many that could have been made (on another day, by
others). So the number of those that name a constellation is binomial, and two waves are compared by Fisher's
exact test. People who answer in both waves usually agree with themselves more than that, so the test rather
misses a change than invents one. Who does not contribute at all, no calculation knows.

Both are computed term by term, without the normal approximation, by multiplication and division alone. So
every machine gets the same result, to the last bit. Never imported in the survey's page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Literal

from questionnaire.disclosure import TWENTIETHS, Share
from questionnaire.possible_release import exact_counts

Change = Literal["more", "less", "same"]

# A total is rounded down to a multiple of five (questionnaire.disclosure).
_ROUNDED_AWAY = range(5)
# Ten times as many people as work in any one customer service. A larger number could only be forged; it is
# read as this one, and chance then moves figures a little too far, not too little.
MOST = 100_000

_OUTSIDE = 1 / 40  # on either side: within lie 19 of 20 repetitions
# Two-sided, and half of it on either side. It is 1 % because four constellations are compared at once: the
# chance that any of them is called changed is then below one in twenty.
_SIGNIFICANCE = 1 / 100
# Of the likeliest number's weight: all that is rarer still does not move the sum.
_NEGLIGIBLE = 1e-18


def chance_range(share: Share, contributions: int) -> tuple[int, int]:
    """Return the lowest and the highest twentieths between which chance and rounding move a figure.

    If the share behind a figure were exactly ``share``, the same survey repeated would release a figure from
    the lowest to the highest one in at least 19 of 20 repetitions, whatever the exact number of people is
    that ``contributions`` (a number that a release rounded down) stands for. A figure that is not told
    exactly may stand for any share it can mean: "more than four fifths" reaches from what chance makes of
    four fifths up to everybody.
    """
    lowest, highest = _possible_shares(share)
    totals = _exact_totals(contributions)
    return (
        min(_central(total, lowest)[0] * TWENTIETHS // total for total in totals),
        max(-(-_central(total, highest)[1] * TWENTIETHS // total) for total in totals),
    )


def surely_changed(before: Share, n_before: int, now: Share, n_now: int) -> Change:
    """Return whether a share surely is ``"more"`` or ``"less"`` than in an earlier wave; else ``"same"``.

    ``n_before`` and ``n_now`` are the contributions as released. It is sure if Fisher's exact test, two-sided
    at 1 %, calls every pair of exact counts different that fits the released figures. ``"same"`` does not say
    that nothing changed: the two cannot be told apart.
    """
    if _surely_more(before, n_before, now, n_now):
        return "more"
    return "less" if _surely_more(now, n_now, before, n_before) else "same"


def fewest_behind(share: Share, contributions: int) -> int:
    """Return the fewest people that ``share`` of so many contributions (as released) can stand for.

    Shares of these people again, such as those of levers, are moved by chance as among so few.
    """
    return exact_counts(share, _exact_totals(contributions)[0])[0]


def _exact_totals(contributions: int) -> tuple[int, ...]:
    return tuple(min(max(contributions, 1), MOST) + more for more in _ROUNDED_AWAY)


def _possible_shares(share: Share) -> tuple[int, int]:
    """Return the lowest and the highest share that a figure can mean, in twentieths."""
    if share.reading == "more":
        return share.twentieths, TWENTIETHS
    if share.reading == "less":
        return 0, share.twentieths
    return (share.twentieths, share.twentieths) if share.twentieths else (0, 1)


def _central(number: int, twentieths: int) -> tuple[int, int]:
    """Return the central range of a binomial distribution: at most 1/40 lies below it, and above it."""
    if twentieths in (0, TWENTIETHS):
        certain = number * twentieths // TWENTIETHS
        return certain, certain
    weights = _weights(
        likeliest=(number + 1) * twentieths // TWENTIETHS,
        bounds=(0, number),
        odds=lambda hits: ((number - hits) * twentieths, (hits + 1) * (TWENTIETHS - twentieths)),
    )
    outside = _OUTSIDE * sum(weight for _, weight in weights)
    return _first_beyond(weights, outside), _first_beyond(list(reversed(weights)), outside)


def _surely_more(before: Share, n_before: int, now: Share, n_now: int) -> bool:
    """Tell whether every pair of exact counts is significantly more now than before.

    For given totals the pair that differs least decides: the one-sided p-value of Fisher's test falls when
    a hit is added now, and when one is taken away before.
    """
    pairs = [
        (most_before, earlier, fewest, later)
        for earlier, later in product(_exact_totals(n_before), _exact_totals(n_now))
        for fewest_before, most_before in [exact_counts(before, earlier)]
        for fewest, most in [exact_counts(now, later)]
        if fewest_before <= most_before and fewest <= most
    ]
    return bool(pairs) and all(_is_significant(*pair) for pair in pairs)


def _is_significant(hits_before: int, before: int, hits_now: int, now: int) -> bool:
    """Tell whether so many hits now, or more, are rare if both waves have the same share."""
    if hits_now * before <= hits_before * now:
        return False
    hits = hits_before + hits_now
    weights = _weights(
        likeliest=(hits + 1) * (now + 1) // (before + now + 2),
        bounds=(max(hits - before, 0), min(hits, now)),
        odds=lambda number: ((hits - number) * (now - number), (number + 1) * (before - hits + number + 1)),
    )
    tail = sum(weight for number, weight in weights if number >= hits_now)
    return 2 * tail <= _SIGNIFICANCE * sum(weight for _, weight in weights)


def _weights(
    likeliest: int, bounds: tuple[int, int], odds: Callable[[int], tuple[int, int]]
) -> list[tuple[int, float]]:
    """Return (number, weight) in order for all numbers that are not negligible; the likeliest weighs 1.

    ``odds`` gives, as numerator and denominator, how much likelier the next number is than this one.
    """

    def downwards() -> Iterator[tuple[int, float]]:
        weight = 1.0
        for number in range(likeliest - 1, bounds[0] - 1, -1):
            numerator, denominator = odds(number)
            weight *= denominator / numerator
            if weight < _NEGLIGIBLE:
                return
            yield number, weight

    def upwards() -> Iterator[tuple[int, float]]:
        weight = 1.0
        for number in range(likeliest, bounds[1]):
            numerator, denominator = odds(number)
            weight *= numerator / denominator
            if weight < _NEGLIGIBLE:
                return
            yield number + 1, weight

    return [*reversed(list(downwards())), (likeliest, 1.0), *upwards()]


def _first_beyond(weights: list[tuple[int, float]], outside: float) -> int:
    """Return the first number at which the weights add up to more than ``outside``."""
    total = 0.0
    for number, weight in weights:
        total += weight
        if total > outside:
            return number
    raise ArithmeticError("weights add up to less than a fortieth of themselves")  # cannot be
