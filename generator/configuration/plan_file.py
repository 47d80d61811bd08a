"""The plan.json that a survey names: its contents, which the site's pages about the decisions are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.brand.brand_file import BrandFileError, contents
from generator.configuration.values import value_at
from questionnaire.action_plan import MOST_BYTES
from questionnaire.faults import Fault
from questionnaire.messages import Phrase

KEY = "survey.decisions"


def read(folder: Path, values: Mapping[str, Any]) -> tuple[bytes | None, list[Fault]]:
    """Return the contents of the plan that ``values`` name, and every fault; ``None`` if they name none.

    The name is relative to ``folder``. What the file says is not looked at here: a plan with gaps must not
    keep anybody from the commands that fill them. A value that is no name is a fault of the schema.
    """
    name = value_at(values, *KEY.split("."))
    if not isinstance(name, str) or not name.strip():
        return None, []
    try:
        return contents(folder / name.strip(), MOST_BYTES, Phrase("content.plan")), []
    except BrandFileError as error:
        return None, [replace(error.fault, key=KEY, value=name)]
