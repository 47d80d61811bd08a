"""The catalogue of measures for an organisation, and the texts of the report.

``load`` reads both from a language's ``measures.toml`` and reports all faults at once. Never imported in the
browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from questionnaire import language_folder, language_schema
from questionnaire.faults import Fault
from questionnaire.instrument import CONSTELLATIONS
from questionnaire.language_folder import Tree, read_toml, refuse
from questionnaire.language_schema import (
    A_TEXT,
    own_faults,
    placeholder_faults,
    placeholders,
    text_faults,
    tree_faults,
)
from questionnaire.model import ConstellationId

FILE = "measures.toml"

Kind = Literal["structure", "training", "accompaniment"]

# The order is the stance: structure comes first.
KINDS: tuple[Kind, ...] = ("structure", "training", "accompaniment")
FEWEST_MEASURES = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """One concrete measure: what to do, who decides, and how one notices that it works."""

    title: str
    what: str
    who: str
    sign: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All measures of one language, by constellation and kind, and the texts of the report."""

    measures: Mapping[ConstellationId, Mapping[Kind, tuple[Measure, ...]]]
    texts: Mapping[str, Any]


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue, sorted; a variant may have none."""
    known = language_folder.available(folder)
    return tuple(code for code in known if language_folder.path(code, FILE, folder).is_file())


def load(code: str, folder: Path | None = None) -> Catalogue:
    """Return the catalogue in language ``code``; raises ``WordingError`` with every fault at once.

    If the German file has faults, raises those instead: no other file can be compared with it then.
    """
    german = language_schema.expected(FILE, _german_faults, folder)
    wanted = {key: text for key, text in german.items() if not key.startswith("measures.")}
    tree = read_toml(code, FILE, folder)
    refuse(code, FILE, [*_measure_faults(tree), *tree_faults(_texts(tree), wanted)])
    return Catalogue(
        measures={
            constellation: {
                kind: tuple(Measure(**entry) for entry in tree["measures"][constellation][kind])
                for kind in KINDS
            }
            for constellation in CONSTELLATIONS
        },
        texts=tree["report"],
    )


def _texts(tree: Tree) -> Tree:
    """Return the tables of the file ``tree`` without the measures."""
    return {table: texts for table, texts in tree.items() if table != "measures"}


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from _measure_faults(tree)
    yield from own_faults(_texts(tree), {})


_FIELDS = tuple(field.name for field in fields(Measure))


def _measure_faults(file: Tree) -> Iterator[Fault]:
    tree = file.get("measures", {})
    for constellation, kinds in _tables(tree, CONSTELLATIONS):
        key = f"measures.{constellation}"
        for kind, entries in _tables(kinds, KINDS):
            if not isinstance(entries, list):
                yield Fault("language_file.no_measures", f"{key}.{kind}")
                continue
            if len(entries) < FEWEST_MEASURES:
                details = {"number": len(entries), "fewest": FEWEST_MEASURES}
                yield Fault("language_file.too_few_measures", f"{key}.{kind}", details=details)
            for place, entry in enumerate(entries, start=1):
                yield from _entry_faults(f"{key}.{kind}[{place}]", entry)
        yield from _unknown(key, kinds, KINDS)
    yield from _unknown("measures", tree, CONSTELLATIONS)


def _tables(tree: object, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield each of ``names`` with its value in ``tree``; an empty value if there is none."""
    for name in names:
        yield name, tree.get(name, [] if names == KINDS else {}) if isinstance(tree, Mapping) else {}


def _unknown(key: str, tree: object, names: tuple[str, ...]) -> Iterator[Fault]:
    if not isinstance(tree, Mapping):
        yield Fault("language_file.no_table", key)
        return
    yield from (Fault("language_file.unknown", f"{key}.{name}") for name in tree if name not in names)


def _entry_faults(key: str, entry: object) -> Iterator[Fault]:
    if isinstance(entry, Mapping):
        for field in _FIELDS:
            if field not in entry:
                yield Fault("language_file.missing", f"{key}.{field}", details={"shape": A_TEXT})
            else:
                yield from text_faults(f"{key}.{field}", entry[field], str)
                yield from placeholder_faults(f"{key}.{field}", placeholders(entry[field]), ())
    yield from _unknown(key, entry, _FIELDS)
