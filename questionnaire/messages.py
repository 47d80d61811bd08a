"""The catalogue of messages: the wording of every fault, one TOML file for each language in ``messages/``.

Code refers to a message by its kind, such as ``"configuration.unknown_key"``: a table of the catalogue and a
name in it. The placeholders of a sentence are the details of the fault. No table has the name of a table of
site.toml, so that nobody takes a kind for a key. Never imported in the browser.
"""

from __future__ import annotations

import datetime as dt
import string
import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

MESSAGES_FOLDER = Path(__file__).resolve().parent / "messages"
ENGLISH = "en"

# The table of optional tails of a sentence, such as a suggestion. The placeholder "{meant}" stands for the
# whole of "optional.meant", or for nothing if that detail is empty.
OPTIONAL = "optional"
# The table of separators in a list: "{known}" joins its entries with "join.comma", "{modes:or}" with
# "join.or", and "{allowed:comma or}" with "join.comma", but with "join.or" before the last entry.
JOIN = "join"
# The conversions "{value!r}" and "{value!t}" show a value as Python or as TOML writes it, and of a list
# ("{allowed!t:comma or}") every entry.
_AS_TOML = "t"

Sentences = Mapping[str, str]  # by kind


class Phrase(str):
    """A detail that is itself the kind of a message in the catalogue, one without details of its own."""

    __slots__ = ()


@lru_cache
def load(language: str = ENGLISH, folder: Path = MESSAGES_FOLDER) -> Sentences:
    """Return every sentence of the catalogue in ``language`` by its kind."""
    tables = tomllib.loads((folder / f"{language}.toml").read_text("utf-8"))
    return {
        f"{table}.{name}": sentence
        for table, sentences in tables.items()
        for name, sentence in sentences.items()
    }


def say(kind: str, details: Mapping[str, object], sentences: Sentences | None = None) -> str:
    """Return the sentence for ``kind`` with its ``details``, in English unless other ``sentences`` are given.

    Raises ``KeyError`` for a kind that is not in the catalogue, and for a detail that is missing.
    """
    sentences = load() if sentences is None else sentences
    formatter = _Formatter(sentences)
    # A tail that nobody gives is empty.
    tails = {name: None for name in placeholders(sentences[kind]) if f"{OPTIONAL}.{name}" in sentences}
    shown = {name: formatter.optional(name, value) for name, value in {**tails, **details}.items()}
    return formatter.vformat(sentences[kind], (), shown)


def placeholders(sentence: str) -> dict[str, str]:
    """Return the placeholders of ``sentence``: name -> format after its colon."""
    parts = string.Formatter().parse(sentence)
    return {name: spec or "" for _, name, spec, _ in parts if name is not None}


class _Formatter(string.Formatter):
    """Fills in a sentence; joins lists and looks up phrases in the language of ``sentences``."""

    def __init__(self, sentences: Sentences) -> None:
        self._sentences = sentences

    def optional(self, name: str, value: object) -> object:
        """Return ``value``; if ``name`` is an optional tail, return that tail, empty without a value."""
        tail = self._sentences.get(f"{OPTIONAL}.{name}")
        if tail is None:
            return value
        return self.vformat(tail, (), {name: value}) if value else ""

    def convert_field(self, value: object, conversion: str | None) -> object:
        if conversion is None:
            return value
        if isinstance(value, tuple):
            return tuple(self.convert_field(each, conversion) for each in value)
        try:
            return as_toml(value) if conversion == _AS_TOML else super().convert_field(value, conversion)
        except ValueError:  # an integer with more digits than Python writes out
            return self._sentences["value.long_number"]

    def format_field(self, value: object, format_spec: str) -> str:
        if isinstance(value, tuple):
            return self._joined([self.format_field(each, "") for each in value], *format_spec.split())
        if isinstance(value, Phrase):
            return self._sentences[value]
        if isinstance(value, dt.date) and not isinstance(value, dt.datetime):
            year, month, day = value.isoformat().split("-")
            return self.vformat(self._sentences["value.day"], (), {"year": year, "month": month, "day": day})
        try:
            shown = str(super().format_field(value, format_spec))
        except ValueError:  # the same
            return self._sentences["value.long_number"]
        decimal_sign = self._sentences["value.decimal_sign"] if isinstance(value, float) else "."
        return shown.replace(".", decimal_sign)

    def _joined(self, entries: list[str], between: str = "comma", last: str = "") -> str:
        before, end = entries[:-1], entries[-1:]
        beginning = self._sentences[f"{JOIN}.{between}"].join(before)
        return self._sentences[f"{JOIN}.{last or between}"].join([beginning, *end] if before else end)


def as_toml(value: object) -> str:
    """Return ``value``, which was read from a TOML file, about as the file writes it, in one line.

    Raises ``ValueError`` for an integer with more digits than Python writes out.
    """
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value}"'
        case list():
            return f"[{', '.join(map(as_toml, value))}]"
        case dict():
            return f"{{ {', '.join(f'{name} = {as_toml(each)}' for name, each in value.items())} }}"
        case _:
            return str(value)
