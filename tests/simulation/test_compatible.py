"""Boxes hold exactly the tallies that read alike: their fewest and most people are those of a plain list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
import pytest

from questionnaire import Release, Withheld
from simulation.coalitions import RULES, Tally
from simulation.compatible import TYPES, Counts, boxes

_FEW = 400  # tallies that read alike; of more, some are taken by chance


def all_tallies(people: int, types: int) -> Iterator[Tally]:
    """Yield every way to spread ``people`` over ``types``."""
    if types == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for others in all_tallies(people - first, types - 1):
            yield (first, *others)


def by_release(people: int, name: str) -> dict[Release | Withheld, list[Tally]]:
    """Return every tally of ``people`` by its release under the rule with this name."""
    found: dict[Release | Withheld, list[Tally]] = defaultdict(list)
    for tally in all_tallies(people, len(TYPES)):
        found[RULES[name][0](tally)].append(tally)
    return found


def some_coalitions(alike: Sequence[Tally], random: np.random.Generator) -> Counts:
    """Return nobody, and coalitions of all sizes that are part of one of these tallies."""
    number = 5 if len(alike) < _FEW else 30
    chosen = [alike[place] for place in random.integers(len(alike), size=number)]
    parts = [random.integers(0, np.add(tally, 1)) for tally in chosen]
    return np.array([[0] * len(TYPES), *parts])


@pytest.mark.parametrize(("people", "name"), [(10, "after"), (12, "after"), (15, "after"), (16, "before")])
def test_boxes_say_what_a_list_of_all_tallies_says(people: int, name: str) -> None:
    """For every release, and for coalitions of all sizes; the list is made by asking the rule itself."""
    random = np.random.default_rng(people)
    for released, alike in by_release(people, name).items():
        listed, coalitions = np.array(alike), some_coalitions(alike, random)
        fewest, most = boxes(released, people, top_coded_from=RULES[name][1]).possible(coalitions)
        for place, known in enumerate(coalitions):
            possible = listed[np.all(listed >= known, axis=1)] - known
            assert fewest[place].tolist() == possible.min(axis=0).tolist(), (released, known)
            assert most[place].tolist() == possible.max(axis=0).tolist(), (released, known)


@pytest.mark.parametrize("people", [21, 37, 60, 200])
def test_in_larger_groups_the_true_tally_is_always_possible(people: int) -> None:
    """What happened is never ruled out, whatever the release and the coalition."""
    random = np.random.default_rng(people)
    for shares in random.dirichlet([0.4] * len(TYPES), size=150):
        tally = tuple(random.multinomial(people, shares).tolist())
        known = random.integers(0, np.add(tally, 1), size=(4, len(TYPES)))
        fewest, most = boxes(RULES["after"][0](tally), people).possible(known)
        assert (fewest <= tally - known).all()
        assert (tally - known <= most).all()
