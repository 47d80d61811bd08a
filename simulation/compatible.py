"""Every tally that leads to one release, so that what a coalition can be certain of is decided exactly.

Six types and 200 people make 2.9 billion tallies. Those that read alike form few boxes: in a box each type
has a least and a most number of people, and two groups of types, those merged as small and all others, have
a fixed sum. In a box, the fewest and the most people of a type follow by subtraction.
``tests/simulation/test_compatible.py`` compares the boxes with a plain list of all tallies.

It takes for granted that everybody knows the exact number of people: more than the release tells.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from questionnaire import Release, Withheld, all_codes
from questionnaire.disclosure import FEWEST, TOP, TOP_CODED_FROM, TWENTIETHS, Picture

Counts: TypeAlias = NDArray[np.int64]
Flags: TypeAlias = NDArray[np.bool_]

TYPES = all_codes("type")

_MOST_SMALL = FEWEST - 1
_CELLS = 200_000  # of boxes and coalitions that are held against each other at once


@dataclass(frozen=True, slots=True)
class Boxes:
    """All tallies of ``people`` that lead to one release; a row for each box, a column for each type.

    ``small`` marks the types of the first group, which together have ``in_small`` people.
    """

    people: int
    least: Counts
    most: Counts
    small: Flags
    in_small: Counts

    def possible(self, known: Counts) -> tuple[Counts, Counts]:
        """Return the fewest and the most *other* people of each type, beside those ``known`` to a coalition.

        ``known`` has a row for each coalition: its own people by type, part of a tally that is possible.
        """
        at_once = max(1, _CELLS // self.least.size)
        found = [self._possible(known[start : start + at_once]) for start in range(0, len(known), at_once)]
        fewest, most = (np.concatenate(part) for part in zip(*found, strict=True))
        return fewest - known, most - known

    def _possible(self, known: Counts) -> tuple[Counts, Counts]:
        least = np.maximum(self.least, known[:, None, :])
        fits: Flags = np.all(least <= self.most, axis=2)
        fewest = most = np.zeros_like(least)
        for group, in_group in ((self.small, self.in_small), (~self.small, self.people - self.in_small)):
            lower, upper, total = np.where(group, least, 0), np.where(group, self.most, 0), in_group[:, None]
            all_lower, all_upper = lower.sum(axis=2, keepdims=True), upper.sum(axis=1, keepdims=True)
            fits &= ((all_lower <= total) & (total <= all_upper))[:, :, 0]
            fewest = np.where(group, np.maximum(lower, total - (all_upper - upper)), fewest)
            most = np.where(group, np.minimum(upper, total - (all_lower - lower)), most)
        return (
            np.where(fits[:, :, None], fewest, self.people).min(axis=1),
            np.where(fits[:, :, None], most, 0).max(axis=1),
        )


@dataclass(slots=True)
class _Rows:
    """Boxes in the making."""

    least: list[Counts]
    most: list[Counts]
    small: list[Flags]
    in_small: list[Counts]

    def add(self, least: Counts, most: Counts, small: Flags, in_small: int) -> None:
        fits = (least <= most).all(axis=1)
        if not fits.any():
            return
        least, most = least[fits], most[fits]
        self.least.append(least)
        self.most.append(most)
        self.small.append(np.broadcast_to(small, least.shape))
        self.in_small.append(np.full(len(least), in_small))


def boxes(released: Release | Withheld, people: int, *, top_coded_from: int = TOP_CODED_FROM) -> Boxes:
    """Return all tallies of ``people`` (10 or more, no more than invited) with this release of types.

    ``top_coded_from`` is the fewest people for whom the rule says "more than four fifths".
    """
    rows = _Rows([], [], [], [])
    if isinstance(released, Withheld):
        _add_unanimous(rows, people, top_coded_from)
        _add_equal(rows, people)
    elif any(share.reading == "more" for _, share in released.types.shares):
        place = TYPES.index(released.types.shares[0][0])
        _add_dominant(rows, people, place, _four_fifths(people) + 1, people - FEWEST)
    else:
        _add_figures(rows, people, released.types)
    return Boxes(
        people,
        np.concatenate(rows.least),
        np.concatenate(rows.most),
        np.concatenate(rows.small),
        np.concatenate(rows.in_small),
    )


def _four_fifths(people: int) -> int:
    return people * TOP // TWENTIETHS


def _add_dominant(rows: _Rows, people: int, place: int, least: int, most: int) -> None:
    lower, upper = np.zeros(len(TYPES), np.int64), np.full(len(TYPES), people)
    lower[place], upper[place] = least, most
    rows.add(lower[None], upper[None], np.zeros(len(TYPES), np.bool_), 0)


def _add_unanimous(rows: _Rows, people: int, top_coded_from: int) -> None:
    """Add the tallies that are withheld because nearly everybody has one type."""
    above = _four_fifths(people) + 1
    least = above if people < top_coded_from else max(above, people - _MOST_SMALL)
    for place in range(len(TYPES)):
        _add_dominant(rows, people, place, least, people)


def _add_equal(rows: _Rows, people: int) -> None:
    """Add the tallies that are withheld because no type is larger than the smallest that is not small."""
    places = tuple(range(len(TYPES)))
    if people <= _MOST_SMALL * len(TYPES):
        _add_rest(rows, _no_windows(), _Rest(places, people))
    for joined in _subsets(places):
        for in_small in _wanting(len(TYPES) - len(joined)):
            size, left = divmod(people - in_small, len(joined))
            if left == 0 and FEWEST <= size <= _four_fifths(people):
                _add_rest(rows, _no_windows(), _Rest(places, in_small, joined, size))


def _add_figures(rows: _Rows, people: int, picture: Picture) -> None:
    own = [TYPES.index(category) for category, _ in picture.shares]
    places = tuple(place for place in range(len(TYPES)) if place not in own)
    figures = [share.twentieths for _, share in picture.shares]
    windows = _windows([*figures, picture.rest.twentieths if picture.rest else 0], own, people)
    if picture.rest is None:
        _add_rest(rows, windows, _Rest(places, 0))
        return
    for in_small in range(FEWEST, _MOST_SMALL * (len(places) - 1) + 1):
        _add_rest(rows, windows, _Rest(places, in_small))
    for joined in _subsets(places):
        for in_small in _wanting(len(places) - len(joined)):
            for size in windows.sizes_of_rest(len(joined), in_small):
                _add_rest(rows, windows, _Rest(places, in_small, joined, size))


def _subsets(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield every choice of one or more of ``places``."""
    for number in range(1, len(places) + 1):
        yield from itertools.combinations(places, number)


