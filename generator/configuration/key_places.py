"""Where a key belongs that stands under another heading than its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from generator.configuration.schema import (
    BrandTable,
    CollectionTable,
    Config,
    ContactTable,
    RolesTable,
    SiteTable,
    SurveyTable,
)
from generator.configuration.values import value_at
from questionnaire import language_folder
from questionnaire.faults import Fault, Key

_TABLES: Mapping[str, type[BaseModel]] = {
    "site": SiteTable,
    "brand": BrandTable,
    "contacts": ContactTable,
    "survey": SurveyTable,
    "collection": CollectionTable,
}
_ROLES = ("brand.light", "brand.dark")


def misplaced(
    key: str, value: object, values: Mapping[str, Any] | None, *, one_of_several: bool = False
) -> Fault | None:
    """Return the fault of ``key``, which its table does not have, if another table has it; else ``None``.

    ``values`` are the contents of site.toml for one survey, if they are known; ``one_of_several`` tells
    whether that survey is one of ``[[surveys]]``.
    """
    table, _, name = key.rpartition(".")
    tables = [each for each in _tables_with(name, value) if each != table]
    if not tables:
        return None
    headings = tuple(_heading(each, one_of_several=one_of_several) for each in tables)
    exists = values is None or any(value_at(values, *each.split(".")) is not None for each in tables)
    rest = {"headings": headings, "new_heading": None if exists else headings[0]}
    if isinstance(value, Mapping | list) and name in (*Config.model_fields, "light", "dark", *_languages()):
        names = tuple(dict.fromkeys(_names(value)))
        return Fault("configuration.other_table", key, details={**rest, "names": names}) if names else None
    shown = None if isinstance(value, Mapping | list) else value
    there = [each for each in tables if value_at(values, each, name) is not None]
    if len(tables) == 1 and there:
        details = {"headings": headings, "other": Key(f"{tables[0]}.{name}")}
        return Fault("configuration.other_heading_too", key, shown, details)
    return Fault("configuration.other_heading", key, shown, rest)


def _tables_with(name: str, value: object) -> list[str]:
    """Return the tables that have the key ``name``; for a table of the file, that table itself."""
    if isinstance(value, Mapping | list):
        if name in Config.model_fields:
            return [name]
        if name in _languages():
            return [f"texts.{name}"]
        if name in {"light", "dark"}:
            return [f"brand.{name}"]
    found = [table for table, schema in _TABLES.items() if name in schema.model_fields]
    return found or [table for table in _ROLES if name in RolesTable.model_fields]


def _languages() -> tuple[str, ...]:
    return tuple(language_folder.available())


def _names(value: Mapping[str, Any] | list[Any]) -> Iterator[str]:
    """Yield the keys of ``value``, a table or a list of tables."""
    for table in value if isinstance(value, list) else [value]:
        yield from table if isinstance(table, Mapping) else ()


def _heading(table: str, *, one_of_several: bool) -> str:
    if table == "contacts" or (table == "survey" and one_of_several):
        return f"[[{'surveys' if table == 'survey' else table}]]"
    return f"[{table}]"
