"""Run the chapters one after the other; a chapter that lacks something or breaks never stops the others."""

from __future__ import annotations

import importlib
import inspect
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from benchmarks.results import Budget, MissingError, Result, Table

_BY_PIP = "python -m pip install -e '.[dev,bench]'"


@dataclass(frozen=True, slots=True)
class Source:
    """A chapter: its name, and the module whose ``measure`` runs it, imported only when its turn comes."""

    name: str
    module: str


@dataclass(slots=True)
class Run:
    """The outcome of a run; ``broken`` names the chapters that ended in an error of their own."""

    results: list[Result] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    missing: list[MissingError] = field(default_factory=list)


def run(chapters: Sequence[Source], rounds: int | None) -> Run:
    """Measure each chapter and print its tables as soon as they are there."""
    done = Run()
    for chapter in chapters:
        print(f"── {chapter.name} ──", flush=True)
        try:
            result = _measured(chapter, rounds)
        except MissingError as error:
            done.missing.append(error)
            print(error, end="\n\n", flush=True)
        except Exception:  # noqa: BLE001 (whatever it is, the other chapters are measured)
            done.broken.append(chapter.name)
            traceback.print_exc(file=sys.stderr)
        else:
            done.results.append(result)
            done.missing += result.missing
            print("\n".join(_lines(result)), flush=True)
    return done


def _measured(chapter: Source, rounds: int | None) -> Result:
    """Return the chapter's result; raises ``MissingError`` for a Python package that is not installed."""
    try:
        measure = importlib.import_module(chapter.module).measure
    except ModuleNotFoundError as error:
        raise MissingError(f"the Python module {error.name}", _BY_PIP) from None
    parameter = inspect.signature(measure).parameters.get("rounds")
    # Without it the chapter has a measure of length of its own.
    counts = parameter is not None and parameter.annotation in {int, "int"}
    result: Result = measure(rounds) if counts and rounds is not None else measure()
    return result


def _lines(result: Result) -> Iterator[str]:
    for table in result.tables:
        yield as_text(table)
        yield ""
    for error in result.missing:
        yield f"{error}\n"


def as_text(table: Table) -> str:
    """Return the table for a terminal: the first column to the left, figures to the right."""
    rows = (table.head, *table.rows)
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.rjust(width) if place else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    return "\n".join((table.title, *(line.rstrip() for line in lines)))


def budget_table(budgets: Sequence[Budget]) -> Table:
    """Return the table of the promised limits beside the measured figures."""
    rows = tuple(
        (
            budget.what,
            f"{'≤' if budget.at_most else '≥'} {figure(budget.limit)} {budget.unit}",
            f"{figure(budget.measured)} {budget.unit}",
            "met" if budget.met else "missed",
        )
        for budget in budgets
    )
    return Table("Budgets", ("what", "budget", "measured", ""), rows)


def budgets_as_text(results: Sequence[Result]) -> str:
    """Return the table of all budgets for a terminal."""
    return as_text(budget_table([budget for result in results for budget in result.budgets]))


def figure(value: float) -> str:
    """Return a number with as many digits as matter: 0.38, 4.6, 1,234."""
    if abs(value) >= 100:  # noqa: PLR2004 (three digits are enough)
        return f"{value:,.0f}"
    return f"{value:.{1 if abs(value) >= 10 else 2}f}".rstrip("0").rstrip(".")  # noqa: PLR2004 (the same)
