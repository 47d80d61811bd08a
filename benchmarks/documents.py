"""Renew ``docs/benchmarks.svg`` and the generated tables of ``docs/benchmarks.md``.

A table stands between ``<!-- begin NAME -->`` and ``<!-- end NAME -->``; NAME is a chapter, ``budgets`` or
``machine``. The words around them are written by hand and stay. The budgets and the picture are about all
chapters: they are renewed once every chapter has been measured on this machine.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from benchmarks import record
from benchmarks.frame import budget_table
from benchmarks.record import Record
from benchmarks.results import Table
from harness import marks


def renew(docs: Path, whole: Record, chapters: Sequence[str]) -> None:
    """Renew page and picture in ``docs`` from ``whole``; chapters that it lacks stay as they are."""
    page = docs / "benchmarks.md"
    lacking = [name for name in chapters if name not in whole["chapters"]]
    page.write_text(filled(page.read_text("utf-8"), whole, all_measured=not lacking), "utf-8")
    if lacking:
        print(
            f"Budgets and picture stay as they are: {', '.join(lacking)} was never measured on this machine; "
            f"measure: python -m benchmarks --docs {' '.join(lacking)}",
            file=sys.stderr,
        )
    else:
        _draw(whole, docs / "benchmarks.svg")


def _draw(whole: Record, path: Path) -> None:
    try:
        from benchmarks import plot  # noqa: PLC0415 (matplotlib is there only where somebody measures)
    except ModuleNotFoundError:
        print(
            "No picture drawn: matplotlib is not there; get it: python -m benchmarks.peers", file=sys.stderr
        )
    else:
        plot.draw(whole, path)


def filled(text: str, whole: Record, *, all_measured: bool = True) -> str:
    """Return ``text`` with each table of ``whole`` between its marks; raises ``ValueError`` without them.

    ``all_measured``: whether ``whole`` has every chapter, and so every budget.
    """
    contents_by_name = _contents(whole)
    if not all_measured:
        del contents_by_name["budgets"]
    return marks.filled(text, contents_by_name, "docs/benchmarks.md")


def _contents(whole: Record) -> dict[str, str]:
    chapters = {
        name: "".join(as_markdown(table) for table in record.tables(chapter)) + _when(chapter)
        for name, chapter in whole["chapters"].items()
    }
    machine = Table("", ("machine", ""), tuple(whole["machine"].items()))
    versions = Table("", ("version of", ""), tuple(whole["versions"].items()))
    return {
        **chapters,
        "budgets": as_markdown(budget_table(record.budgets(whole))),
        "machine": as_markdown(machine) + as_markdown(versions),
    }


def _when(chapter: Record) -> str:
    missing = "".join(f"Not measured: {sentence}.\n\n" for sentence in chapter["missing"])
    at = chapter["at"].replace("T", " ").replace("+00:00", " UTC")
    return f"{missing}Measured {at} by `{chapter['command']}`.\n\n"


def as_markdown(table: Table) -> str:
    """Return the table in Markdown, its title in bold above it."""
    title = f"**{table.title}**\n\n" if table.title else ""
    rule = ("---", *("---:" for _ in table.head[1:]))
    rows = (table.head, rule, *table.rows)
    lines = "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in row)} |" for row in rows)
    return f"\n{title}{lines}\n\n"
