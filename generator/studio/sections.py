"""The edits of a site.toml, each in its place among headings, keys and comments."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from typing import Any

import tomlkit

from generator.configuration.statements import Path, Statement, Value, key_and_value
from generator.studio import plain_edits
from generator.studio.layout import Layout, begins
from generator.studio.toml_values import key_text, written
from questionnaire.faults import FaultError


class Sections(Layout):
    """A text that tomllib reads, edited in place; each edit must be one that the plain values take.

    Raises ``FaultError`` for an entry ``[[…]]`` that is to be no table: the file has no place for it.
    """

    def set(self, at: Path, value: Value, _to: int = 0) -> None:
        """Put ``value`` at ``at``."""
        if (owner := self._owner(at)) is not None:
            self._within_value(owner, "set", at, value)
        elif not self._exists(at):
            self._insert(at, value)
        elif isinstance(value, dict) and not self._is_list(at):
            self._set_table(at, value)
        elif (
            isinstance(value, list) and value and self._is_list(at) and all(_is_table(each) for each in value)
        ):
            self._set_entries(at, value)
        else:
            self.remove(at)
            self._insert(at, value)

    def remove(self, at: Path, _value: Value = None, _to: int = 0) -> None:
        """Take out what is at ``at``: a key with the comment behind it, a table with the comments within."""
        owner = self._owner(at)
        if owner is not None and self._statements[owner].path != at:
            self._within_value(owner, "remove", at)
            return
        gone = {
            number for number, one in enumerate(self._statements) if begins(one, at) and one.kind == "key"
        }
        for span in self._spans(at):
            gone |= set(span)
        self._statements = [one for number, one in enumerate(self._statements) if number not in gone]
        if gone:
            self._close_gap(min(gone))
        self._read_again()

    def append(self, at: Path, value: Value, _to: int = 0) -> None:
        """Add ``value`` at the end of the list at ``at``."""
        owner = self._owner(at)
        if owner is not None:
            if not (_is_table(value) and len(at) == 1 and self._value_of(owner) == []):
                self._within_value(owner, "append", at, value)
                return
            self.remove(at)
        if not self._is_list(at) and not (_is_table(value) and len(at) == 1):
            self._insert(at, [value])
            return
        self._insert_entry(at, value)

    def move(self, at: Path, _value: Value, to: int) -> None:
        """Put the entry at ``at`` at the index ``to`` of its list."""
        if (owner := self._owner(at)) is not None:
            self._within_value(owner, "move", at, None, to)
            return
        spans = [self._spans((*at[:-1], number)) for number in range(self._count(at[:-1]))]
        order = list(range(len(spans)))
        order.insert(to, order.pop(int(at[-1])))
        texts = [[self._statements[number] for span in each for number in span] for each in spans]
        places = {each[0][0]: texts[entry] for each, entry in zip(spans, order, strict=True)}
        inside = {number for each in spans for span in each for number in span}
        self._statements = [
            moved
            for number, one in enumerate(self._statements)
            for moved in (places.get(number, []) if number in inside else [one])
        ]
        self._read_again()

    def _within_value(self, owner: int, op: str, at: Path, value: Value = None, to: int = 0) -> None:
        statement = self._statements[owner]
        key, old, rest = key_and_value(statement.text)
        inner = ("value", *at[len(statement.path) :])
        expected = tomllib.loads("value =" + old)
        plain_edits.OPERATIONS[op](expected, inner, value, to)
        new = self._edited(old, op, inner, value, to, expected)
        text = f"{key}={new}{rest}"
        self._statements[owner] = Statement("key", text, statement.path)

    def _edited(  # noqa: PLR0913, PLR0917
        self,
        old: str,
        op: str,
        inner: Path,
        value: Value,
        to: int,
        expected: dict[str, Any],
    ) -> str:
        """Return the TOML of a value after an edit: as it was spelt, except for what changes."""
        if len(inner) > 1 or op != "set":
            document = tomlkit.parse("value =" + old)
            item = None if value is None else tomlkit.value(written(value, self._end))
            plain_edits.OPERATIONS[op](document, inner, item, to)
            text = tomlkit.dumps(document)
            if _reads_as(text, expected):
                return text.removeprefix("value =").rstrip("\r\n")
        return f" {written(expected['value'], self._end)}"

    def _insert(self, at: Path, value: Value) -> None:
        if isinstance(at[-1], int):
            self._insert_entry(at[:-1], value)
        elif isinstance(value, dict) and _has_a_heading(at):
            self._insert_heading(at)
            for key, each in value.items():
                self.set((*at, key), each)
        elif isinstance(value, list) and value and len(at) == 1 and all(_is_table(each) for each in value):
            for each in value:
                self._insert_entry(at, each)
        elif isinstance(value, dict) and value and _is_a_text(at):
            for key, each in value.items():
                self.set((*at, key), each)
        else:
            self._insert_key(at, value)

    def _insert_key(self, at: Path, value: Value) -> None:
        table = self._table_for(at[:-1])
        if table is None:
            missing = at[:-1]
            if _is_a_text(at[:-1]):
                self._insert_heading(at[:2])
                self._insert_key(at, value)
            else:
                self._insert(missing, {at[-1]: value})
            return
        names = [str(name) for name in at[len(self._path(table)) :]]
        text = f"{key_text(*names)} = {written(value, self._end)}{self._end}"
        place = self._place_of_key(table, at)
        self._statements.insert(place, Statement("key", text, at))

    def _table_for(self, parent: Path) -> int | None:
        """Return the number of the heading below which a key of ``parent`` goes, -1 for the top."""
        if not parent:
            return -1
        headings = self._headings()
        for number in headings:
            if self._statements[number].path == parent:
                return number
        dotted = next(
            (n for n, one in enumerate(self._statements) if one.kind == "key" and begins(one, parent)), None
        )
        if dotted is not None:
            return max((number for number in headings if number < dotted), default=-1)
        if _is_a_text(parent):
            return next((n for n in headings if self._statements[n].path == parent[:2]), None)
        if self._exists(parent):
            self._insert_heading(parent)
            return self._table_for(parent)
        return None

    def _insert_heading(self, at: Path) -> None:
        names = [step for step in at if isinstance(step, str)]
        place = self._place_of_section(at)
        self._insert_block(place, f"[{key_text(*names)}]{self._end}")

    def _insert_entry(self, at: Path, value: Value) -> None:
        number = self._count(at)
        if not _is_table(value):
            raise FaultError("studio.no_place")
        spans = self._spans((*at, number - 1)) if number else []
        place = spans[-1].stop if spans else self._place_of_section(at)
        names = [step for step in at if isinstance(step, str)]
        self._insert_block(place, f"[[{key_text(*names)}]]{self._end}")
        for key, each in value.items():
            self.set((*at, number, key), each)

    def _insert_block(self, place: int, heading: str) -> None:
        blank = Statement("blank", self._end)
        before = [blank] if place and self._statements[place - 1].kind != "blank" else []
        behind = [blank] if place < len(self._statements) and self._statements[place].kind != "blank" else []
        block = [*before, Statement("heading", heading), *behind]
        self._statements[place:place] = block
        self._read_again()

    def _close_gap(self, number: int) -> None:
        """Remove one of two blank lines that have come together at ``number``."""
        around = self._statements[max(number - 1, 0) : number + 1]
        if number < len(self._statements) and all(one.kind == "blank" for one in around):
            del self._statements[number]

    def _set_table(self, at: Path, value: dict[str, Any]) -> None:
        for key in list(_keys(self._statements, at)):
            if key not in value:
                self.remove((*at, key))
        if not self._exists(at) and value:
            self._insert(at, value)
            return
        for key, each in value.items():
            self.set((*at, key), each)

    def _set_entries(self, at: Path, value: list[Any]) -> None:
        for number in reversed(range(len(value), self._count(at))):
            self.remove((*at, number))
        for number, each in enumerate(value):
            if number < self._count(at):
                self._set_table((*at, number), each)
            else:
                self._insert_entry(at, each)


def _keys(statements: list[Statement], at: Path) -> Iterator[str | int]:
    yield from dict.fromkeys(
        one.path[len(at)] for one in statements if begins(one, at) and len(one.path) > len(at)
    )


def _is_table(value: object) -> bool:
    return isinstance(value, dict)


def _has_a_heading(at: Path) -> bool:
    match at:
        case (_,) | ("brand", "light" | "dark") | ("texts", _):
            return True
    return False


def _is_a_text(at: Path) -> bool:
    """Return whether ``at`` is within the texts of a language: they are written with dots, not as tables."""
    match at:
        case ("texts", _, _, *_):
            return True
    return False


def _reads_as(text: str, expected: dict[str, Any]) -> bool:
    try:
        return tomllib.loads(text) == expected
    except tomllib.TOMLDecodeError:
        return False
