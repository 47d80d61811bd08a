"""The plan.json that a survey names: its contents, which the site's pages about the decisions are made of.

And each report.json where reports are written: what the plan says of the release can be compared.
"""

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.brand.brand_file import BrandFileError, contents
from generator.configuration.values import value_at
from questionnaire.action_plan import MOST_BYTES
from questionnaire.faults import Fault
from questionnaire.messages import Phrase

KEY = "survey.decisions"
_REPORTS = ("report.json", "report/report.json", "report/*/report.json")
_MOST_REPORTS = 100


@dataclass(frozen=True, slots=True)
class PlanFile:
    """A plan.json as bytes, and each report.json beside it, or where the reports of its site are written."""

    contents: bytes
    reports: tuple[bytes, ...] = ()


def read(folder: Path, values: Mapping[str, Any]) -> tuple[PlanFile | None, list[Fault]]:
    """Return the plan that ``values`` name, and every fault; ``None`` if they name none.

    The name is relative to ``folder``. What the file says is not looked at here: a plan with gaps must not
    keep anybody from the commands that fill them. A value that is no name is a fault of the schema.
    """
    name = value_at(values, *KEY.split("."))
    if not isinstance(name, str) or not name.strip():
        return None, []
    try:
        path = folder / name.strip()
        plan = contents(path, MOST_BYTES, Phrase("content.plan"))
        return PlanFile(plan, reports(path.parent, folder)), []
    except BrandFileError as error:
        return None, [replace(error.fault, key=KEY, value=name)]


def reports(*folders: Path) -> tuple[bytes, ...]:
    """Return the contents of every report.json in ``folders`` and in the folders of reports within them.

    A file that cannot be read is left out: it may be anything.
    """
    paths = (path for folder in dict.fromkeys(folders) for name in _REPORTS for path in folder.glob(name))
    found: list[bytes] = []
    for path in itertools.islice(sorted(set(paths)), _MOST_REPORTS):
        with contextlib.suppress(BrandFileError):
            found.append(contents(path, MOST_BYTES, Phrase("content.plan")))
    return tuple(found)
