"""Campaigns in which somebody knows 15 to 30 codes, and subtracts them from a report on three more, too."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Iterable
from functools import cache
from operator import add

from questionnaire import all_codes
from questionnaire.disclosure import Release, Withheld, release

CAMPAIGNS = 10_000
OTHERS = 3
TYPES = all_codes("type")

Counts = tuple[int, ...]  # how many contributions have each of the six codes


def counts(codes: Iterable[str]) -> Counts:
    """Return how often each of the six codes is in ``codes``."""
    number = Counter(codes)
    return tuple(number[code] for code in TYPES)


@cache
def campaigns() -> tuple[tuple[Counts, Counts], ...]:
    """Return campaigns: 15 to 30 codes that whoever counted the ballots knows, and those of three others."""
    chance = random.Random(16)  # noqa: S311 (repeatable)
    return tuple(
        (counts(chance.choices(TYPES, k=chance.randint(15, 30))), counts(chance.choices(TYPES, k=OTHERS)))
        for _ in range(CAMPAIGNS)
    )


POSSIBLE = tuple(map(counts, itertools.combinations_with_replacement(TYPES, OTHERS)))
# For each code, every possible choice of three codes none of which is that code.
WITHOUT = tuple(tuple(one for one in POSSIBLE if not one[place]) for place in range(len(TYPES)))


def report(known: Counts, others: Counts) -> Release | Withheld:
    """Return what is published of the known codes and those of the others together."""
    return release(dict(zip(TYPES, map(add, known, others), strict=True)))


def certain(known: Counts, others: Counts) -> bool:
    """Return whether whoever knows ``known`` is certain, for a code, that one of the others has it."""
    seen = report(known, others)
    return any(
        all(report(known, possible) != seen for possible in WITHOUT[place])
        for place in range(len(TYPES))
        if others[place]
    )


@cache
def certain_together() -> int:
    """Return in how many campaigns a code of the three others is certain if all are in one report."""
    return sum(certain(known, others) for known, others in campaigns())


def certain_alone() -> int:
    """Return in how many campaigns a code of the three is certain if the report is on them alone."""
    return sum(certain(counts(()), others) for _, others in campaigns())


def of_campaigns(cases: int) -> str:
    """Return a share of the campaigns in steps of 5 per cent."""
    return f"about {round(cases / CAMPAIGNS * 20) * 5} %" if cases else f"0 of {CAMPAIGNS}"
