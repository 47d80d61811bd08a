"""Every way in which a few teams may have answered, and what each rule would publish of it: for proofs.

The rule is written here a second time, over arrays, for any number of types. A tally is one number: a digit
for each type but the last, so that the tally of several teams is the sum of theirs.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, reduce

import numpy as np
import numpy.typing as npt

from questionnaire.disclosure import THRESHOLD, Picture, _picture
from tests.questionnaire.tallies import TYPES, Sizes, all_sizes

Numbers = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Group = tuple[int, ...]  # places of teams

BASE = 64  # more than all people of a case
_pictures: dict[Picture, int] = {}


def picture_number(sizes: Sizes) -> int:
    """Return 0 if a group with the tally ``sizes`` is withheld, else a number for what is published of it."""
    picture = _picture(dict(zip(TYPES, sizes, strict=False)), THRESHOLD)
    return 0 if picture is None else _pictures.setdefault(picture, len(_pictures) + 1)


def codes(tallies: Numbers) -> Numbers:
    """Return each row of ``tallies`` as one number; sums of tallies have sums of numbers."""
    digits = BASE ** np.arange(tallies.shape[1] - 1, dtype=np.int64)
    return np.asarray(tallies[:, :-1] @ digits, dtype=np.int64)


@cache
def team(people: int, types: int) -> Numbers:
    """Return every tally of ``people``: one a row."""
    return np.array(list(all_sizes(people, types)), dtype=np.int64)


@cache
def published(people: int, types: int) -> tuple[Numbers, Numbers]:
    """Return the numbers of every tally of ``people``, in order, and what is published of each."""
    tallies = team(people, types)
    order = np.argsort(codes(tallies))
    pictures = np.array([picture_number(tuple(map(int, tallies[row]))) for row in order], dtype=np.int64)
    return codes(tallies)[order], pictures


@dataclass(frozen=True)
class Worlds:
    """All ways in which teams of these sizes may have answered; the axes are the teams' tallies.

    ``people`` is how many contributed in each team, ``invited`` the public number that orders them.
    """

    people: tuple[int, ...]
    invited: tuple[int, ...]
    types: int

    @property
    def shape(self) -> tuple[int, ...]:
        """How many tallies each team may have."""
        return tuple(len(team(people, self.types)) for people in self.people)

    def along(self, place: int, values: Numbers) -> Numbers:
        """Return ``values``, one for each tally of the team at ``place``, in its axis."""
        shape = [1] * len(self.people)
        shape[place] = len(values)
        return values.reshape(shape)

    def picture(self, group: Group) -> Numbers:
        """Return what would be published of the teams of ``group`` as one: 0 where it is withheld."""
        known, pictures = published(sum(self.people[place] for place in group), self.types)
        summed = reduce(np.add, (self.along(place, codes(self.tallies(place))) for place in group))
        return pictures[np.searchsorted(known, summed)]

    def tallies(self, place: int) -> Numbers:
        """Return every tally of the team at ``place``."""
        return team(self.people[place], self.types)

    def numbers(self, group: Group, union: Group) -> Numbers:
        """Return how many people of the teams of ``group`` are in the types of ``union``."""
        per_team = (self.along(place, self.tallies(place)[:, list(union)].sum(axis=1)) for place in group)
        return np.broadcast_to(reduce(np.add, per_team), self.shape)


Rule = Callable[[Worlds], Numbers]  # a number for everything that is published; equal ones look alike


def _together(keys: Sequence[Numbers]) -> Numbers:
    return reduce(lambda known, key: known * (len(_pictures) + 2) + key, keys)


def _case(worlds: Worlds, joined: Group) -> tuple[Flags, Numbers]:
    """Return where the teams ``joined`` could be one and all others their own, and what is then published."""
    own = [(place,) for place in range(len(worlds.people)) if place not in joined]
    keys = [np.broadcast_to(worlds.picture(each), worlds.shape) for each in (*own, joined) if each]
    return np.all([key > 0 for key in keys], axis=0), _together(keys)


def _marked(place: int, key: Numbers) -> Numbers:
    # Which teams are together is published, too.
    return (key + 1) * 64 + place


def in_order(worlds: Worlds) -> Numbers:
    """Publish by the rule of ``questionnaire.levels``."""
    places = range(len(worlds.people))
    steps: list[Group] = [
        (),
        *(
            tuple(place for place in places if worlds.invited[place] <= most)
            for most in sorted(set(worlds.invited))
        ),
    ]
    found = np.zeros(worlds.shape, dtype=np.int64)
    for number, joined in reversed(list(enumerate(steps))):
        possible, key = _case(worlds, joined)
        found = np.where(possible, _marked(number, key), found)
    return found


def only_the_withheld(worlds: Worlds) -> Numbers:
    """Publish together just those that are withheld alone; own ones join until they may be shown (naive)."""
    places = range(len(worlds.people))
    alone = [np.broadcast_to(worlds.picture((place,)), worlds.shape) > 0 for place in places]
    found = np.zeros(worlds.shape, dtype=np.int64)
    groups = [group for many in range(len(places) + 1) for group in itertools.combinations(places, many)]
    for number, first in enumerate(groups):
        here = np.all([alone[place] == (place not in first) for place in places], axis=0)
        for joined in _growing(worlds, first):
            possible, key = _case(worlds, joined)
            found = np.where(here & (found == 0) & possible, _marked(groups.index(joined), key), found)
        assert number < 64
    return found


def _growing(worlds: Worlds, first: Group) -> Iterator[Group]:
    yield first
    outside = sorted({worlds.invited[place] for place in range(len(worlds.people)) if place not in first})
    for most in outside if first else ():
        yield tuple(
            place for place in range(len(worlds.people)) if place in first or worlds.invited[place] <= most
        )


def whole_beside_teams(worlds: Worlds) -> Numbers:
    """Publish each team that may be, and the whole beside them (naive)."""
    places = tuple(range(len(worlds.people)))
    alone = [np.broadcast_to(worlds.picture((place,)), worlds.shape) for place in places]
    return _together([*alone, worlds.picture(places)])


def pinned(worlds: Worlds, rule: Rule) -> list[tuple[Group, Group]]:
    """Return every group of teams and types of which somewhere only one or two people are possible.

    One or two people who make up their whole group are no find if a type is known to be empty everywhere.
    """
    _, looks = np.unique(rule(worlds), return_inverse=True)
    looks, found = looks.ravel(), []
    for group, union in _groups_and_unions(worlds):
        numbers = worlds.numbers(group, union).ravel()
        everybody = sum(worlds.people[place] for place in group)
        free = _somewhere(looks, (numbers == 0) | (numbers >= 3))
        if everybody < 3:
            free |= ~_somewhere(looks, numbers < everybody)
        if not free.all():
            found.append((group, union))
    return found


def _somewhere(looks: Numbers, true: Flags) -> Flags:
    """Return for each look whether ``true`` holds in a world that looks like that."""
    return np.bincount(looks[true], minlength=looks.max() + 1) > 0


def _groups_and_unions(worlds: Worlds) -> Iterator[tuple[Group, Group]]:
    teams, types = range(len(worlds.people)), range(worlds.types)
    groups = [group for many in range(1, len(teams) + 1) for group in itertools.combinations(teams, many)]
    unions = [union for many in range(1, len(types)) for union in itertools.combinations(types, many)]
    yield from itertools.product(groups, unions)
