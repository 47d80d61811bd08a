"""All figures as one value, and the file that keeps them: ``simulation/figures.json``."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from statistics import NormalDist
from typing import Any, TypeAlias

from questionnaire.fingerprint import rule_digest
from simulation import assumptions, studies
from simulation.answering import draw
from simulation.assumptions import EASIER, FORMER, HALF, LOADINGS, LOADS, MIDDLE_RELIABILITY, RELIABILITIES
from simulation.studies import Figures

AllFigures: TypeAlias = dict[str, Any]

PATH = Path(__file__).with_name("figures.json")

_PERCEPTION, _CAUSE = f"{EASIER}1", f"{EASIER}2"
# At medium load half the people affirm an item; with this shift nearly all do.
_TO_NEARLY_ALL = NormalDist().inv_cdf(assumptions.NEARLY_ALL)

# Which items of one constellation are easier to affirm than all others, and by how many standard deviations.
EASIER_ITEMS = {
    "equal": {},
    "perception_by_0.3": {_PERCEPTION: FORMER},
    "perception_by_half": {_PERCEPTION: HALF},
    "cause_by_half": {_CAUSE: HALF},
    "both_by_half": {_PERCEPTION: HALF, _CAUSE: HALF},
    "cause_affirmed_by_nearly_all": {_CAUSE: _TO_NEARLY_ALL},
}


def compute(number: int = assumptions.PEOPLE) -> AllFigures:
    """Return every figure for ``number`` simulated people: shares and kappas to four decimals."""
    people = draw(number, LOADINGS["medium"])
    middle = MIDDLE_RELIABILITY
    return {
        "people": number,
        "seed": assumptions.SEED,
        "loadings": {name: asdict(loadings) for name, loadings in LOADINGS.items()},
        "rule": rule_digest(),
        "repetition": {
            load: {str(r): _rounded(studies.repetition(people, r, shift)) for r in RELIABILITIES}
            for load, shift in LOADS.items()
        },
        "correlation": {
            name: _rounded(studies.repetition(draw(number, loadings), middle, LOADS["medium"]))
            for name, loadings in LOADINGS.items()
        },
        "difficulty": {
            name: _rounded(studies.shares(people, middle, items, EASIER))
            for name, items in EASIER_ITEMS.items()
        },
        "all_sheets": _rounded(studies.all_sheets()),
    }


def _rounded(figures: Figures) -> dict[str, float]:
    return {name: round(figure, 4) for name, figure in figures.items()}


def load() -> AllFigures:
    """Return the figures that are kept in ``PATH``."""
    kept: AllFigures = json.loads(PATH.read_text("utf-8"))
    return kept


def save(figures: AllFigures) -> None:
    """Write ``figures`` to ``PATH``."""
    PATH.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
