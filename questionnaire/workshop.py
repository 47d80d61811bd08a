"""The workshop in which a facilitator presents the result: its two agendas, the texts of slides and guide.

``load`` reads the texts from a language's ``workshop.toml`` and reports all faults at once. Which slides
there are, and both agendas, are the same in every language and are defined here. Never imported in the
survey's page.
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


# At most so many slides in every possible release: a room follows no more.
MOST_SLIDES = 15

# The slides, in their order; ``fields`` stands for one slide for each tension field, or for each
# constellation if the result is withheld. A result has those of its findings.
SLIDES = (
    "start",
    "rules",
    "survey",
    "withheld",
    "constellations",
    "pattern",
    "waves",
    "fields",
    "rest",
    "levers",
    "order",
    "decision",
    "telling",
)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the workshop: the key of its texts, its length in minutes, and its slides."""

    key: str
    minutes: int
    slides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agenda:
    """The steps of one version of the workshop, in order."""

    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """The minutes that it takes, the break included."""
        return sum(step.minutes for step in self.steps)

    @property
    def skipped(self) -> tuple[str, ...]:
        """The slides that no step shows; the cover stands there before anybody arrives."""
        shown = {slide for step in self.steps for slide in step.slides}
        return tuple(slide for slide in SLIDES if slide not in shown and slide != "start")


_CLOSE = Step("close", 10, ("telling",))
_DECIDE = Step("decide", 20, ("decision",))

# Half a day: four hours, the break included. The middle belongs to the structure of the work.
HALF_DAY = Agenda(
    (
        Step("arrive", 20, ("rules",)),
        Step("survey", 15, ("survey", "constellations")),
        Step("pattern", 25, ("pattern", "waves")),
        Step("recognise", 45, ("fields", "rest")),
        Step("pause", 15),
        Step("tensions", 25, ("levers",)),
        Step("structure", 45, ("order",)),
        Step("support", 20, ("order",)),
        _DECIDE,
        _CLOSE,
    )
)
# Where the result is withheld there is no pattern to read; the time goes to the work itself.
HALF_DAY_WITHHELD = Agenda(
    (
        Step("arrive", 20, ("rules",)),
        Step("survey", 15, ("survey",)),
        Step("withheld", 25, ("withheld",)),
        Step("four", 60, ("constellations", "fields")),
        Step("pause", 15),
        Step("tensions_withheld", 25, ("levers",)),
        Step("structure_withheld", 50, ("order",)),
        _DECIDE,
        _CLOSE,
    )
)
# Ninety minutes without a break: the same slides but three, and one decision.
SHORT = Agenda(
    (
        Step("arrive", 10, ("rules", "survey")),
        Step("pattern", 10, ("pattern",)),
        Step("tensions", 30, ("fields", "rest")),
        Step("structure", 20, ("order",)),
        Step("decide", 15, ("decision",)),
        Step("close", 5, ("telling",)),
    )
)
SHORT_WITHHELD = Agenda(
    (
        Step("arrive", 10, ("rules", "survey")),
        Step("withheld", 10, ("withheld",)),
        Step("four", 30, ("fields",)),
        Step("structure_withheld", 20, ("order",)),
        Step("decide", 15, ("decision",)),
        Step("close", 5, ("telling",)),
    )
)


def _keys(*agendas: Agenda) -> tuple[str, ...]:
    return tuple(dict.fromkeys(step.key for agenda in agendas for step in agenda.steps))


# The path from the result to action, in the order of our stance: structure comes first.
PATH = ("pattern", "tensions", "structure", "training", "accompaniment")

# The tables whose names follow from the instrument, or from agenda and path above.
_TABLES = {
    "constellations": CONSTELLATIONS,
    "steps": _keys(HALF_DAY, HALF_DAY_WITHHELD),
    "short": _keys(SHORT, SHORT_WITHHELD),
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
