"""What a facilitator shows and says when the result is discussed: the slides and the guide of a workshop.

The texts are read from a language's ``workshop.toml``; every expected text must be there, or all faults are
reported at once. What is the same in every language (the order of an afternoon, its minutes) stands here.
Never imported in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from questionnaire import language_schema
from questionnaire.faults import Fault
from questionnaire.instrument import CONSTELLATIONS, LEVERS
from questionnaire.language_folder import Tree, read_toml, refuse

FILE = "workshop.toml"


@dataclass(frozen=True, slots=True)
class Step:
    """One part of the workshop: the key of its texts, how long it takes, the slide it begins with."""

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
# Where nothing is shown there is no pattern to read; the time goes to the work itself.
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
# The way from what is shown to what is done, in the order of the stance: structure comes first.
PATH = ("pattern", "tensions", "structure", "training", "accompaniment")

# The tables whose names follow from the instrument, or from what stands above.
_TABLES = {
    "constellations": CONSTELLATIONS,
    "steps": tuple(dict.fromkeys(step.key for step in (*AGENDA, *AGENDA_WITHHELD))),
    "path": PATH,
}
_TEXTS = tuple(f"slides.levers.{lever}" for lever in LEVERS)


def load(code: str, folder: Path | None = None) -> Tree:
    """Return every text of the workshop in language ``code``; raises ``WordingError`` with every fault.

    Where the German file is at fault, that is told instead, because no other can be compared with it.
    """
    wanted = language_schema.expected(FILE, _german_faults, folder)
    tree = read_toml(code, FILE, folder)
    refuse(code, FILE, language_schema.tree_faults(tree, wanted))
    return tree


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from language_schema.own_faults(tree, _TABLES, _TEXTS)
