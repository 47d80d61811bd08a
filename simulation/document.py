"""The tables in ``docs/instrument.md``, each between two marks such as ``<!-- begin repetition -->``."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from harness import marks
from simulation.figures import AllFigures
from simulation.studies import Figures

# A table's rows: the words in the first columns, and the figures.
Runs: TypeAlias = Mapping[tuple[str, ...], Figures]

PATH = Path(__file__).resolve().parents[1] / "docs" / "instrument.md"

# Column heads of the tables that compare runs, and the figure in each; kappas are no percentages.
_REPEATED = {
    "same outcome": "outcome_again",
    "κ": "outcome_kappa",
    "same code": "code_again",
    "κ of codes": "code_kappa",
}
_SINGLE = {
    "same one": "single_again",
    "another single one": "single_other",
    "mixed": "single_then_mixed",
    "none": "single_then_none",
    "κ if single twice": "single_kappa",
}
_NAMED = {
    "another is present": "single_others_present",
    "one is close": "single_close",
    "switch if one is close": "single_other_if_close",
    "switch if none is close": "single_other_if_none_close",
    "switched to one that was named": "other_was_named",
    "mixed, if close ones made it so": "mixed_if_close_were",
}
_SHARES = {"single": "single", "mixed": "mixed", "none": "none"}
_ONE_STEP = {"outcome within one step": "one_step_outcome", "code within one step": "one_step_code"}
_DIFFICULTY = {
    "equal": "all items equally hard",
    "perception_by_0.3": "its perception item easier by 0.3 standard deviations",
    "perception_by_half": "its perception item easier by half a standard deviation",
    "cause_by_half": "its cause item easier by half a standard deviation",
    "both_by_half": "both easier by half a standard deviation",
    "cause_affirmed_by_nearly_all": "its cause item affirmed by nine in ten people",
}
_ALL_SHEETS = {
    "one_step_outcome": "sheets whose outcome one step of one answer would change",
    "one_step_code": "sheets whose code one step of one answer would change",
    "one_step_single": "sheets with a single outcome that one step of one answer would change",
    "single_others_present": "single outcomes with another constellation present",
    "single_close": "single outcomes with a close one",
}


def percent(share: float) -> str:
    """Return ``share`` (0 to 1) in whole per cent, without a sign: ``"44"``."""
    return f"{100 * share:.0f}"


def tables(figures: AllFigures) -> dict[str, str]:
    """Return the Markdown of each table by the name in its marks."""
    rows: Runs = {
        (load, reliability.removeprefix("0")): run
        for load, by_reliability in figures["repetition"].items()
        for reliability, run in by_reliability.items()
    }
    compared: Runs = {(name,): run for name, run in figures["correlation"].items()}
    correlation = {**_SHARES, **_REPEATED, "single: same": "single_again", "single: another": "single_other"}
    return {
        "repetition": _runs(("load", "item reliability"), _SHARES | _REPEATED, rows),
        "single": _runs(("load", "item reliability"), _SINGLE, rows),
        "named": _runs(("load", "item reliability"), _NAMED, rows),
        "steps": _runs(("load", "item reliability"), _ONE_STEP, rows),
        "correlation": _runs(("constellations correlate",), correlation, compared),
        "difficulty": _difficulty(figures["difficulty"]),
        "all-sheets": marks.table(
            ("of all 16,777,216 sheets", "share"),
            [(words, f"{percent(figures['all_sheets'][key])} %") for key, words in _ALL_SHEETS.items()],
        ),
    }


def _runs(head: Sequence[str], columns: Mapping[str, str], runs: Runs) -> str:
    return marks.table((*head, *columns), [(*name, *_cells(run, columns)) for name, run in runs.items()])


def _cells(run: Figures, columns: Mapping[str, str]) -> list[str]:
    return [
        f"{run[key]:.2f}".removeprefix("0") if key.endswith("kappa") else f"{percent(run[key])} %"
        for key in columns.values()
    ]


def _difficulty(by_items: Mapping[str, Figures]) -> str:
    keys = ("outcome", "others", "named_cause")
    head = ("one constellation", "is the outcome", "each other one", "its cause is named")
    return marks.table(
        head,
        [
            (words, *(f"{percent(by_items[name][key])} %" for key in keys))
            for name, words in _DIFFICULTY.items()
        ],
    )


def renewed(document: str, figures: AllFigures) -> str:
    """Return ``document`` with every table anew; raises ``ValueError`` for marks that it does not have."""
    parts = {name: f"\n{table}\n" for name, table in tables(figures).items()}
    return marks.filled(document, parts, f"docs/{PATH.name}")
