"""The catalogue of measures for an organisation, and the texts of the report.

Which measures there are is the same in every language and is defined here; ``load`` reads their texts, and
those of the report, from a language's ``measures.toml`` and reports all faults at once. Never imported in the
survey's page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from questionnaire import assessment, language_schema
from questionnaire.faults import Fault
from questionnaire.language_folder import Tree, available_with
from questionnaire.model import ConstellationId

FILE = "measures.toml"

Kind = Literal["structure", "training", "accompaniment"]

# The order is the stance: structure comes first.
KINDS: tuple[Kind, ...] = ("structure", "training", "accompaniment")

# The ids of all measures. A plan names measures by them, so an id is never given to another measure.
MEASURES: Mapping[ConstellationId, Mapping[Kind, tuple[str, ...]]] = {
    "A": {
        "structure": (
            "boundary-rule",
            "takeover",
            "after-an-attack",
            "reporting-threats",
            "causes-of-anger",
        ),
        "training": ("stating-limits", "receiving-anger", "leads-taking-over"),
        "accompaniment": ("peer-first-aid", "supervision", "case-companion"),
    },
    "B": {
        "structure": (
            "priority-rule",
            "time-out-of-targets",
            "issues-with-own-time",
            "powers-where-issues-arrive",
            "contracts-on-time-and-quality",
        ),
        "training": ("next-step", "weighing-cases", "clear-writing"),
        "accompaniment": ("peer-consulting", "expert-on-call", "counsel-for-leads"),
    },
    "C": {
        "structure": (
            "metrics-inventory",
            "displays-off",
            "room-in-the-day",
            "say-in-shifts",
            "slack-in-planning",
        ),
        "training": ("own-words", "feedback-on-the-issue", "understanding-planning"),
        "accompaniment": ("design-round", "occupational-health", "mentored-start"),
    },
    "D": {
        "structure": (
            "matter-of-fact",
            "pause-after-contacts",
            "other-standards",
            "mixed-tasks",
            "quiet-room",
        ),
        "training": ("polite-and-clear", "hard-news", "listening-anew"),
        "accompaniment": ("round-without-a-smile", "outside-counsel", "supported-return"),
    },
}


@dataclass(frozen=True, slots=True)
class Measure:
    """One concrete measure: what to do, who decides, and how one notices that it works."""

    id: str
    title: str
    what: str
    who: str
    sign: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All measures of one language, by constellation and kind, and the texts of the report."""

    measures: Mapping[ConstellationId, Mapping[Kind, tuple[Measure, ...]]]
    texts: Mapping[str, Any]

    def measure(self, measure_id: str) -> Measure:
        """Return the measure with this id; raises ``KeyError`` if there is none."""
        constellation, kind = PLACES[measure_id]
        return next(each for each in self.measures[constellation][kind] if each.id == measure_id)


# Where a measure stands: its id -> its constellation and kind.
PLACES: Mapping[str, tuple[ConstellationId, Kind]] = {
    measure_id: (constellation, kind)
    for constellation, kinds in MEASURES.items()
    for kind, ids in kinds.items()
    for measure_id in ids
}


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue, sorted; a variant may have none."""
    return available_with(FILE, folder)


def load(code: str, folder: Path | None = None) -> Catalogue:
    """Return the catalogue in language ``code``; raises ``WordingError`` with every fault at once.

    If the German file has faults, raises those instead: no other file can be compared with it then.
    """
    tree = language_schema.load(code, FILE, _german_faults, folder)
    return Catalogue(
        measures={
            constellation: {
                kind: tuple(Measure(id_, **tree["measures"][constellation][kind][id_]) for id_ in ids)
                for kind, ids in kinds.items()
            }
            for constellation, kinds in MEASURES.items()
        },
        texts=tree["report"],
    )


_TEXTS = tuple(
    f"measures.{constellation}.{kind}.{measure_id}.{part}"
    for measure_id, (constellation, kind) in PLACES.items()
    for part in ("title", "what", "who", "sign")
)

# Tables whose names Python defines: nothing would show another one.
_DEFINED_HERE = ("measures.", "report.assessment.fields.", "report.assessment.instruments.")


def _german_faults(tree: Tree) -> Iterator[Fault]:
    yield from language_schema.own_faults(tree, {}, (*_TEXTS, *assessment.TEXTS))
    for key in language_schema.flatten(tree):
        if key.startswith(_DEFINED_HERE) and key not in _TEXTS and key not in assessment.TEXTS:
            yield Fault("language_file.unknown", key)
