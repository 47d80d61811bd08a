"""``[[surveys]]`` taken apart: each survey's values as if it stood alone in site.toml.

An entry holds a survey's keys, its folder, and tables of its own that override the common ones: ``brand``
and ``collection`` key by key (colours role by role), ``texts`` text by text, ``contacts`` as a whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.configuration.schema import BrandTable, RolesTable, SurveyTable
from questionnaire import language_schema

Values = Mapping[str, Any]  # a table of TOML

TABLES = ("brand", "contacts", "collection", "texts")
KEYS = (*SurveyTable.model_fields, "folder", *TABLES)
# The tables within [brand]. A text in several languages is none of them: it is overridden as a whole, or it
# would be half of one text and half of another.
_ROLES = tuple(name for name, key in BrandTable.model_fields.items() if key.annotation is RolesTable)

# The page in front of several surveys is read as one more survey; no page shows these values.
_NO_SURVEY = {"id": "overview", "title": "overview"}


@dataclass(frozen=True, slots=True)
class SurveyValues:
    """The contents of a site.toml for one survey alone, and the tables that they were put together from.

    ``folder`` is the survey's folder in the site, ``number`` the number of its entry, from 1; they are ``""``
    and 0 for a survey that does stand alone, and for the page in front of several.
    """

    values: Values
    folder: str = ""
    number: int = 0
    own: Values = field(default_factory=dict)
    common: Values = field(default_factory=dict)

    def key(self, key: str) -> str:
        """Return the name of ``key`` in site.toml: within the entry, unless only the common table has it."""
        table = re.split(r"[.[]", key)[0]
        inside = f"surveys[{self.number}]"
        if self.number and table == "survey":
            return inside + key.removeprefix(table)
        return f"{inside}.{key}" if self._is_own(table, key[len(table) + 1 :]) else key

    def _is_own(self, table: str, rest: str) -> bool:
        if table not in self.own:
            return False
        if table == "contacts" or table not in self.common:
            return True
        own, common = self.own[table], self.common[table]
        if not (isinstance(own, Mapping) and isinstance(common, Mapping)):
            return isinstance(common, Mapping)
        if table == "texts":
            return any(f"{text}.".startswith(f"{rest}.") for text in language_schema.flatten(own))
        name, _, role = rest.partition(".")
        if name in _ROLES and isinstance(own.get(name), Mapping) and isinstance(common.get(name), Mapping):
            name, own, common = role, own[name], common[name]
        return name in own or name not in common


def split_surveys(values: Values) -> Iterator[SurveyValues]:
    """Yield the only survey in ``values``; of several, first the page in front of them, then each."""
    if "surveys" not in values:
        yield SurveyValues(values)
        return
    common = {name: value for name, value in values.items() if name not in ("survey", "surveys")}
    # The page in front collects nothing.
    front = {name: value for name, value in common.items() if name != "collection"}
    yield SurveyValues({**front, "survey": values.get("survey", _NO_SURVEY)})
    for number, entry in entries(values).items():
        own = {name: entry[name] for name in TABLES if name in entry}
        tables = {
            name: _overridden(name, common[name], table) if name in common else table
            for name, table in own.items()
        }
        survey = {name: entry[name] for name in SurveyTable.model_fields if name in entry}
        yield SurveyValues({**common, **tables, "survey": survey}, f"{folder(entry)}/", number, own, common)


def entries(values: Values) -> dict[int, Values]:
    """Return the entries of [[surveys]] that are tables, by their number, from 1."""
    surveys = values.get("surveys")
    numbered = enumerate(surveys if isinstance(surveys, list) else [], start=1)
    return {number: entry for number, entry in numbered if isinstance(entry, Mapping)}


def folder(entry: Values) -> object:
    """Return the folder's name that ``entry`` gives; if it gives none, its id."""
    return entry.get("folder", entry.get("id"))


def _overridden(table: str, common: object, own: object) -> object:
    """Return the ``common`` table of this name, overridden by ``own``."""
    if table == "contacts":
        return own
    if not isinstance(common, Mapping):
        return common  # no table at all: the schema reports the fault
    if not isinstance(own, Mapping):
        return own
    return _merged(common, own, deep=table == "texts")


def _merged(common: Values, own: Values, *, deep: bool) -> dict[str, Any]:
    """Return both tables in one; ``own`` wins. With ``deep``, tables within them are merged, too."""
    merged = dict(common)
    for name, value in own.items():
        tables = isinstance(value, Mapping) and isinstance(common.get(name), Mapping)
        merges = tables and (deep or name in _ROLES)
        merged[name] = _merged(common[name], value, deep=deep) if merges else value
    return merged
