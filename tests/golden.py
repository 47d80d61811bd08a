"""The golden file: answer sheets and what they mean, the same in CPython and in the browser.

``python -m tests.golden --renew`` computes every outcome anew, by ``questionnaire``, for the sheets that are
in the file. Do that after the rule was changed on purpose, and read the difference before it lands.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any, get_args

from questionnaire import AnswerError, Outcome, classify
from questionnaire.model import Detail

FILE = Path(__file__).with_name("golden.json")
ABOUT = (
    "Answer sheets and what they mean. The outcomes are computed: python -m tests.golden --renew. "
    "To add a sheet, write its answers in a line of its own, and renew."
)


def sheets() -> list[tuple[dict[str, int], Outcome, dict[str, str]]]:
    """Return (answers, outcome, code by detail) for every sheet of the file."""
    return [
        (case["answers"], _outcome(case["outcome"]), case["outcome"]["codes"]) for case in _read("sheets")
    ]


def refused() -> list[tuple[dict[str, Any], list[str]]]:
    """Return (answers, the items at fault, in order) for every sheet that must be refused."""
    return [(case["answers"], case["faults"]) for case in _read("refused")]


def renewed() -> str:
    """Return the file's text with every outcome and every fault computed anew."""
    accepted = [
        {"answers": case["answers"], "outcome": _meaning(case["answers"])} for case in _read("sheets")
    ]
    faulty = [{"answers": case["answers"], "faults": _faults(case["answers"])} for case in _read("refused")]
    return (
        f'{{"about": {json.dumps(ABOUT)},\n'
        f'"sheets": [\n{_lines(accepted)}\n],\n'
        f'"refused": [\n{_lines(faulty)}\n]}}\n'
    )


def _lines(cases: Iterable[dict[str, Any]]) -> str:
    return ",\n".join(json.dumps(case, ensure_ascii=False) for case in cases)


def _meaning(answers: dict[str, int]) -> dict[str, Any]:
    outcome = classify(answers)
    return {**asdict(outcome), "codes": {detail: outcome.code(detail) for detail in get_args(Detail)}}


def _faults(answers: dict[str, Any]) -> list[str]:
    """Return the items that ``classify`` names; raises ``ValueError`` for a sheet that it accepts."""
    try:
        classify(answers)
    except AnswerError as error:
        return [fault.split(":")[0] for fault in error.faults]
    raise ValueError(f'{FILE}: "refused" holds a sheet that is accepted: {answers}; move it to "sheets"')


def _read(key: str) -> list[dict[str, Any]]:
    return list(json.loads(FILE.read_text("utf-8"))[key])


def _outcome(fields: dict[str, Any]) -> Outcome:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in fields.items()
        if name != "codes"
    }
    return Outcome(**values)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.golden", description=__doc__)
    parser.add_argument("--renew", action="store_true", required=True, help=f"write {FILE.name} anew")
    parser.parse_args()
    FILE.write_text(renewed(), "utf-8")
