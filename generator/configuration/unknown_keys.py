"""Keys that no table has: which one was probably meant, or under which heading it belongs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, get_args

from pydantic import BaseModel

from generator.configuration import key_places
from generator.configuration.schema import CONTACT_WAYS, Config
from generator.configuration.values import value_at
from questionnaire.faults import Fault, nearest

# Keys that people guess: too far from the right one for a spelling check, or the same as one elsewhere.
_GUESSES = {
    **dict.fromkeys(("brand.color", "brand.colour", "brand.farbe"), "primary"),
    **dict.fromkeys(("brand.secondary", "brand.second"), "accent"),
    **dict.fromkeys(("contacts.name", "contacts.title", "contacts.titel"), "label"),
    **dict.fromkeys(("contacts.email", "contacts.e-mail", "contacts.mailto"), "mail"),
    **dict.fromkeys(("contacts.telefon", "contacts.tel", "contacts.telephone"), "phone"),
    **dict.fromkeys(("survey.name", "survey.titel"), "title"),
    **dict.fromkeys(("survey.start", "survey.begin", "survey.from"), "opens"),
    **dict.fromkeys(("survey.end", "survey.until", "survey.ends"), "closes"),
    **dict.fromkeys(("site.language", "site.sprachen"), "languages"),
    **dict.fromkeys(("kontakt", "kontakte", "contact"), "contacts"),
    **dict.fromkeys(("befragung", "umfrage"), "survey"),
    **dict.fromkeys(("befragungen", "umfragen"), "surveys"),
    "marke": "brand",
    "seite": "site",
    "texte": "texts",
    "sammeln": "collection",
}


def fault(
    key: str, values: Mapping[str, Any], location: tuple[str | int, ...], *, one_of_several: bool
) -> Fault:
    """Return the fault of ``key``, at ``location`` in ``values``, which its table does not have."""
    received = value_at(values, *location)
    guess = _GUESSES.get(re.sub(r"\[\d+\]", "", key).lower())
    if guess is None:
        misplaced = key_places.misplaced(key, received, values, one_of_several=one_of_several)
        if misplaced:
            return misplaced
    details = {"meant": guess or _nearest_key(*location)}
    return Fault(
        "configuration.unknown_key", key, None if isinstance(received, dict | list) else received, details
    )


def once(faults: Sequence[Fault]) -> list[Fault]:
    """Return ``faults`` without those that are gone once a key is called as another fault proposes."""
    renamed = {
        (fault.key.rpartition(".")[0], fault.details.get("meant"))
        for fault in faults
        if fault.kind == "configuration.unknown_key"
    }
    missing = {f"{table}.{meant}" for table, meant in renamed}
    reachable = {table for table, meant in renamed if meant in CONTACT_WAYS}
    return [
        fault
        for fault in faults
        if not (fault.kind == "configuration.missing" and fault.key in missing)
        and not (fault.kind == "configuration.contact_out_of_reach" and fault.key in reachable)
    ]


def _nearest_key(*location: str | int) -> str | None:
    known = table_schema(location[:-1]).model_fields
    return nearest(str(location[-1]), known if len(location) > 1 else (*known, "surveys"))


def table_schema(location: Iterable[str | int]) -> type[BaseModel]:
    """Return the schema of the table at ``location`` in a site.toml."""
    table: Any = Config
    for step in location:
        if isinstance(step, str):
            annotation = table.model_fields[step].annotation
            table = next(iter(get_args(annotation)), annotation)
    return table  # type: ignore[no-any-return]  # an annotation may be anything
