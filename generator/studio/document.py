"""Edits of a site.toml: comments, order and spelling of everything that an edit does not name stay.

An edit is what a page sends: ``{"op": "set", "at": ["brand", "primary"], "value": "#7a1f3d"}``.

- ``set`` puts a value in its place, and makes the tables that are missing on the way; ``None`` removes it.
- ``remove`` takes it out; nothing happens if it is not there.
- ``append`` adds a value at the end of a list, which it makes if it is missing.
- ``move`` puts an entry of a list at the index ``to``.

A value that a check refuses is written like any other.
"""

from __future__ import annotations

import codecs
import copy
import tomllib
from collections.abc import Iterable, Mapping
from typing import Any

from generator.configuration import toml_faults
from generator.configuration.statements import Path, plain
from generator.studio import plain_edits
from generator.studio.sections import Sections
from generator.studio.toml_values import typed
from questionnaire.faults import Fault, FaultError, InputError

Edit = Mapping[str, Any]
_MOST_STEPS = 12
_OF_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def parsed(text: str) -> dict[str, Any]:
    """Return the values in ``text``; raises ``InputError`` with the line if it is no TOML."""
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise InputError([toml_faults.no_toml(text, error)]) from error


def read(contents: bytes) -> tuple[str, Fault | None]:
    """Return the text of a site.toml, and the fault that keeps it from being TOML.

    The text of one that is no UTF-8 is read as an editor on Windows has written it, most likely.
    """
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        coding = "utf-16" if contents[:2] in _OF_UTF_16 else "cp1252"
        return contents.decode(coding, "replace"), toml_faults.wrong_coding(contents, error.start)
    try:
        parsed(text)
    except InputError as error:
        return text, error.faults[0]
    return text, None


def edited(text: str, edits: Iterable[Edit]) -> str:
    """Return ``text`` after all ``edits``.

    Raises ``InputError`` if it is no TOML, and ``FaultError`` for an edit that leads nowhere; then none is
    made.
    """
    values, sections = parsed(text), Sections(text)
    for edit in edits:
        op, at, value, to = _read(edit)
        plain_edits.OPERATIONS[op](values, at, copy.deepcopy(value), to)
        getattr(sections, op)(at, value, to)
    result = sections.text()
    if plain(tomllib.loads(result)) != plain(values):  # never write what nobody asked for
        raise FaultError("studio.edit_lost")
    return result


def _read(edit: Edit) -> tuple[str, Path, Any, int]:
    op, at = (edit.get("op"), edit.get("at")) if isinstance(edit, Mapping) else (None, None)
    if not isinstance(at, list) or not 0 < len(at) <= _MOST_STEPS or op not in plain_edits.OPERATIONS:
        raise FaultError("studio.no_edit")
    if not all(isinstance(step, str) or type(step) is int for step in at) or isinstance(at[0], int):
        raise FaultError("studio.no_edit")
    path: Path = tuple(at)
    steps = (step for step in path if isinstance(step, int))
    to = edit.get("to", 0)
    if any(step < 0 for step in steps) or type(to) is not int or to < 0:
        raise FaultError("studio.no_edit")
    place = (*path, 0) if op == "append" else path
    value = typed(place, edit.get("value"))
    if op == "set" and value is None:
        op = "remove"
    if op == "append" and value is None:
        raise FaultError("studio.no_edit")
    return str(op), path, value, to
