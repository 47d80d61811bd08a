"""The measures as employees are told of them: a title, and what changes for them.

``load`` reads them from a language's ``measures_told.toml`` and reports all faults at once. Every language
has them, Leichte Sprache too: those who were asked are told what came of it. Never imported in the
survey's page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from questionnaire import language_schema
from questionnaire.faults import Fault
from questionnaire.language_folder import Tree
from questionnaire.measures import PLACES

FILE = "measures_told.toml"


@dataclass(frozen=True, slots=True)
class Told:
    """A measure in an employee's words. Neither text promises more than the measure itself."""

    title: str
    text: str


_TEXTS = tuple(f"told.{measure_id}.{part}" for measure_id in PLACES for part in ("title", "text"))


def load(language: str, folder: Path | None = None) -> Mapping[str, Told]:
    """Return what employees are told of each measure, by its id; raises ``WordingError`` with every fault.

    If the German file has faults, raises those instead: no other file can be compared with it then.
    """
    tree = language_schema.load(language, FILE, _german_faults, folder)
    return {measure_id: Told(**tree["told"][measure_id]) for measure_id in PLACES}


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from language_schema.own_faults(tree, {}, _TEXTS)
    yield from (
        Fault("language_file.unknown", key) for key in language_schema.flatten(tree) if key not in _TEXTS
    )
