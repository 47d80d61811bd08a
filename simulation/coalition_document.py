"""The tables in ``docs/coalitions.md``, each between two marks such as ``<!-- begin answer -->``."""

from __future__ import annotations

from pathlib import Path

from harness import marks
from simulation.assumptions import COALITIONS
from simulation.coalitions import FACTS, AllFigures

PATH = Path(__file__).resolve().parents[1] / "docs" / "coalitions.md"


def tables(figures: AllFigures) -> dict[str, str]:
    """Return the Markdown of each table by the name in its marks."""
    by_people = figures["by_people"].items()
    certain = {
        fact: marks.table(
            ("n", *(f"coalition of {name}" for name in COALITIONS)),
            [
                (
                    people,
                    *(_cell(*(study[rule]["certain"][name][fact] for rule in study)) for name in COALITIONS),
                )
                for people, study in by_people
            ],
        )
        for fact in FACTS
    }
    withheld = [
        (people, *(_percent(study[rule]["withheld"]) for rule in ("before", "after")))
        for people, study in by_people
    ]
    return certain | {
        "withheld": marks.table(("n", "withheld before", "withheld after"), withheld),
        "campaigns": f"{figures['campaigns'] * len(figures['by_people']):,} campaigns, "
        f"{figures['campaigns']:,} for each n.\n",
    }


def _cell(before: float, after: float) -> str:
    return _percent(after) if before == after else f"{_percent(before)} → {_percent(after)}"


def _percent(share: float) -> str:
    return "0" if share == 0 else f"{100 * share:.1f} %"


def renewed(document: str, figures: AllFigures) -> str:
    """Return ``document`` with every table anew; raises ``ValueError`` for marks that it does not have."""
    parts = {name: f"\n{table}\n" for name, table in tables(figures).items()}
    return marks.filled(document, parts, f"docs/{PATH.name}")
