"""The measurements as JSON: the machine once, then each chapter with its date, command and every round."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from benchmarks import machine
from benchmarks.results import Budget, Result, Table

Record = dict[str, Any]


def of_run(results: Sequence[Result], *, command: str) -> Record:
    """Return the record of a run of ``command`` that has just ended."""
    at = dt.datetime.now(dt.UTC).isoformat(timespec="minutes")
    chapters = {result.name: {"at": at, "command": command, **_chapter(result)} for result in results}
    return {"machine": machine.describe(), "versions": machine.versions(), "chapters": chapters}


def _chapter(result: Result) -> Record:
    return {
        "tables": [asdict(table) for table in result.tables],
        "budgets": [{**asdict(budget), "met": budget.met} for budget in result.budgets],
        "figures": dict(result.figures),
        "missing": [str(error) for error in result.missing],
    }


def merged(former: Record, latter: Record) -> Record:
    """Return ``latter`` with those chapters of ``former`` that it did not measure again."""
    return {**latter, "chapters": {**former.get("chapters", {}), **latter["chapters"]}}


def read(path: Path) -> Record:
    """Return the record at ``path``; an empty one if there is none."""
    record: Record = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return record


def write(path: Path, record: Record) -> None:
    """Write ``record`` to ``path``; creates the folder."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", "utf-8")


def tables(chapter: Record) -> list[Table]:
    """Return the tables of a chapter of a record."""
    return [
        Table(table["title"], tuple(table["head"]), tuple(map(tuple, table["rows"])))
        for table in chapter["tables"]
    ]


def budgets(record: Record) -> list[Budget]:
    """Return the budgets of all chapters of ``record``."""
    return [
        Budget(one["what"], one["limit"], one["measured"], one["unit"], one["at_most"])
        for chapter in record["chapters"].values()
        for one in chapter["budgets"]
    ]
