"""What coalitions learn from a release, counted over simulated campaigns.

In each campaign everybody invited takes part, and everybody knows so. A coalition is some of those who took
part, by chance; they know the rule, the release, and each other's answers. What they are certain of is what
holds in every tally that is possible (``compatible``).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from questionnaire import Release, Withheld, release
from questionnaire.disclosure import FEWEST, THRESHOLD, TOP, TOP_CODED_FROM, TWENTIETHS, Picture, Share
from simulation import rule
from simulation.answering import Numbers, Shifts, draw
from simulation.assumptions import (
    ALIKE,
    CAMPAIGNS,
    COALITIONS,
    LOADINGS,
    LOADS,
    MIDDLE_RELIABILITY,
    SEED,
    SURVEYED,
)
from simulation.compatible import TYPES, boxes

Answers: TypeAlias = NDArray[np.int8]  # shape (campaigns, people): places in TYPES
Tally: TypeAlias = tuple[int, ...]
# What a coalition sees: a release, and the fewest people whom the rule that made it top-codes.
Sight: TypeAlias = tuple[Release | Withheld, int]
# Whether each of FACTS is certain.
Certain: TypeAlias = tuple[bool, ...]
AllFigures: TypeAlias = dict[str, Any]

PATH = Path(__file__).with_name("coalitions.json")

# answer:   what any other person answered, because all others are in one type
# few:      that one or two others, and no more, are in some type
# somebody: that somebody else is in some type
# nobody:   that nobody else is in some type
FACTS = ("answer", "few", "somebody", "nobody")

_PEOPLE_FOR_SHARES = 20_000


def former_release(tally: Tally) -> Release | Withheld:
    """Return the release of ``tally`` by the former rule, which top-coded 20 people and fewer, too."""
    people, largest = sum(tally), max(tally)
    is_dominant = largest * TWENTIETHS > people * TOP
    if THRESHOLD <= people < TOP_CODED_FROM and is_dominant and people - largest >= FEWEST:
        top = TYPES[tally.index(largest)]
        others = tuple(kind for kind in TYPES if kind != top)
        picture = Picture(((top, Share(TOP, "more")),), others, Share(TWENTIETHS - TOP, "less"))
        return Release(people - people % 5, picture, ())
    return present_release(tally)


def present_release(tally: Tally) -> Release | Withheld:
    """Return the release of ``tally`` by the rule as it is."""
    return release(dict(zip(TYPES, tally, strict=True)))


# Each rule, and the fewest people whom it top-codes.
RULES: Mapping[str, tuple[Callable[[Tally], Release | Withheld], int]] = {
    "before": (former_release, THRESHOLD),
    "after": (present_release, TOP_CODED_FROM),
}


class Certainty:
    """What coalitions are certain of, for one number of people."""

    def __init__(self, people: int) -> None:
        self._people = people
        self._found: dict[Sight, dict[Tally, Certain]] = {}

    def learn(self, sights: Iterable[tuple[Sight, Tally]]) -> None:
        """Find out what is certain for each release and each coalition's own answers."""
        asked: dict[Sight, set[Tally]] = {}
        for sight, known in sights:
            if known not in self._found.setdefault(sight, {}):
                asked.setdefault(sight, set()).add(known)
        for sight, coalitions in asked.items():
            self._found[sight].update(self._certain(sight, sorted(coalitions)))

    def of(self, sight: Sight, known: Tally) -> Certain:
        """Return which of ``FACTS`` are certain to who sees ``sight`` and knows the answers ``known``."""
        return self._found[sight][known]

    def _certain(self, sight: Sight, coalitions: list[Tally]) -> dict[Tally, Certain]:
        known = np.array(coalitions)
        fewest, most = boxes(sight[0], self._people, top_coded_from=sight[1]).possible(known)
        others = self._people - known.sum(axis=1, keepdims=True)
        facts = (fewest == others, (fewest >= 1) & (most < FEWEST), fewest >= 1, most == 0)
        rows = np.stack([fact.any(axis=1) for fact in facts], axis=1).tolist()
        return {tally: tuple(row) for tally, row in zip(coalitions, rows, strict=True)}


def compute(campaigns: int = CAMPAIGNS) -> AllFigures:
    """Return, by number of people, how often a result is withheld, and how often which fact is certain."""
    return {
        "campaigns": campaigns,
        "by_people": {str(people): _study(draw_answers(campaigns, people)) for people in SURVEYED},
    }


def draw_answers(campaigns: int, people: int) -> Answers:
    """Return everybody's type in each campaign. Seeded: the same arguments give the same answers."""
    random = np.random.default_rng([SEED, people])
    loads = list(LOADS.values())
    shares = [random.dirichlet(ALIKE * _shares(loads[place % len(loads)])) for place in range(campaigns)]
    steps = np.cumsum(shares, axis=1)[:, None, :-1]
    answers: Answers = (random.random((campaigns, people))[:, :, None] > steps).sum(axis=2).astype(np.int8)
    return answers


@cache
def _shares(load: float) -> Numbers:
    people = draw(_PEOPLE_FOR_SHARES, LOADINGS["medium"])
    sheets = people.answer(0, MIDDLE_RELIABILITY, Shifts(load))
    types = rule.types_of(rule.every_code()[rule.sheet_numbers(sheets)])
    return np.bincount(types, minlength=len(TYPES)) / len(types)


def _study(answers: Answers) -> AllFigures:
    people = answers.shape[1]
    tallies = counted(answers)
    coalitions = {name: counted(answers[:, : size % people]) for name, size in COALITIONS.items()}
    certainty = Certainty(people)
    return {name: _of_rule(name, tallies, coalitions, certainty) for name in RULES}


def _of_rule(
    name: str, tallies: list[Tally], coalitions: Mapping[str, list[Tally]], certainty: Certainty
) -> AllFigures:
    decide, top_coded_from = RULES[name]
    releases = {tally: decide(tally) for tally in set(tallies)}
    sights = [_sight(releases[tally], top_coded_from) for tally in tallies]
    certain = {}
    certainty.learn(pair for known in coalitions.values() for pair in zip(sights, known, strict=True))
    for coalition, known in coalitions.items():
        found = [certainty.of(*pair) for pair in zip(sights, known, strict=True)]
        certain[coalition] = dict(zip(FACTS, np.mean(found, axis=0).round(4).tolist(), strict=True))
    withheld = np.mean([isinstance(released, Withheld) for released, _ in sights])
    return {"withheld": round(float(withheld), 4), "certain": certain}


def _sight(released: Release | Withheld, top_coded_from: int) -> Sight:
    # A release means the same by both rules. Only what is withheld depends on the rule.
    return released, top_coded_from if isinstance(released, Withheld) else TOP_CODED_FROM


def counted(answers: Answers) -> list[Tally]:
    """Return the number of people of each type, for each campaign."""
    counts = np.stack([(answers == place).sum(axis=1) for place in range(len(TYPES))], axis=1)
    return [tuple(row) for row in counts.tolist()]


def load() -> AllFigures:
    """Return the figures that are kept in ``PATH``."""
    kept: AllFigures = json.loads(PATH.read_text("utf-8"))
    return kept


def save(figures: AllFigures) -> None:
    """Write ``figures`` to ``PATH``."""
    PATH.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
