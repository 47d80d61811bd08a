"""What the page says of one plan in one language: findings, decisions, and what is not done for now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.report.findings import Figure, figures, words
from questionnaire import CONSTELLATIONS, language_folder
from questionnaire.action_plan import ActionPlan, Decision, Texts
from questionnaire.dates import written
from questionnaire.derivation import Extent, TensionField, tension_fields
from questionnaire.disclosure import Release
from questionnaire.language_folder import Tree
from questionnaire.measures_told import Told

_LONGEST_TITLE = 120  # characters, at a glance; in full it stands below


@dataclass(frozen=True, slots=True)
class Worded:
    """A text, and the code of its language if that is not the page's."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One decision: its title, what it means, and its facts: name of a label -> text."""

    title: Worded
    text: Worded | None
    facts: tuple[tuple[str, Worded], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The decisions that answer one constellation; without one, those that concern the work as a whole."""

    constellation: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One share of the release: its category, the share in words and figures, and what it means."""

    category: str
    share: str
    figures: tuple[Figure, ...]
    meaning: tuple[str, ...]


class View:
    """One plan in one language.

    ``texts`` are those of ``questionnaire.decisions``, ``survey_texts`` those of the survey; ``told`` are the
    measures as employees are told of them.
    """

    def __init__(
        self,
        plan: ActionPlan,
        texts: Tree,
        survey_texts: Tree,
        told: Mapping[str, Told],
    ) -> None:
        self.plan = plan
        self._texts = texts
        self._survey_texts = survey_texts
        self._language: str = survey_texts["language"]["code"]
        self._told = told

    def day(self, day: dt.date | None) -> str | None:
        """Return ``day`` in words."""
        return written(day, self._survey_texts["dates"]) if day else None

    def found(self) -> tuple[Found, ...]:
        """Return every share of the release; none if it is withheld."""
        release = self.plan.report.result
        if not isinstance(release, Release):
            return ()
        fields: dict[str, TensionField] = {each.constellation: each for each in tension_fields(release)}
        shares = [*release.types.shares, *([("rest", release.types.rest)] if release.types.rest else [])]
        return tuple(
            Found(
                category,
                words(share, self._texts),
                figures(share),
                tuple(self._meaning(category, fields.get(category))) if share.twentieths else (),
            )
            for category, share in shares
        )

    def decided(self) -> tuple[Group, ...]:
        """Return what is decided: the constellations in their order, then the work as a whole."""
        return self._groups("decided")

    def not_now(self) -> tuple[Group, ...]:
        """Return what is not done for now, in the same way."""
        return self._groups("not_now")

    def glance(self, most: int | None = None) -> tuple[Worded, ...]:
        """Return a line for each of the first ``most`` decisions: its title and its day."""
        entries = [entry for group in self.decided() for entry in group.entries]
        return tuple(self._line(entry) for entry in entries[:most])

    def _line(self, entry: Entry) -> Worded:
        line, day = str(self._texts["poster"]["entry"]), dict(entry.facts)["by"].text
        title = shortened(entry.title.text, _LONGEST_TITLE)
        return Worded(line.replace("{day}", day).replace("{title}", title), entry.title.language)

    def first_check(self) -> str | None:
        """Return the first day on which somebody looks for an effect that nobody has noted yet."""
        days = [each.check for each in self.plan.decisions if each.check and not each.effect]
        return self.day(min(days, default=None))

    def _meaning(self, category: str, field: TensionField | None) -> Iterator[str]:
        found: Mapping[str, Any] = self._texts["found"]
        if category in CONSTELLATIONS:
            yield self._survey_texts["constellations"][category]["essence"]
        else:
            yield found[{"M": "mixed", "N": "none", "rest": "rest"}[category] + "_means"]
        if field:
            extents: tuple[tuple[str, Extent], ...] = (
                ("cause", field.cause),
                ("influence", field.influence),
            )
            yield from (self._texts["fields"][f"{what}_{how}"] for what, how in extents if how != "hidden")

    def _groups(self, status: str) -> tuple[Group, ...]:
        chosen = [each for each in self.plan.decisions if each.status == status]
        groups = (
            Group(place, tuple(self._entry(each) for each in chosen if each.constellation == place))
            for place in (*CONSTELLATIONS, None)
        )
        return tuple(group for group in groups if group.entries)

    def _entry(self, decision: Decision) -> Entry:
        told = self._told.get(decision.measure or "", Told("", ""))
        title = self._worded(decision.title, told.title) or Worded("")
        if decision.status == "not_now":
            return Entry(title, None, self._facts(reason=self._worded(decision.reason)))
        facts = self._facts(
            owner=Worded(decision.owner),
            who=Worded(decision.who),
            by=self._dated(decision.by),
            check=self._dated(decision.check),
            effect=self._worded(decision.effect),
        )
        return Entry(title, self._worded(decision.what, told.text), facts)

    def _facts(self, **facts: Worded | None) -> tuple[tuple[str, Worded], ...]:
        return tuple((label, fact) for label, fact in facts.items() if fact and fact.text)

    def _dated(self, day: dt.date | None) -> Worded | None:
        return Worded(self.day(day) or "")

    def _worded(self, texts: Texts, told: str = "") -> Worded | None:
        """Return the plan's words in the page's language; else the catalogue's; else the plan's other."""
        if self._language in texts:
            return Worded(texts[self._language])
        if told:
            return Worded(told)
        base = language_folder.base(self._language)
        other = base if base in texts else next(iter(texts), None)
        return Worded(texts[other], other) if other else None


def shortened(text: str, longest: int) -> str:
    """Return ``text`` in one line, with at most ``longest`` characters: whole words, then an ellipsis."""
    line = " ".join(text.split())
    if len(line) <= longest:
        return line
    whole = line[:longest].rpartition(" ")[0] or line[: longest - 2]
    return f"{whole.rstrip(' ,;:.')} …"
