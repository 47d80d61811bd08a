"""What coalitions can compute from a release, proved over every tally of 10 to 20 people.

A coalition knows the rule, the release, the exact number of people, and what each of its members answered. It
lists every tally that reads the same and contains its own answers. What a given other person answered is
certain to it if, in every such tally, all people outside the coalition are in one and the same type.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence

import numpy as np
import pytest

from questionnaire import disclosure
from tests.questionnaire.tallies import TYPE_LEVEL_PEOPLE, TYPES, Sizes, released, type_level

# Every tally, with what is seen of it.
Tallies = Sequence[tuple[Hashable, Sizes]]


def fewest_who_know(tallies: Tallies) -> int:
    """Return the size of the smallest coalition to which some other person's answer is certain."""
    alike: dict[Hashable, list[Sizes]] = defaultdict(list)
    for sight, sizes in tallies:
        alike[sight].append(sizes)
    people = sum(tallies[0][1])
    return people - max(outside for same in alike.values() for outside in most_outside(same))


def most_outside(alike: list[Sizes]) -> Iterator[int]:
    """Yield, for each type, how many of it a coalition may leave out and still be certain of them.

    The best coalition leaves out people of one type only. It is uncertain if another tally that reads alike
    has no fewer people in any other type, and no fewer in this type than the coalition has.
    """
    sizes = np.array(alike, np.int16)
    for place in range(len(TYPES)):
        others = np.delete(sizes, place, axis=1)
        holds = np.all(others[:, None, :] <= others[None, :, :], axis=2)
        missing = sizes[:, None, place] - sizes[None, :, place]
        most = np.where(holds & (missing > 0), missing - 1, sizes[:, None, place]).min(axis=1)
        yield int(most.max())


@pytest.mark.parametrize("people", TYPE_LEVEL_PEOPLE)
def test_no_coalition_of_two_knows_what_anybody_else_answered(people: int) -> None:
    """It takes three; from 16 people on, a fifth of them, who are enough. It holds for "withheld", too."""
    assert fewest_who_know(type_level(people)) == max(3, -(-people // 5))


@pytest.mark.parametrize("people", [16, 18])
def test_top_coding_of_twenty_would_let_three_know(people: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Why the rule does not do it: exactly three are outside, and may be the coalition."""
    monkeypatch.setattr(disclosure, "TOP_CODED_FROM", disclosure.THRESHOLD)
    assert fewest_who_know(released(people)) == 3
