"""The rule for a site with several surveys: which teams have a release of their own, and what is one release.

The teams stand in the order of how many people each *invites*: everybody knows that number, and no answer
changes it. Teams that invite equally many stand together. Then:

1. If every team could have a release of its own (``questionnaire.disclosure``), each has it.
2. Else the teams that invite the fewest are released together, as one. While that group or any team outside
   it is withheld, the teams that come next join.
3. If all teams together are withheld, nothing is published.

What is published is about groups of people that have nobody in common, so there is nothing to subtract. The
picture of the whole (``whole_bounds``) is made of the published releases alone, never of counts.

Promise to outsiders: whoever knows this file, everything that is published, and even the exact number of
people in each team, finds for each type of a team (and for any types, and any teams, taken together) either 0
or 3 and more among the numbers that are possible; never only 1 and 2. (A team of one or two people is the
exception that tells nothing new: if a type has nobody in all teams together, these one or two are in another
type, too.) Why: teams that are released together say only that the step before was not enough: the one that
joined last may be withheld alone, or those before it together. Whichever it was, the others are free, and
people can change places between the teams.

It is not enough to put together just the teams that are withheld: it is then known that each of them is, and
three teams suffice to pin one person. Nor is it enough to publish the whole beside the teams: the withheld
one is the difference. Both have a counterexample in ``tests/questionnaire/test_levels_exhaustive.py``.

Coalitions: one or two people learn no other person's answer, wherever they work (small cases are proved by
``test_levels_coalitions.py``); all but one of a team may learn the last one's. Why a team
is released with others is published nowhere: it may be small, or withheld, or only next in the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from questionnaire.codes import all_codes
from questionnaire.disclosure import FEWEST, STEP, TWENTIETHS, Release, Share, Withheld, release
from questionnaire.possible_release import exact_counts

_Interval = tuple[Fraction, Fraction]


@dataclass(frozen=True, slots=True)
class Levels:
    """Everything that may be seen of all teams of a site.

    own:      team and release of those that have one of their own, in the order of the site.
    joined:   the teams that are released together, in the same order.
    together: their one release; ``None`` if there are none. ``Withheld()``, with every team in ``joined``, if
              nothing at all is published.
    """

    own: tuple[tuple[str, Release], ...]
    joined: tuple[str, ...]
    together: Release | Withheld | None

    @property
    def parts(self) -> tuple[Release, ...]:
        """Every release that is published; nobody is in two of them."""
        own = tuple(each for _, each in self.own)
        return (*own, self.together) if isinstance(self.together, Release) else own


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between how many twentieths of all people a type lies, as far as the published releases tell."""

    category: str
    lowest: int
    highest: int


def release_levels(
    counts: Mapping[str, Mapping[str, int]], *, threshold: int, invited: Mapping[str, int], teams: bool
) -> Levels:
    """Return what may be published of all teams: team -> counts, as ``release`` takes them.

    ``invited`` says of each team how many people it invites. Without ``teams``, all are released together and
    no team on its own. Raises ``TallyError`` as ``release`` does.
    """

    def released(group: Sequence[str]) -> Release | Withheld:
        people = sum(invited[team] for team in group)
        return release(_sum([counts[team] for team in group]), threshold=threshold, invited=people)

    alone = {team: released([team]) for team in counts}  # without ``teams``: names the faults of each
    for joined in _groups(invited, tuple(counts), teams=teams):
        own = [(team, alone[team]) for team in counts if team not in joined]
        together = released(joined) if joined else None
        shown = tuple((team, each) for team, each in own if isinstance(each, Release))
        if len(shown) == len(own) and not isinstance(together, Withheld):
            return Levels(shown, joined, together)
    return Levels((), tuple(counts), Withheld())


def whole_bounds(levels: Levels) -> tuple[Bounds, ...]:
    """Return for each type between which shares of all people it lies, in the order A B C D M N.

    It reads only what is published, so it can say nothing that the releases do not. It is as wide as they
    leave it: a type without a share of its own in one of them may be empty there, or all that is left.
    """
    parts = levels.parts
    if not parts:
        return ()
    inside = [dict(_intervals(part)) for part in parts]
    weights = [(part.contributions, part.contributions + STEP - 1) for part in parts]
    return tuple(
        Bounds(
            category,
            floor(-_highest_mean([-shares[category][0] for shares in inside], weights) * TWENTIETHS),
            ceil(_highest_mean([shares[category][1] for shares in inside], weights) * TWENTIETHS),
        )
        for category in all_codes("type")
    )


def _groups(
    invited: Mapping[str, int], teams_in_order: Sequence[str], *, teams: bool
) -> Iterator[tuple[str, ...]]:
    """Yield who is released together: first nobody, then ever more, those who invite the fewest in front."""
    if not teams:
        yield tuple(teams_in_order)
        return
    yield ()
    for most in sorted({invited[team] for team in teams_in_order}):
        yield tuple(team for team in teams_in_order if invited[team] <= most)


def _sum(tallies: Sequence[Mapping[str, int]]) -> Mapping[str, int]:
    if len(tallies) == 1:
        return tallies[0]  # ``release`` names every fault of it
    total: Counter[str] = Counter()
    for tally in tallies:
        total.update(tally)
    return total


def _intervals(part: Release) -> Iterator[tuple[str, _Interval]]:
    """Yield each type, and between which shares of the people of ``part`` it lies."""
    picture = part.types
    numbers = range(part.contributions, part.contributions + STEP)
    for category, share in picture.shares:
        yield category, _interval(share, numbers)
    most_others = _interval(picture.rest, numbers)[1] if picture.rest else Fraction(0)
    for category in picture.others:
        yield category, (Fraction(0), most_others)


def _interval(share: Share, numbers: range) -> _Interval:
    """Return the lowest and the highest exact share that reads like ``share``, for so many people in all."""
    fewest, most = zip(*(_people(share, number) for number in numbers), strict=True)
    return (
        min(Fraction(people, number) for people, number in zip(fewest, numbers, strict=True)),
        max(Fraction(people, number) for people, number in zip(most, numbers, strict=True)),
    )


def _people(share: Share, number: int) -> tuple[int, int]:
    """Return the fewest and the most of ``number`` people that read like ``share``, which is published."""
    fewest, most = exact_counts(share, number)
    return max(fewest, FEWEST), number - FEWEST if share.reading == "more" else most


def _highest_mean(values: Sequence[Fraction], weights: Sequence[tuple[int, int]]) -> Fraction:
    """Return the highest mean of ``values``, each of which counts between its two ``weights``.

    In the highest one, the greatest values count most and all others least, so few cases need a look.
    """
    order = sorted(range(len(values)), key=lambda place: values[place], reverse=True)
    return max(_mean(values, weights, set(order[:many])) for many in range(len(order) + 1))


def _mean(values: Sequence[Fraction], weights: Sequence[tuple[int, int]], heavy: set[int]) -> Fraction:
    chosen = [weight[place in heavy] for place, weight in enumerate(weights)]
    weighted = [value * weight for value, weight in zip(values, chosen, strict=True)]
    return sum(weighted, Fraction(0)) / sum(chosen)
