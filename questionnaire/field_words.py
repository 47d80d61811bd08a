"""A tension field in words: its finding, and the one question that only the organisation can answer.

Report, workshop, plan and documents say the same of a field, because all of them ask here. Never imported in
the survey's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from questionnaire.derivation import TensionField


def field_title(field: TensionField, texts: Mapping[str, Any]) -> str:
    """Return the finding of ``field``, such as "backing is missing, there is room to act".

    It says cause and influence as far as the release shows them. If it does not show the cause, what people
    experience takes its place. ``texts`` are those of a catalogue.
    """
    parts = texts["fields"][field.constellation]
    cause = str(parts["hidden" if field.cause == "hidden" else f"cause_{field.cause}"])
    if field.influence == "hidden":
        return cause
    influence = parts[f"influence_{field.influence}"]
    return str(texts["field_title"]).format(cause=cause, influence=influence)


def field_question(field: TensionField, texts: Mapping[str, Any]) -> str:
    """Return the one question of ``field`` that only the organisation can answer."""
    return str(texts["fields"][field.constellation][f"question_{field.reason}"])
