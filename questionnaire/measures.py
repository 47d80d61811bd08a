"""What an organisation is told: the measures for each constellation and the report's own texts.

One TOML file a language in ``questionnaire/measures``; every expected text must be there, or all faults
are reported at once. Never imported in the browser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from questionnaire.disclosure import TOP
from questionnaire.instrument import CONSTELLATIONS
from questionnaire.model import ConstellationId
from questionnaire.survey_texts import WordingError, flatten, read_file, text_faults, tree_faults

MEASURES_FOLDER = Path(__file__).resolve().parent / "languages"

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


def available(folder: Path = MEASURES_FOLDER) -> tuple[str, ...]:
    """Return the codes of the languages that have a catalogue, sorted; some of a site's may have none."""
    return tuple(sorted(path.parent.name for path in folder.glob("*/measures.toml")))


def load(code: str, folder: Path = MEASURES_FOLDER) -> Catalogue:
    """Return the catalogue in language ``code``; raises ``WordingError`` with every fault at once."""
    path = folder / code / "measures.toml"
    tree = read_file(path, "a catalogue of measures")
    faults = [*_measure_faults(tree.get("measures", {})), *_report_faults(tree.get("report", {}))]
    faults += [(key, "is unknown; nothing shows it") for key in tree if key not in ("measures", "report")]
    if faults:
        raise WordingError(tuple((path.name, key, fault) for key, fault in faults))
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


_Fault = tuple[str, str]
_PARTS = tuple(field.name for field in fields(Measure))


def _measure_faults(tree: object) -> Iterator[_Fault]:
    for constellation, kinds in _tables(tree, CONSTELLATIONS):
        key = f"measures.{constellation}"
        for kind, entries in _tables(kinds, KINDS):
            if not isinstance(entries, list):
                yield f"{key}.{kind}", "is no list of measures; expected [[…]] tables"
                continue
            if len(entries) < FEWEST_MEASURES:
                yield f"{key}.{kind}", f"holds {len(entries)} measures; expected at least {FEWEST_MEASURES}"
            for place, entry in enumerate(entries, start=1):
                yield from _entry_faults(f"{key}.{kind}[{place}]", entry)
        yield from _unknown(key, kinds, KINDS)
    yield from _unknown("measures", tree, CONSTELLATIONS)


def _tables(tree: object, names: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Yield what ``tree`` holds for each of ``names``; nothing where a value is of another shape."""
    for name in names:
        yield name, tree.get(name, [] if names == KINDS else {}) if isinstance(tree, Mapping) else {}


def _unknown(key: str, tree: object, names: tuple[str, ...]) -> Iterator[_Fault]:
    if not isinstance(tree, Mapping):
        yield key, "is no table; expected one"
        return
    yield from ((f"{key}.{name}", "is unknown; nothing shows it") for name in tree if name not in names)


def _entry_faults(key: str, entry: object) -> Iterator[_Fault]:
    if isinstance(entry, Mapping):
        for part in _PARTS:
            if part not in entry:
                yield f"{key}.{part}", "is missing; expected a text"
            else:
                yield from ((f"{key}.{part}", fault) for fault in text_faults(part, entry[part], str))
    yield from _unknown(key, entry, _PARTS)


def _report_faults(tree: object) -> Iterator[_Fault]:
    if not isinstance(tree, Mapping):
        yield "report", "is no table; expected one"
        tree = {}
    yield from ((f"report.{key}", fault) for key, fault in tree_faults(tree, _wanted()))
    words = flatten(tree).get("shares.by_twentieths")
    if isinstance(words, list) and len(words) != TOP:
        yield "report.shares.by_twentieths", f"holds {len(words)} texts; expected {TOP}"


def _wanted() -> dict[str, type]:
    texts = (
        "title lead withheld_title withheld people_caption rest structure_title training_title "
        "accompaniment_title who_label sign_label tension_title tension_intro "
        "mixed_title none_title waves_title waves_more waves_same waves_less waves_none "
        "method_note next_steps_title of people legend pattern_title no_training tension_perception "
        "tension_cause_column tension_influence_column tension_hidden tension_of data "
        "shares.nobody shares.some shares.more shares.less "
        "tensions.cause_without_influence tensions.cause_with_influence "
        "tensions.influence_without_cause tensions.neither"
    )
    lists = "frame mixed none next_steps shares.by_twentieths"
    return {**dict.fromkeys(texts.split(), str), **dict.fromkeys(lists.split(), list)}
