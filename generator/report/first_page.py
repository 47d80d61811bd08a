"""The report's first page in one language: its headline, who was reached, and each tension field.

It is made of ``Findings`` and of the rule that derives measures, never of a tally: it can say no more than
the release. It holds the only choice that the report makes: two or three measures for each field, and why.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from generator.report.findings import Findings, Part
from questionnaire import CONSTELLATIONS, dates
from questionnaire.derivation import TensionField
from questionnaire.field_words import field_question, field_title
from questionnaire.language_folder import Tree
from questionnaire.measures import PLACES, Catalogue, Kind
from questionnaire.model import ConstellationId
from questionnaire.release_file import ReleaseFile, Wave

# The outcomes that are no constellation: each with the name of its texts.
OUTCOMES = {"M": "mixed", "N": "none"}

# So many rows leave room on one sheet to explain the outcomes M and N, too.
_MOST_WITH_OUTCOMES = 3

# The answer to "where does it begin?", by which the page's lead brings fields together.
Beginning = Literal["structure", "people", "unknown"]


@dataclass(frozen=True, slots=True)
class ChosenMeasure:
    """A measure that the rule has chosen: its kind, and its title."""

    id: str
    kind: Kind
    title: str


@dataclass(frozen=True, slots=True)
class FieldOnPage:
    """A tension field as the page shows it: the finding, its picture, the question, and what comes first.

    ``meaning`` says what the constellation is. ``cause`` and ``influence`` are ``None`` if the release does
    not show them.
    """

    constellation: ConstellationId
    name: str
    meaning: str
    title: str
    question: str
    cause: Part | None
    influence: Part | None
    measures: tuple[ChosenMeasure, ...]
    reason: str


class FirstPage:
    """What the first page says, in one language.

    ``names`` maps categories to their names; ``findings`` is ``None`` if the result is withheld.
    """

    def __init__(
        self, words: Tree, catalogue: Catalogue, names: Mapping[str, str], findings: Findings | None
    ) -> None:
        self._words = words
        self._catalogue = catalogue
        self._texts: Mapping[str, Any] = catalogue.texts["first"]
        self._names = names
        self._findings = findings
        self._fields = findings.fields() if findings else ()

    def headline(self) -> str:
        """Return the page's title, which says the finding."""
        if self._findings is None:
            return str(self._catalogue.texts["withheld_title"])
        if not self._fields:
            return str(self._texts["headline_none"])
        if len(self._fields) == 1:
            (field,) = self.fields()
            return str(self._texts["headline_one"]).format(name=field.name, title=field.title)
        if len(self._fields) == len(CONSTELLATIONS):
            return str(self._texts["headline_all"])
        return str(self._texts["headline_several"]).format(names=self._listed(self._fields))

    def lead(self) -> tuple[str, ...]:
        """Return where it begins: a sentence for the fields that begin alike; none if nothing is shown."""
        if self._findings is None:
            return ()
        if not self._fields:
            return (str(self._texts["lead_none"]),)
        alike: dict[Beginning, list[TensionField]] = {"structure": [], "people": [], "unknown": []}
        for field in self._fields:
            alike[_beginning(field)].append(field)
        return tuple(
            str(self._texts[f"lead_{beginning}"]).format(names=self._listed(fields))
            for beginning, fields in alike.items()
            if fields
        )

    def period(self, wave: Wave) -> str | None:
        """Return the first and the last day in words; ``None`` if the survey has none."""
        if not (wave.opens and wave.closes):
            return None
        first, last = (dates.written(day, self._words["dates"]) for day in (wave.opens, wave.closes))
        return str(self._texts["period"]).format(first=first, last=last)

    def reached(self, file: ReleaseFile) -> str | None:
        """Return how many were invited and at least how many contributed: numbers, never a share.

        Only slips make a contribution a person, so only then it says "45 of 60".
        """
        number, reach = self._findings.contributions if self._findings else None, file.reach
        if number is None:
            return str(self._texts["invited"]).format(invited=reach.invited) if reach else None
        if reach is None:
            return str(self._catalogue.texts["people"]).format(number=number)
        sentence = self._texts["contributed" if reach.slips is None else "contributed_by_slip"]
        return str(sentence).format(number=number, invited=reach.invited)

    def fields(self) -> tuple[FieldOnPage, ...]:
        """Return the tension fields in the order A B C D."""
        rows = {row.category: row for row in self._findings.tensions()} if self._findings else {}
        texts = self._catalogue.texts
        return tuple(
            FieldOnPage(
                constellation=field.constellation,
                name=self._names[field.constellation],
                meaning=str(texts["fields"][field.constellation]["meaning"]),
                title=field_title(field, texts),
                question=field_question(field, texts),
                cause=rows[field.constellation].cause,
                influence=rows[field.constellation].influence,
                measures=tuple(map(self._chosen, field.measures)),
                reason=str(texts["reasons"][field.reason]),
            )
            for field in self._fields
        )

    def common_reason(self) -> str | None:
        """Return the reason for the measures if several fields share it; else each tells its own."""
        reasons = {field.reason for field in self.fields()}
        return reasons.pop() if len(reasons) == 1 < len(self._fields) else None

    def outcomes(self) -> tuple[tuple[str, str], ...]:
        """Return those of M and N that the page explains, each with the name of its texts.

        They are explained behind the page if it is full.
        """
        outcomes = self._shown_outcomes()
        return tuple(outcomes.items()) if len(self._fields) + len(outcomes) <= _MOST_WITH_OUTCOMES else ()

    def outcomes_behind(self) -> dict[str, str]:
        """Return those of M and N that are explained behind the page: all or none of those shown."""
        return {} if self.outcomes() else self._shown_outcomes()

    def chosen(self) -> frozenset[str]:
        """Return the ids of all measures on the page: the appendix marks them."""
        return frozenset(measure for field in self._fields for measure in field.measures)

    def _shown_outcomes(self) -> dict[str, str]:
        shown = self._findings.shown() if self._findings else ()
        return {category: kind for category, kind in OUTCOMES.items() if category in shown}

    def _chosen(self, measure_id: str) -> ChosenMeasure:
        _, kind = PLACES[measure_id]
        return ChosenMeasure(measure_id, kind, self._catalogue.measure(measure_id).title)

    def _listed(self, fields: Iterable[TensionField]) -> str:
        *others, last = (self._names[field.constellation] for field in fields)
        return f"{', '.join(others)} {self._texts['and']} {last}" if others else last


def _beginning(field: TensionField) -> Beginning:
    if field.cause in ("mostly", "partly"):
        return "structure"
    return "unknown" if field.reason == "hidden" else "people"
