"""An action plan as a table: one line a decision, in the words of one language, and plan.csv made of it.

Every document of a plan is made of these lines, so all of them say the same. Never imported in the survey's
page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.action_plan import ActionPlan, Decision, Status, Texts
from questionnaire.derivation import field_title, tension_fields
from questionnaire.disclosure import Release
from questionnaire.measures import Catalogue, Kind
from questionnaire.model import ConstellationId
from questionnaire.spreadsheet import as_csv

# The columns of the table, in their order; each has a heading in every language.
COLUMNS = (
    "number",
    "status",
    "finding",
    "kind",
    "title",
    "what",
    "owner",
    "who",
    "by",
    "sign",
    "check",
    "effect",
    "reason",
)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One decision in the words of a language; what nobody has written is empty.

    status, kind and constellation are those of the decision; ``finding`` is what the release says of the
    constellation, or that it does not show it.
    """

    number: int
    status: Status
    kind: Kind
    constellation: ConstellationId | None
    finding: str
    title: str
    what: str
    owner: str
    who: str
    by: dt.date | None
    sign: str
    check: dt.date | None
    effect: str
    reason: str


def plan_table(
    plan: ActionPlan, language: str, catalogue: Catalogue, names: Mapping[str, str] | None = None
) -> bytes:
    """Return ``plan`` as CSV for a spreadsheet program; ``names`` are those of the constellations."""
    words = catalogue.texts["plan_table"]
    heading = [words["columns"][column] for column in COLUMNS]
    rows = [_row(line, words) for line in plan_lines(plan, language, catalogue, names)]
    return as_csv([heading, *rows])


def plan_lines(
    plan: ActionPlan, language: str, catalogue: Catalogue, names: Mapping[str, str] | None = None
) -> tuple[PlanLine, ...]:
    """Return a line for each decision, in the plan's order.

    A text that ``language`` lacks is taken from the catalogue, or else from the first language that has it:
    nothing that somebody wrote is left out. With ``names`` a finding begins with its constellation's name.
    """
    result = plan.report.result
    fields = tension_fields(result) if isinstance(result, Release) else ()
    titles = {field.constellation: field_title(field, catalogue.texts) for field in fields}
    return tuple(
        _line(
            number, decision, language, catalogue, finding(decision.constellation, titles, catalogue, names)
        )
        for number, decision in enumerate(plan.decisions, start=1)
    )


def finding(
    constellation: ConstellationId | None,
    titles: Mapping[ConstellationId, str],
    catalogue: Catalogue,
    names: Mapping[str, str] | None = None,
) -> str:
    """Return what ``titles`` say of ``constellation``, or that the release does not show it."""
    words = catalogue.texts["plan_table"]
    if constellation is None:
        return str(words["as_a_whole"])
    said = titles.get(constellation, str(words["not_shown"]))
    return f"{names[constellation]}: {said}" if names else said


def told(texts: Texts, language: str, otherwise: str = "") -> str:
    """Return the text in ``language``, else ``otherwise``, else the first text that there is."""
    return texts.get(language) or otherwise or next(iter(texts.values()), "")


def _line(number: int, decision: Decision, language: str, catalogue: Catalogue, found: str) -> PlanLine:
    measure = catalogue.measure(decision.measure) if decision.measure else None
    sign = measure.sign if measure and decision.status == "decided" else ""
    return PlanLine(
        number=number,
        status=decision.status,
        kind=decision.kind,
        constellation=decision.constellation,
        finding=found,
        title=told(decision.title, language, measure.title if measure else ""),
        what=told(decision.what, language, measure.what if measure else ""),
        owner=decision.owner,
        who=decision.who,
        by=decision.by,
        sign=told(decision.sign, language, sign),
        check=decision.check,
        effect=told(decision.effect, language),
        reason=told(decision.reason, language),
    )


def _row(line: PlanLine, words: Mapping[str, Any]) -> list[str | int]:
    """Return the cells; a day is written so that Excel reads it as a day in every language."""
    cells: dict[str, str | int] = {
        "status": words["status"][line.status],
        "kind": words["kinds"][line.kind],
        "by": line.by.isoformat() if line.by else "",
        "check": line.check.isoformat() if line.check else "",
    }
    return [cells.get(column, getattr(line, column)) for column in COLUMNS]
