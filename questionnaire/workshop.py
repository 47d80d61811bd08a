"""The workshop in which a facilitator presents the result: its agenda, and the texts of slides and guide.

``load`` reads the texts from a language's ``workshop.toml`` and reports all faults at once. The agenda is the
same in every language and is defined here. Never imported in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from questionnaire import language_schema
from questionnaire.faults import Fault
from questionnaire.instrument import CONSTELLATIONS, LEVERS
from questionnaire.language_folder import Tree

FILE = "workshop.toml"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the workshop: the key of its texts, its length in minutes, its first slide."""

    key: str
    minutes: int
    slide: str


# Half a day: four hours, the break included. The middle belongs to the structure of the work.
AGENDA = (
    Step("arrive", 20, "rules"),
    Step("survey", 15, "survey"),
    Step("pattern", 25, "pattern"),
    Step("recognise", 45, "constellations"),
    Step("pause", 15, "constellations"),
    Step("tensions", 25, "levers"),
    Step("structure", 45, "order"),
    Step("support", 20, "order"),
    Step("decide", 20, "decision"),
    Step("close", 10, "telling"),
)
# Where the result is withheld there is no pattern to read; the time goes to the work itself.
AGENDA_WITHHELD = (
    Step("arrive", 20, "rules"),
    Step("survey", 15, "survey"),
    Step("withheld", 25, "withheld"),
    Step("four", 60, "constellations"),
    Step("pause", 15, "constellations"),
    Step("tensions_withheld", 25, "levers"),
    Step("structure_withheld", 50, "order"),
    Step("decide", 20, "decision"),
    Step("close", 10, "telling"),
)
# The path from the result to action, in the order of our stance: structure comes first.
PATH = ("pattern", "tensions", "structure", "training", "accompaniment")

# The tables whose names follow from the instrument, or from agenda and path above.
_TABLES = {
    "constellations": CONSTELLATIONS,
    "steps": tuple(dict.fromkeys(step.key for step in (*AGENDA, *AGENDA_WITHHELD))),
    "path": PATH,
}
_TEXTS = tuple(f"slides.levers.{lever}" for lever in LEVERS)


def load(code: str, folder: Path | None = None) -> Tree:
    """Return every text of the workshop in language ``code``; raises ``WordingError`` with every fault.

    If the German file has faults, raises those instead: no other file can be compared with it then.
    """
    return language_schema.load(code, FILE, _german_faults, folder)


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from language_schema.own_faults(tree, _TABLES, _TEXTS)