def _wanting(small: int) -> list[int]:
    """Return the numbers of people in ``small`` small types that cannot stand as a rest alone."""
    return [n for n in range(1, _MOST_SMALL * small + 1) if n < FEWEST or n > _MOST_SMALL * (small - 1)]


@dataclass(frozen=True, slots=True)
class _Windows:
    """The numbers of people that round to the figures of a release; a row for each window.

    Rounding up goes by largest remainder: all remainders that were rounded up lie above all others, so that
    the exact shares differ from the figures by something between t and t + 1 twentieths, for some t.
    """

    least: Counts
    most: Counts
    least_in_rest: Counts
    most_in_rest: Counts

    def with_rest(self, merged: int) -> tuple[Counts, Counts]:
        """Return the windows that allow ``merged`` people in the rest."""
        fits = (self.least_in_rest <= merged) & (merged <= self.most_in_rest)
        return self.least[fits], self.most[fits]

    def sizes_of_rest(self, joined: int, in_small: int) -> range:
        """Return which sizes each of ``joined`` equal types in the rest may have: all below the others'."""
        least = -(-(int(self.least_in_rest.min()) - in_small) // joined)
        most = (int(self.most_in_rest.max()) - in_small) // joined
        smallest_own = int(np.where(self.most, self.most, np.inf).min(axis=1).max())
        return range(max(FEWEST, least), min(most, smallest_own - 1) + 1)


def _windows(figures: Sequence[int], own: Sequence[int], people: int) -> _Windows:
    """Return the windows of ``figures``; the last of them is the rest's, the others belong to ``own``."""
    parts = np.array(figures) * people
    starts = np.arange(-people, 1, math.gcd(TWENTIETHS, people))[:, None, None]
    # Of equal remainders the earlier ones are rounded up: they include the window's start, and not its end.
    is_later = np.arange(len(figures)) >= np.arange(len(figures) + 1)[:, None]
    least = (-(-(parts + starts + is_later) // TWENTIETHS)).reshape(-1, len(figures))
    most = ((parts + starts + people - ~is_later) // TWENTIETHS).reshape(-1, len(figures))
    lower, upper = (np.zeros((len(least), len(TYPES)), np.int64) for _ in range(2))
    lower[:, own] = np.maximum(least[:, :-1], FEWEST)
    upper[:, own] = np.minimum(most[:, :-1], _four_fifths(people))
    return _Windows(lower, upper, least[:, -1], most[:, -1])


def _no_windows() -> _Windows:
    """Return one window that allows anybody in the rest and nobody outside."""
    nobody = np.zeros((1, len(TYPES)), np.int64)
    return _Windows(nobody, nobody, np.zeros(1, np.int64), np.full(1, np.iinfo(np.int64).max))


@dataclass(frozen=True, slots=True)
class _Rest:
    """Who may be in the rest: ``in_small`` people in small types, and ``size`` in each type that joined them.

    All types outside the rest have more than ``size`` people.
    """

    places: tuple[int, ...]
    in_small: int
    joined: tuple[int, ...] = ()
    size: int = _MOST_SMALL


def _add_rest(rows: _Rows, windows: _Windows, rest: _Rest) -> None:
    """Add the tallies with this rest."""
    least, most = windows.with_rest(len(rest.joined) * rest.size + rest.in_small)
    small = np.isin(np.arange(len(TYPES)), [place for place in rest.places if place not in rest.joined])
    joined = np.isin(np.arange(len(TYPES)), rest.joined)
    least = np.where(small, 0, np.where(joined, rest.size, np.maximum(least, rest.size + 1)))
    most = np.where(small, min(_MOST_SMALL, rest.in_small), np.where(joined, rest.size, most))
    rows.add(least, most, small, rest.in_small)
