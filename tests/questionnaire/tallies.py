"""Every small tally of types with its release."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TypeAlias

from questionnaire import all_codes
from questionnaire.disclosure import Release, Withheld, release

TYPES = all_codes("type")
TYPE_LEVEL_PEOPLE = range(10, 21)

Sizes: TypeAlias = tuple[int, ...]


def all_sizes(people: int, categories: int) -> Iterator[Sizes]:
    """Yield every way to spread ``people`` over ``categories``."""
    if categories == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for others in all_sizes(people - first, categories - 1):
            yield (first, *others)


@cache
def type_level(people: int) -> list[tuple[Release | Withheld, Sizes]]:
    """Return ``released``, computed once."""
    return released(people)


def released(people: int) -> list[tuple[Release | Withheld, Sizes]]:
    """Return every tally of ``people`` in six types, each with its release."""
    return [(release(dict(zip(TYPES, sizes, strict=True))), sizes) for sizes in all_sizes(people, len(TYPES))]
