"""The kept figures can be computed again, and mean what their names say."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from questionnaire.fingerprint import rule_digest
from simulation import answering, assumptions, figures, studies

KEPT = figures.load()
FEWER = 20_000
# Five standard errors of a share among the 7,000 people of the smallest group that a figure is about.
TOLERANCE = 0.03


def flat(tree: dict[str, Any], prefix: str = "") -> dict[str, float]:
    """Return every number of ``tree`` by its dotted key."""
    found: dict[str, float] = {}
    for key, value in tree.items():
        if isinstance(value, dict):
            found |= flat(value, f"{prefix}{key}.")
        elif isinstance(value, int | float):
            found[f"{prefix}{key}"] = value
    return found


@pytest.fixture(scope="module")
def again() -> figures.AllFigures:
    """All figures for fewer people."""
    return figures.compute(FEWER)


def test_the_figures_come_again_with_fewer_people(again: figures.AllFigures) -> None:
    """Same seed, a tenth of the people: every figure within three percentage points of the kept one."""
    kept, computed = flat(KEPT), flat(again)
    assert kept.pop("people") == assumptions.PEOPLE
    assert computed.pop("people") == FEWER
    assert computed == pytest.approx(kept, abs=TOLERANCE)


def test_what_does_not_depend_on_people_comes_again_exactly(again: figures.AllFigures) -> None:
    """The counts over all sheets, the rule and the assumptions that the figures were computed with."""
    for key in ("all_sheets", "loadings", "seed", "rule"):
        assert again[key] == KEPT[key]
    assert KEPT["rule"] == rule_digest()


def test_the_same_seed_gives_the_same_sheets() -> None:
    """Nothing depends on when it is run."""
    drawn = [answering.draw(500, assumptions.LOADINGS["medium"]) for _ in range(2)]
    one, two = (people.answer(1, 0.7, answering.Shifts()) for people in drawn)
    assert (one == two).all()


@pytest.mark.parametrize("load", sorted(assumptions.LOADS))
def test_items_have_the_reliability_that_is_named(load: str) -> None:
    """The answers of two days correlate as the assumptions say, also where they are seldom affirmed."""
    for reliability, run in KEPT["repetition"][load].items():
        assert run["item_reliability"] == pytest.approx(float(reliability), abs=0.005)


def test_answers_that_never_change_give_the_same_outcome_again() -> None:
    """At a reliability of almost 1 everything repeats: no change comes from anything but chance."""
    people = answering.draw(2_000, assumptions.LOADINGS["medium"])
    run = studies.repetition(people, 0.99, 0.0)
    assert run["outcome_again"] > 0.88
    assert run["code_kappa"] > 0.8


def test_kappa_of_a_known_table() -> None:
    """Cohen's own kind of example: 70 of 100 agree, 50 would by chance."""
    one = np.array([0] * 50 + [1] * 50, dtype=np.int8)
    two = np.array([0] * 35 + [1] * 15 + [0] * 15 + [1] * 35, dtype=np.int8)
    assert studies.kappa(one, two, 2) == pytest.approx(0.4)


def test_an_easier_item_lifts_its_constellation_and_lowers_the_others() -> None:
    """The finding that the report and the method page rest on."""
    equal = KEPT["difficulty"]["equal"]
    for name, shares in KEPT["difficulty"].items():
        if name != "equal":
            assert shares["outcome"] > equal["outcome"] + 0.02
            assert shares["others"] < equal["others"] - 0.005
