"""The slides of the workshop, their titles, and its agenda.

They are made from ``Findings``, never from the release itself, so that no slide can say more than the report.
If the result is withheld, there are no findings: the workshop discusses all four constellations, without
figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generator.report.findings import Finding, Findings
from questionnaire import CONSTELLATIONS
from questionnaire.language_folder import Tree
from questionnaire.measures import KINDS, Kind, Measure
from questionnaire.model import ConstellationId
from questionnaire.workshop import AGENDA, AGENDA_WITHHELD, Step

MOST_ON_A_SLIDE = 3


@dataclass(frozen=True, slots=True)
class MeasureSlide:
    """A slide of measures: at most three titles to choose from; none if training is not the lever."""

    id: str
    constellation: ConstellationId
    title: str
    titles: tuple[str, ...]


class Deck:
    """The slides and the agenda in one language.

    ``names`` maps categories to their names; ``findings`` is ``None`` if the result is withheld.
    """

    def __init__(
        self,
        texts: Tree,
        measures: Mapping[ConstellationId, Mapping[Kind, Sequence[Measure]]],
        names: Mapping[str, str],
        findings: Findings | None,
    ) -> None:
        self._texts = texts
        self._measures = measures
        self._names = names
        self._findings = findings

    def talks(self) -> tuple[tuple[ConstellationId, Finding | None], ...]:
        """Return the constellations that have a slide, in the order A B C D, each with its finding."""
        if self._findings is None:
            return tuple((constellation, None) for constellation in CONSTELLATIONS)
        by_category = {finding.category: finding for finding in self._findings.types()}
        return tuple((c, by_category[c]) for c in CONSTELLATIONS if c in by_category)

    def pattern_title(self) -> str:
        """Return the title of the slide with the pattern: it names the constellations, A B C D."""
        titles = self._texts["slides"]["pattern"]
        names = [self._names[constellation] for constellation, _ in self.talks()]
        if not names:
            return str(titles["title_none"])
        if len(names) == 1:
            return str(titles["title"]).format(name=names[0])
        return str(titles["title_several"]).format(names=joined(names, self._texts["page"]["and"]))

    def measures(self) -> tuple[MeasureSlide, ...]:
        """Return the slides of measures by constellation, structure first; none if the result is withheld."""
        if self._findings is None:
            return ()
        return tuple(slide for constellation, _ in self.talks() for slide in self._slides(constellation))

    def agenda(self) -> tuple[Step, ...]:
        """Return the steps of the workshop in order."""
        return AGENDA_WITHHELD if self._findings is None else AGENDA

    def minutes(self) -> int:
        """Return the minutes that the workshop takes, the break included."""
        return sum(step.minutes for step in self.agenda())

    def _slides(self, constellation: ConstellationId) -> Iterator[MeasureSlide]:
        for kind in KINDS:
            key: str = kind
            titles = [measure.title for measure in self._measures[constellation][kind]]
            if kind == "training" and not self._training_is_a_lever(constellation):
                key, titles = "no_training", []
            for number, on_slide in enumerate(parts(titles) or [()]):
                more = key == "structure" and number
                name = f"measures-{constellation}-{kind}{f'-{number}' if number else ''}"
                yield self._slide(name, constellation, "structure_more" if more else key, on_slide)

    def _training_is_a_lever(self, constellation: ConstellationId) -> bool:
        return self._findings is not None and self._findings.training_is_a_lever(constellation)

    def _slide(
        self, name: str, constellation: ConstellationId, key: str, titles: tuple[str, ...]
    ) -> MeasureSlide:
        title = str(self._texts["slides"]["measures"][key])
        return MeasureSlide(name, constellation, title.format(name=self._names[constellation]), titles)


def parts(titles: Sequence[str]) -> list[tuple[str, ...]]:
    """Return ``titles`` in order, in the fewest parts of at most three; lengths differ by one at most."""
    number = -(-len(titles) // MOST_ON_A_SLIDE)
    bounds = [-(-len(titles) * part // number) for part in range(number + 1)] if number else [0]
    return [tuple(titles[start:end]) for start, end in pairwise(bounds)]


def joined(names: Sequence[str], and_: str) -> str:
    """Return ``names`` as one text, such as "A, B and C"."""
    *others, last = names
    return f"{', '.join(others)} {and_} {last}" if others else last
