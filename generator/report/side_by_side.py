"""Two waves side by side: what was decided then, and what has changed since, without saying why.

Decisions come from the action plan of the earlier wave. Of each, the title and the day are shown: names of
people stay in the plan.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from generator.report.findings import words
from generator.report.waves import compare
from questionnaire import CONSTELLATIONS, action_plan, release_file
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.chance import Change
from questionnaire.disclosure import Release, Share, Withheld
from questionnaire.faults import InputError
from questionnaire.measures import Catalogue
from questionnaire.release_file import ReleaseFile, ReleaseFileError

# What a report can be compared with: the release of an earlier wave, or the plan that answers it.
Earlier = Release | Withheld | ActionPlan


@dataclass(frozen=True, slots=True)
class Decided:
    """A decision of the earlier wave: its title, and until when, or that it was not taken then.

    ``language`` is the title's, if it is not the page's; ``when`` is empty if the plan names no day.
    """

    title: str
    language: str | None
    when: str


@dataclass(frozen=True, slots=True)
class Row:
    """One constellation, or the work as a whole: what was decided, both figures, and whether they differ.

    ``then``, ``now`` and ``change`` are empty if it cannot be compared; ``sentence`` then says why, if
    anything else can.
    """

    category: str
    name: str
    decided: tuple[Decided, ...]
    then: str
    now: str
    change: Change | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Waves:
    """The comparison in one language, in the order A B C D, the work as a whole last.

    ``has_plan`` tells whether the earlier wave came with its plan; ``compared`` whether any constellation has
    a figure in both waves.
    """

    rows: tuple[Row, ...]
    has_plan: bool
    compared: bool

    @property
    def sentences(self) -> tuple[str, ...]:
        """The sentences of all that is compared; none if nothing surely changed."""
        compared = [row for row in self.rows if row.change]
        if all(row.change == "same" for row in compared):
            return ()
        return tuple(row.sentence for row in compared)


def read_earlier(contents: bytes) -> ReleaseFile | ActionPlan:
    """Return what the bytes of a report.json or of a plan.json hold.

    Raises ``ReleaseFileError`` if they are neither, and ``InputError`` with every fault of a plan.
    """
    try:
        return release_file.parse(contents)
    except ReleaseFileError as error:
        try:
            return action_plan.parse(contents)
        except InputError as faulty:
            if any(fault.kind == "action_plan.no_plan" for fault in faulty.faults):
                raise ReleaseFileError("report_file.neither") from error
            raise


class SideBySide:
    """Writes the comparison in one language.

    ``names`` maps categories to their names; ``written`` puts a day into words.
    """

    def __init__(
        self,
        language: str,
        catalogue: Catalogue,
        names: Mapping[str, str],
        written: Callable[[dt.date], str],
    ) -> None:
        self._language = language
        self._catalogue = catalogue
        self._texts = catalogue.texts["waves"]
        self._names = names
        self._written = written

    def waves(self, before: Earlier | None, now: Release | Withheld) -> Waves | None:
        """Return the comparison of ``before`` with ``now``; ``None`` if there is nothing to put side by side.

        So a report that is withheld reads the same whatever an earlier release says.
        """
        plan = before if isinstance(before, ActionPlan) else None
        earlier = before.report.result if isinstance(before, ActionPlan) else before
        if earlier is None or (plan is None and isinstance(now, Withheld)):
            return None
        then, later = _shares(earlier), _shares(now)
        changes = _changes(earlier, now)
        decisions = plan.decisions if plan else ()
        rows = [self._row(each, decisions, then, later, changes) for each in (*CONSTELLATIONS, None)]
        told = tuple(row for row in rows if row.decided or row.sentence)
        return Waves(told, plan is not None, bool(changes))

    def _row(
        self,
        constellation: str | None,
        decisions: tuple[Decision, ...],
        then: Mapping[str, Share],
        now: Mapping[str, Share],
        changes: Mapping[str, Change],
    ) -> Row:
        category = constellation or "whole"
        name = self._names[constellation] if constellation else str(self._texts["whole"])
        decided = tuple(self._decided(each) for each in decisions if each.constellation == constellation)
        if category in changes:
            said = (self._said(then[category]), self._said(now[category]))
            sentence = str(self._texts[changes[category]]).format(name=name)
            return Row(category, name, decided, *said, changes[category], sentence)
        one_shown = category in then or category in now
        sentence = str(self._texts["apart"]).format(name=name) if changes and one_shown else ""
        return Row(category, name, decided, "", "", None, sentence)

    def _said(self, share: Share) -> str:
        return words(share, self._catalogue.texts)

    def _decided(self, decision: Decision) -> Decided:
        title, language = self._title(decision)
        return Decided(title, language, "".join(self._when(decision)))

    def _title(self, decision: Decision) -> tuple[str, str | None]:
        if title := decision.title.get(self._language):
            return title, None
        if decision.measure:
            return self._catalogue.measure(decision.measure).title, None
        for language, title in decision.title.items():
            return title, language
        return str(self._texts["untitled"]), None

    def _when(self, decision: Decision) -> Iterator[str]:
        if decision.status == "not_now":
            yield str(self._texts["not_now"])
        elif decision.by:
            yield str(self._texts["by"]).format(day=self._written(decision.by))


def _shares(result: Release | Withheld) -> dict[str, Share]:
    return dict(result.types.shares) if isinstance(result, Release) else {}


def _changes(before: Release | Withheld, now: Release | Withheld) -> dict[str, Change]:
    if isinstance(before, Release) and isinstance(now, Release):
        return dict(compare(before, now))
    return {}
