"""The slides of the workshop, their titles, and its two agendas.

They are made from ``Findings``, never from the release itself, so that no slide can say more than the
report. If the result is withheld, there are no findings: the workshop discusses all four constellations,
without figures.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.report.findings import Findings, Tension
from questionnaire import CONSTELLATIONS
from questionnaire.derivation import TensionField, field_question, field_title
from questionnaire.language_folder import Tree
from questionnaire.measures import PLACES, Catalogue, Kind
from questionnaire.model import ConstellationId
from questionnaire.workshop import (
    HALF_DAY,
    HALF_DAY_WITHHELD,
    SHORT,
    SHORT_WITHHELD,
    SLIDES,
    Agenda,
    Step,
)


@dataclass(frozen=True, slots=True)
class FieldSlide:
    """The slide of one tension field: what was found, the question to the house, what to begin with.

    ``picture`` has the shares of perception, cause and influence. ``measures`` are two or three, each with
    its kind, in the order in which to begin; ``reason`` says why.
    """

    constellation: ConstellationId
    title: str
    question: str
    picture: Tension
    measures: tuple[tuple[Kind, str], ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Deck:
    """The slides and the agendas in one language.

    ``texts`` are those of the workshop; ``names`` maps categories to their names. ``findings`` is ``None`` if
    the result is withheld. ``compared`` tells whether there is an earlier wave to compare with.
    """

    texts: Tree
    catalogue: Catalogue
    names: Mapping[str, str]
    findings: Findings | None
    compared: bool

    def constellations(self) -> tuple[ConstellationId, ...]:
        """Return the constellations that are talked about: those of the fields; all if it is withheld."""
        if self.findings is None:
            return CONSTELLATIONS
        return tuple(field.constellation for field in self.findings.fields())

    def fields(self) -> tuple[FieldSlide, ...]:
        """Return a slide for each tension field, in the order A B C D; none if the result is withheld."""
        if self.findings is None:
            return ()
        pictures = {tension.category: tension for tension in self.findings.tensions()}
        return tuple(self._field(field, pictures[field.constellation]) for field in self.findings.fields())

    def pattern_title(self) -> str:
        """Return the title of the slide with the pattern: it names the constellations, A B C D."""
        titles = self.texts["slides"]["pattern"]
        names = [self.names[constellation] for constellation in self.constellations()]
        if not names:
            return str(titles["title_none"])
        if len(names) == 1:
            return str(titles["title"]).format(name=names[0])
        return str(titles["title_several"]).format(names=joined(names, self.texts["page"]["and"]))

    def rest(self) -> tuple[str, ...]:
        """Return what the slide after the fields speaks about: ``"mixed"`` and ``"none"``, if they are shown.

        Every release has a share that stands alone, so there is a field or such a slide.
        """
        shown = self.findings.shown() if self.findings else ()
        return tuple(key for key, code in (("mixed", "M"), ("none", "N")) if code in shown)

    def slides(self) -> tuple[str, ...]:
        """Return the ids of the slides in order, at most ``MOST_SLIDES``."""
        missing = {
            "withheld": self.findings is not None,
            "pattern": self.findings is None,
            "waves": not self.compared,
            "rest": not self.rest(),
        }
        talked = tuple(f"slide-{constellation}" for constellation in self.constellations())
        return tuple(
            slide
            for key in SLIDES
            if not missing.get(key, False)
            for slide in (talked if key == "fields" else (key,))
        )

    def agendas(self) -> tuple[Agenda, Agenda]:
        """Return the agenda for half a day, and the one for ninety minutes."""
        return (HALF_DAY, SHORT) if self.findings else (HALF_DAY_WITHHELD, SHORT_WITHHELD)

    def first_slide(self, step: Step) -> str | None:
        """Return the id of the first slide that ``step`` shows, ``None`` if it shows none."""
        return next((slide for slide in self.slides() if _key(slide) in step.slides), None)

    def skipped(self, agenda: Agenda) -> tuple[tuple[str, str], ...]:
        """Return the id and the title of each slide that ``agenda`` does without."""
        titles = {
            "constellations": self.texts["slides"]["four"]["title"],
            "waves": self.catalogue.texts["waves"]["title"],
            "levers": self.texts["slides"]["levers"]["title"],
        }
        return tuple((slide, titles[slide]) for slide in self.slides() if slide in agenda.skipped)

    def _field(self, field: TensionField, picture: Tension) -> FieldSlide:
        texts = self.catalogue.texts
        return FieldSlide(
            constellation=field.constellation,
            title=field_title(field, texts),
            question=field_question(field, texts),
            picture=picture,
            measures=tuple((PLACES[id_][1], self.catalogue.measure(id_).title) for id_ in field.measures),
            reason=str(texts["reasons"][field.reason]),
        )


def _key(slide: str) -> str:
    return "fields" if slide.startswith("slide-") else slide


def joined(names: Sequence[str], and_: str) -> str:
    """Return ``names`` as one text, such as "A, B and C"."""
    *others, last = names
    return f"{', '.join(others)} {and_} {last}" if others else last
