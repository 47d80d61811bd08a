"""What pydantic says of a site.toml, as faults of ours: with key, value and expectation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.configuration import key_places, unknown_keys
from generator.configuration.values import value_at
from questionnaire.faults import Fault


def faults(values: Mapping[str, Any], error: ValidationError, *, one_of_several: bool) -> list[Fault]:
    """Return the faults that ``error`` finds in ``values``, as ``load.check`` takes them."""
    return [_fault(values, detail, one_of_several=one_of_several) for detail in error.errors()]


def _fault(values: Mapping[str, Any], detail: ErrorDetails, *, one_of_several: bool) -> Fault:
    location = detail["loc"]
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    received = value_at(values, *location)
    if detail["type"] == "extra_forbidden":
        return unknown_keys.fault(key, values, location, one_of_several=one_of_several)
    if location[0] == "texts" and detail["type"] == "dict_type":
        misplaced = key_places.misplaced(key, received, values, one_of_several=one_of_several)
        if misplaced:
            return misplaced
    kind, details = _kind_and_details(key, detail)
    return Fault(kind, key, None if isinstance(received, dict | list) else received, details)


def _kind_and_details(key: str, detail: ErrorDetails) -> tuple[str, Mapping[str, object]]:
    """Return our kind of fault for pydantic's error ``detail``, and the details of its message."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        return "configuration.no_choice", {"allowed": _choices(*detail["loc"])}
    if "." in kind:  # a kind of ours, from the schema
        return kind, context
    if kind in _KINDS:
        return (_KINDS_OF_SURVEY if key == "survey" else _KINDS)[kind], {}
    if kind in _LIMITS:
        ours, name, theirs = _LIMITS[kind]
        return ours, {name: context[theirs]}
    return "configuration.other", {"reason": detail["msg"]}


# pydantic's kinds of error -> ours.
_KINDS = {
    "missing": "configuration.missing",
    "string_type": "configuration.no_text",
    "int_type": "configuration.no_whole_number",
    "bool_type": "configuration.no_boolean",
    "date_type": "configuration.no_date",
    "dict_type": "configuration.no_table",
    "model_type": "configuration.no_table",
    "list_type": "configuration.no_list",
    "too_short": "configuration.no_entry",
    "string_pattern_mismatch": "configuration.no_id",
}
_KINDS_OF_SURVEY = {"missing": "configuration.survey_missing", "model_type": "configuration.no_survey"}
# The same for errors with a limit -> our kind, the limit's name in our message, its name in pydantic's error.
_LIMITS = {
    "greater_than_equal": ("configuration.too_small", "least", "ge"),
    "less_than_equal": ("configuration.too_large", "most", "le"),
    "string_too_long": ("configuration.too_long", "most", "max_length"),
}


def _choices(*location: str | int) -> tuple[str, ...]:
    key = unknown_keys.table_schema(location[:-1]).model_fields[str(location[-1])]
    return get_args(key.annotation)
