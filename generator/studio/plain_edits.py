"""What each kind of edit means for plain values: tables and lists, of Python or of tomlkit."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, MutableMapping, MutableSequence
from typing import Any, cast

from generator.configuration.statements import Path, Value
from questionnaire.faults import FaultError

Tree = Any  # a table or a list of TOML, which hold anything


def _container(values: Tree, at: Path, *, make: bool) -> Tree:
    """Return what holds the last step of ``at``; ``None`` if it is missing and not to be made."""
    inner = values
    for step, following in itertools.pairwise(at):
        if isinstance(step, str) and isinstance(inner, MutableMapping):
            if step not in inner:
                if not make:
                    return None
                inner[step] = [] if isinstance(following, int) else {}
            inner = inner[step]
        elif isinstance(step, int) and isinstance(inner, MutableSequence) and step < len(inner):
            inner = inner[step]
        elif make:
            raise FaultError("studio.no_place")
        else:
            return None
    return inner


def _holds(container: object, step: str | int) -> bool:
    if isinstance(container, MutableMapping):
        return step in container
    return isinstance(container, MutableSequence) and isinstance(step, int) and step < len(container)


def set_in(values: Tree, at: Path, value: Value, _to: int = 0) -> None:
    """Put ``value`` at ``at`` in ``values``; raises ``FaultError`` if there is no such place."""
    container, last = _container(values, at, make=True), at[-1]
    if isinstance(container, MutableSequence) and last == len(container):
        container.append(value)
    elif _holds(container, last) or (isinstance(container, MutableMapping) and isinstance(last, str)):
        container[last] = value
    else:
        raise FaultError("studio.no_place")


def remove_in(values: Tree, at: Path, _value: Value = None, _to: int = 0) -> None:
    """Take what is at ``at`` out of ``values``, if it is there."""
    container = _container(values, at, make=False)
    if _holds(container, at[-1]):
        del container[at[-1]]


def append_in(values: Tree, at: Path, value: Value, _to: int = 0) -> None:
    """Add ``value`` to the list at ``at``; raises ``FaultError`` if something else is there."""
    container = _container(values, at, make=True)
    if not _holds(container, at[-1]):
        set_in(values, at, [])
    entries = _container(values, at, make=True)[at[-1]]
    if not isinstance(entries, MutableSequence):
        raise FaultError("studio.no_place")
    entries.append(value)


def move_in(values: Tree, at: Path, _value: Value = None, to: int = 0) -> None:
    """Put the entry at ``at`` at the index ``to`` of its list; raises ``FaultError`` if it is in none."""
    entries = _container(values, at, make=False)
    if not isinstance(entries, MutableSequence) or not _holds(entries, at[-1]) or to >= len(entries):
        raise FaultError("studio.no_place")
    entries.insert(to, entries.pop(cast("int", at[-1])))


OPERATIONS: Mapping[str, Callable[[Tree, Path, Value, int], None]] = {
    "set": set_in,
    "remove": remove_in,
    "append": append_in,
    "move": move_in,
}
