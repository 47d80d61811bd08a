"""A release for each case that the derivation knows, and one for each set of types that can be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import combinations

from harness.releases import released
from questionnaire import CONSTELLATIONS
from questionnaire.disclosure import Release

_TYPES = (*CONSTELLATIONS, "M", "N")

# The people of one constellation by lever, for each case.
_LEVERS: Mapping[str, Mapping[str, int]] = {
    "cause_with_influence": {"ST": 30, "SB": 10},
    "cause_with_some_influence": {"ST": 20, "SB": 20},
    "cause_without_influence": {"SB": 30, "B": 10},
    "influence_without_cause": {"T": 30, "B": 10},
    "some_influence_without_cause": {"T": 20, "B": 20},
    "neither": {"B": 30, "SB": 5, "T": 5},
    "cause_with_hidden_influence": {"ST": 2, "SB": 20, "T": 4, "B": 4},
    "hidden_cause_with_influence": {"ST": 2, "SB": 4, "T": 20, "B": 4},
    "hidden": {},
}


def of_every_case() -> dict[str, Release]:
    """Return releases that show all four constellations, each with the same cause and influence."""
    return {case: released(_counts(levers, CONSTELLATIONS)) for case, levers in _LEVERS.items()}


def of_every_set() -> Iterator[tuple[str, Release]]:
    """Yield each set of types that can have shares, such as ``"ACM"``, and a release that shows it.

    A type has a share beside no other only where the others are merged.
    """
    for type_ in _TYPES:
        merged = {each: 1 for each in _TYPES if each != type_}
        yield type_, released({**merged, type_: 10})
    for number in range(2, len(_TYPES) + 1):
        for shown in combinations(_TYPES, number):
            yield "".join(shown), released(_counts(_LEVERS["cause_with_some_influence"], shown))


def _counts(levers: Mapping[str, int], shown: tuple[str, ...]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for code in shown:
        if code in CONSTELLATIONS and levers:
            counts |= {f"{code}-{lever}": number for lever, number in levers.items()}
        else:
            counts[code] = 40
    return counts
