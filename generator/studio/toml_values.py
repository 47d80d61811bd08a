"""Values as a page has them, as text, number, list or table, and as TOML writes them."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from functools import cache
from typing import get_args

from generator.configuration.schema import CollectionTable, SiteTable, SurveyTable, Table
from generator.configuration.statements import Path, Value

_TABLES: dict[str, type[Table]] = {
    "site": SiteTable,
    "survey": SurveyTable,
    "surveys": SurveyTable,
    "collection": CollectionTable,
}
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
# Digits of the longest number that Python reads; a longer one stays a text, and is a fault.
_LONGEST_NUMBER = 18


def typed(at: Path, value: Value) -> Value:
    """Return ``value``, typed into the field ``at``, as site.toml holds it.

    A whole day such as ``"2027-01-11"`` becomes a date where the schema wants one, and digits a number; half
    of one stays a text. ``None`` within a table is left out.
    """
    if isinstance(value, dict):
        return {key: typed((*at, key), each) for key, each in value.items() if each is not None}
    if isinstance(value, list):
        return [typed((*at, number), each) for number, each in enumerate(value) if each is not None]
    if isinstance(value, str):
        text = value.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
        return _scalar(text, _wanted(at))
    return value


def untyped(value: Value) -> Value:
    """Return ``value`` of a site.toml for a page, in JSON's types: a day is a text such as 2027-01-11."""
    if isinstance(value, dict):
        return {key: untyped(each) for key, each in value.items()}
    if isinstance(value, list):
        return [untyped(each) for each in value]
    if isinstance(value, str | bool | int) or value is None:
        return value
    if isinstance(value, float) and abs(value) < float("inf"):  # neither infinite nor no number
        return value
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)


def written(value: Value, line_end: str = "\n") -> str:
    """Return ``value`` as TOML on one line; a text of several lines stands in three quotation marks."""
    if isinstance(value, Mapping):
        inside = ", ".join(f"{key_text(key)} = {written(each, line_end)}" for key, each in value.items())
        return f"{{ {inside} }}" if value else "{}"
    if isinstance(value, list):
        return f"[{', '.join(written(each, line_end) for each in value)}]"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return _text(value, line_end)
    return value.isoformat() if isinstance(value, dt.date | dt.time) else repr(value)


def key_text(*names: str) -> str:
    """Return the dotted key of ``names``, each in quotation marks where TOML needs them."""
    return ".".join(name if _BARE_KEY.fullmatch(name) else _quoted(name) for name in names)


def _text(value: str, line_end: str) -> str:
    if "\n" not in value:
        return _quoted(value)
    # Only a line's end need not be written as \n there; three quotation marks in a row cannot stand.
    lines = line_end.join(_quoted(line)[1:-1] for line in value.split("\n"))
    return f'"""{line_end}{lines}"""'


def _quoted(text: str) -> str:
    clean = text.encode("utf-8", "replace").decode()
    return json.dumps(clean, ensure_ascii=False).replace("\x7f", "\\u007f")


def _scalar(text: str, wanted: type | None) -> object:
    if wanted is dt.date and re.fullmatch(r"\d{4}-\d{2}-\d{2}", text.strip(), re.ASCII):
        try:
            return dt.date.fromisoformat(text.strip())
        except ValueError:
            return text
    if wanted is int and re.fullmatch(rf"\d{{1,{_LONGEST_NUMBER}}}", text.strip(), re.ASCII):
        return int(text)
    return text


def _wanted(at: Path) -> type | None:
    """Return ``dt.date`` or ``int`` if the schema wants one for the field ``at``."""
    match at:
        case ("surveys", int(), str(key)) | (str("site" | "survey" | "collection"), str(key)):
            return _fields(str(at[0])).get(key)
    return None


@cache
def _fields(table: str) -> dict[str, type]:
    """Return the keys of ``table`` that hold a day or a number, and its type."""
    found: dict[str, type] = {}
    for name, field in _TABLES[table].model_fields.items():
        types = (field.annotation, *get_args(field.annotation))
        inner = {*types, *(one for each in types for one in get_args(each))}
        kind = next((kind for kind in (int, dt.date) if kind in inner), None)
        if kind:
            found[name] = kind
    return found
