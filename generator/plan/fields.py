"""The parts of a plan's page: each constellation with its finding, its question and its measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from questionnaire.derivation import TensionField, field_title, tension_fields
from questionnaire.disclosure import Release, Withheld
from questionnaire.instrument import CONSTELLATIONS
from questionnaire.measures import MEASURES, Catalogue
from questionnaire.model import ConstellationId


@dataclass(frozen=True, slots=True)
class PlanField:
    """One constellation on the page.

    is_shown: whether it has a share of its own in the release, and so a finding.
    chosen:   the measures that the release chooses, in their order; none without a finding.
    others:   all others of the catalogue, structure first.
    """

    constellation: ConstellationId
    is_shown: bool
    chosen: tuple[str, ...]
    others: tuple[str, ...]


def plan_fields(result: Release | Withheld) -> tuple[PlanField, ...]:
    """Return a part for each of the four constellations, in the order A B C D.

    If the release shows none of them, all four are offered alike.
    """
    found = _found(result)
    return tuple(_field(each, found.get(each)) for each in CONSTELLATIONS)


def texts_of_fields(
    result: Release | Withheld, catalogue: Catalogue, names: Mapping[str, Any]
) -> dict[str, str]:
    """Return the words of the parts by their names on the page, such as ``"A.title"`` and ``"A.question"``.

    ``names`` is the table [constellations] of a language.
    """
    found = _found(result)
    texts: dict[str, str] = {}
    for each in CONSTELLATIONS:
        field, own = found.get(each), catalogue.texts["fields"][each]
        texts[f"{each}.name"] = names[each]["name"]
        texts[f"{each}.title"] = field_title(field, catalogue.texts) if field else names[each]["name"]
        texts[f"{each}.question"] = own[f"question_{field.reason if field else 'hidden'}"]
        texts[f"{each}.reason"] = catalogue.texts["reasons"][field.reason] if field else ""
    return texts


def _found(result: Release | Withheld) -> dict[str, TensionField]:
    if isinstance(result, Withheld):
        return {}
    return {field.constellation: field for field in tension_fields(result)}


def _field(constellation: ConstellationId, found: TensionField | None) -> PlanField:
    chosen = found.measures if found else ()
    all_of_it = [measure for kind in MEASURES[constellation].values() for measure in kind]
    others = tuple(measure for measure in all_of_it if measure not in chosen)
    return PlanField(constellation, found is not None, chosen, others)
