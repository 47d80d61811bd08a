"""How far a survey reaches into the statutory risk assessment of mental load (Gefährdungsbeurteilung).

The German guideline (GDA, "Berücksichtigung psychischer Belastung in der Gefährdungsbeurteilung") names six
fields. What the twelve questions touch in each, and which recognised instruments would cover it, is the same
in every survey: the table says nothing about a release. A language's ``measures.toml`` has its words, and
``docs/instrument.md`` its sources. Never imported in the survey's page.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from questionnaire.instrument import CONSTELLATIONS
from questionnaire.model import ConstellationId

Field = Literal["task", "organisation", "time", "relations", "equipment", "environment"]
Instrument = Literal[
    "copsoq", "kfza", "salsa", "rota", "call_centre_rule", "screen_work", "software", "workplace_rules"
]

FIELDS: tuple[Field, ...] = ("task", "organisation", "time", "relations", "equipment", "environment")

# The constellations with a question about the field. None covers it: each asks about one feature or two.
TOUCHED: Mapping[Field, tuple[ConstellationId, ...]] = {
    "task": ("C", "D"),
    "organisation": ("B", "C"),
    "time": ("C", "D"),
    "relations": ("A",),
    "equipment": (),
    "environment": (),
}

# What would cover the field, or more of it. Only what its publishers say of it themselves.
COVERED_BY: Mapping[Field, tuple[Instrument, ...]] = {
    "task": ("copsoq", "kfza", "salsa"),
    "organisation": ("copsoq", "kfza"),
    "time": ("copsoq", "rota"),
    "relations": ("copsoq", "kfza", "salsa"),
    "equipment": ("call_centre_rule", "screen_work", "software"),
    "environment": ("call_centre_rule", "workplace_rules", "kfza"),
}

_INSTRUMENTS = tuple(dict.fromkeys(each for instruments in COVERED_BY.values() for each in instruments))

# The texts that every language has of the table, beside its headings.
TEXTS = (
    *(f"report.assessment.instruments.{instrument}" for instrument in _INSTRUMENTS),
    *(f"report.assessment.fields.{each}.{part}" for each in FIELDS for part in ("name", "not_asked")),
    *(f"report.assessment.fields.{each}.asked.{c}" for each in FIELDS for c in TOUCHED[each]),
    *(f"report.assessment.fields.{each}.covered.{i}" for each in FIELDS for i in COVERED_BY[each]),
)


@dataclass(frozen=True, slots=True)
class Row:
    """One field of the risk assessment, in one language.

    ``asked`` pairs each constellation that touches the field, in the order A B C D, with what it asks about;
    empty if none does. ``covered`` pairs the name of each instrument with what it covers in this field.
    """

    field: Field
    name: str
    asked: tuple[tuple[ConstellationId, str], ...]
    not_asked: str
    covered: tuple[tuple[str, str], ...]


def rows(texts: Mapping[str, Any]) -> tuple[Row, ...]:
    """Return one row for each of the six fields; ``texts`` are those of a catalogue, the report's."""
    assessment = texts["assessment"]
    return tuple(_row(each, assessment["fields"][each], assessment["instruments"]) for each in FIELDS)


def _row(field: Field, texts: Mapping[str, Any], names: Mapping[str, str]) -> Row:
    return Row(
        field,
        texts["name"],
        tuple((each, texts["asked"][each]) for each in CONSTELLATIONS if each in TOUCHED[field]),
        texts["not_asked"],
        tuple((names[each], texts["covered"][each]) for each in COVERED_BY[field]),
    )
