"""The golden file: answer sheets and what they mean, the same in CPython and in the browser."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from questionnaire import Outcome

_FILE = Path(__file__).with_name("golden.json")


def sheets() -> list[tuple[dict[str, int], Outcome, dict[str, str]]]:
    """Return (answers, outcome, code by detail) for every sheet of the file."""
    return [
        (case["answers"], _outcome(case["outcome"]), case["outcome"]["codes"]) for case in _read("sheets")
    ]


def refused() -> list[tuple[dict[str, Any], list[str]]]:
    """Return (answers, the items at fault, in order) for every sheet that must be refused."""
    return [(case["answers"], case["faults"]) for case in _read("refused")]


def _read(key: str) -> list[dict[str, Any]]:
    return list(json.loads(_FILE.read_text("utf-8"))[key])


def _outcome(fields: dict[str, Any]) -> Outcome:
    return Outcome(
        type=fields["type"],
        tied=tuple(fields["tied"]),
        levers=fields["levers"],
        causes=tuple(fields["causes"]),
        influences=tuple(fields["influences"]),
        because=tuple(fields["because"]),
    )
