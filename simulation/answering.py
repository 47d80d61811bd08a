"""Simulated people and the answer sheets that they fill in, on one day and on another."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from statistics import NormalDist
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from questionnaire import CONSTELLATIONS, ITEM_IDS, ITEMS, SCALE
from simulation.assumptions import (
    INFLUENCE_ON_CONSTELLATION,
    INFLUENCE_ON_GENERAL,
    INFLUENCE_SHARED,
    SEED,
    THRESHOLDS,
    Loadings,
)

Sheets: TypeAlias = NDArray[np.int8]  # shape (people, 12); columns are ITEM_IDS
Numbers: TypeAlias = NDArray[np.float64]

_NORMAL = NormalDist()
_GRID = np.linspace(-6, 6, 601)  # true positions, in standard deviations, for the integral in _retest
_LOWEST, _HIGHEST, _HALVINGS = 0.0, 1.0, 40


@dataclass(frozen=True, slots=True)
class People:
    """People with their true positions, and the chance of two days; seeded, so that studies share them."""

    true: Numbers
    chance: tuple[Numbers, Numbers]

    def answer(self, day: int, reliability: float, shifts: Shifts) -> Sheets:
        """Return everybody's sheet on ``day`` (0 or 1), if every item has this ``reliability``."""
        shift = np.array([shifts.of(item.id) for item in ITEMS])
        stable = np.array([stability(reliability, each) for each in shift])
        answer = np.sqrt(stable) * self.true + np.sqrt(1 - stable) * self.chance[day] + shift
        sheets: Sheets = np.digitize(answer, THRESHOLDS).astype(np.int8)
        return sheets


@dataclass(frozen=True, slots=True)
class Shifts:
    """How much easier each item is to affirm than at medium load, in standard deviations.

    ``load`` is added to every perception and cause; ``items`` names items that have another shift beside it.
    """

    load: float = 0.0
    items: dict[str, float] = field(default_factory=dict)

    def of(self, item_id: str) -> float:
        """Return the whole shift of one item."""
        lens = ITEMS[ITEM_IDS.index(item_id)].lens
        return (0.0 if lens == "influence" else self.load) + self.items.get(item_id, 0.0)


def draw(number: int, loadings: Loadings) -> People:
    """Return ``number`` people whose true positions hang together by ``loadings``."""
    random = np.random.default_rng(SEED)
    general, shared = random.standard_normal((2, number))
    own = dict(zip(CONSTELLATIONS, random.standard_normal((4, number)), strict=True))
    unique = random.standard_normal((number, len(ITEMS)))
    true = np.empty_like(unique)
    for place, item in enumerate(ITEMS):
        parts = [(loadings.general, general), (loadings.constellation, own[item.constellation])]
        if item.lens == "influence":
            parts = [
                (INFLUENCE_ON_GENERAL, general),
                (INFLUENCE_ON_CONSTELLATION, own[item.constellation]),
                (INFLUENCE_SHARED, shared),
            ]
        rest = 1 - sum(loading**2 for loading, _ in parts)
        true[:, place] = sum(loading * factor for loading, factor in parts) + rest**0.5 * unique[:, place]
    chance = random.standard_normal((2, number, len(ITEMS)))
    return People(true, (chance[0], chance[1]))


@cache
def stability(reliability: float, shift: float) -> float:
    """Return the share of an answer, before it is cut, that is the same on every day.

    It is larger than ``reliability``, the correlation of the answers after they are cut into four steps: the
    steps are coarse. Found by halving; ``shift`` moves the answer against the thresholds.
    """
    low, high = _LOWEST, _HIGHEST
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _retest(middle, shift) < reliability else (low, middle)
    return (low + high) / 2


def _retest(stable: float, shift: float) -> float:
    """Return the correlation of an item's answers on two days: variance that true positions explain."""
    weights = np.exp(-(_GRID**2) / 2)
    weights /= weights.sum()
    chance = max(1 - stable, 1e-12) ** 0.5
    above = np.array(
        [[1 - _NORMAL.cdf((cut - shift - stable**0.5 * t) / chance) for t in _GRID] for cut in THRESHOLDS]
    )
    expected = above.sum(axis=0)
    mean = weights @ expected
    probabilities = above @ weights
    steps = range(1, len(SCALE))
    # E[X^2] of a number from 0 to 3 is the sum of (2k - 1) * P(X >= k).
    square = sum((2 * k - 1) * p for k, p in zip(steps, probabilities, strict=True))
    return float((weights @ expected**2 - mean**2) / (square - mean**2))
