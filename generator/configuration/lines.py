"""The line of every key of a site.toml, by the name that faults give the key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from generator.configuration import corrections, statements
from generator.configuration.statements import Path, Statement
from questionnaire.faults import Fault

# Kind of fault -> what the keys are for, whose values can be corrected.
_CORRECTED: Mapping[str, tuple[str, ...]] = {
    "configuration.no_text": ("text", "id"),
    "configuration.no_text_or_texts": ("text",),
    "configuration.no_whole_number": ("number",),
    "configuration.no_boolean": ("boolean",),
    "configuration.no_date": ("day",),
    "configuration.no_list": ("list",),
    "configuration.no_id": ("id",),
}


def placed(faults: Iterable[Fault], text: str) -> list[Fault]:
    """Return ``faults`` with the lines of their keys in ``text``, which tomllib must be able to read.

    A key that is missing is placed at its table; a fault that has a line, or no place in the text, stays as
    it is. Where the text tells what somebody meant by a value, the fault gets its right spelling.
    """
    faults = list(faults)
    if not any(fault.key and fault.line is None for fault in faults):
        return faults
    parts = list(statements.split(text))
    lines, written = _lines(parts), {_name(part.path): part.text for part in parts if part.kind == "key"}
    return [
        _with_correction(_placed(fault, lines), written) if fault.key and fault.line is None else fault
        for fault in faults
    ]


def _placed(fault: Fault, lines: Mapping[str, int]) -> Fault:
    """Return ``fault`` with its line; with those of all places, if it is one fault of several."""
    details = fault.details
    if isinstance(places := details.get("places"), tuple):
        numbers = {line for key in places if (line := _line(key, lines))}
        details = {**details, "lines": tuple(map(str, sorted(numbers)))}
    return replace(fault, line=_line(fault.key, lines), details=details)


def _with_correction(fault: Fault, written: Mapping[str, str]) -> Fault:
    """Return ``fault``; with its line as it was probably meant, if its message has room for that."""
    name = fault.key.rpartition(".")[2]
    if corrections.kind_of(name) not in _CORRECTED.get(fault.kind, ()):
        return fault
    key, value = name, fault.value if isinstance(fault.value, str) else ""  # within a table in one line
    if fault.key in written:
        key, value, _ = statements.key_and_value(written[fault.key])
    meant = corrections.correction(name, value)
    line = f"{key.strip()} = {meant}" if meant else None
    return replace(fault, details={**fault.details, "correction": line})


def _line(key: str, lines: Mapping[str, int]) -> int | None:
    """Return the line of ``key``; if there is no such key, that of the table or the value it belongs into."""
    while key and key not in lines:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return lines.get(key)


def _lines(parts: Iterable[Statement]) -> dict[str, int]:
    """Return the line of every key in ``parts`` of a file, and of every table: the first that names it."""
    lines: dict[str, int] = {}
    number = 1
    for statement in parts:
        for path, line in _places(statement, number):
            for length in range(1, len(path) + 1):
                lines.setdefault(_name(path[:length]), line)
        if statement.kind == "heading":  # not the line of a table within it that came first
            lines[_name(statement.path)] = number
        number += statement.text.count("\n")
    return lines


def _places(statement: Statement, number: int) -> Iterator[tuple[Path, int]]:
    """Yield the path and the line of ``statement``, which begins in line ``number``, and of its entries."""
    yield statement.path, number
    if statement.kind == "key":
        key, value, _ = statements.key_and_value(statement.text)
        first = number + key.count("\n")
        for index, offset in enumerate(statements.entries(value)):
            yield (*statement.path, index), first + value.count("\n", 0, offset)


def _name(path: Path) -> str:
    """Return the name of ``path`` in faults: ``contacts[1].label`` is ``("contacts", 0, "label")``."""
    return "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
