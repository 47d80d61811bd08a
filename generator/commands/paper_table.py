"""One heap of papers on a table: somebody types it in, line by line, until its ballots are counted."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from generator.commands import language
from generator.commands.asking import confirm
from generator.commands.options import telling_of_new_database

if TYPE_CHECKING:
    from generator.count.heaps import EntryError, PaperHeap
    from generator.organisation.storage import CollectingSurvey
    from generator.organisation.unfinished_heaps import HeapFile

Ending = Literal["done", "later", "cancel"]
# What may be typed instead of a code, in both languages: two people at one table may speak either.
_WORDS = {
    "undo": "undo",
    "zurück": "undo",
    "zurueck": "undo",
    "list": "list",
    "liste": "list",
    "later": "later",
    "später": "later",
    "spaeter": "later",
    "cancel": "cancel",
    "abbrechen": "cancel",
    "done": "done",
    "fertig": "done",
}


@dataclass(frozen=True, slots=True)
class PaperTable:
    """One heap on the table, its file, and how many ballots were counted before it."""

    config_path: Path
    database: str
    survey: CollectingSurvey
    number: int
    kept: HeapFile
    counted_before: int

    def count(self) -> None:
        """Let somebody enter the heap until its ballots are counted, discarded, or kept for later."""
        ballots = self._ballots()
        click.echo(
            _(
                "Codes: {codes}. Lines: CODE, CODE NUMBER, without NUMBER, undo, list, later, cancel, done."
            ).format(codes=" ".join(ballots.codes))
        )
        while True:
            match self._enter_ballots(ballots):
                case "later":
                    self.tell_what_is_kept()
                    return
                case "cancel" if self._discards(ballots):
                    click.echo(_("Nothing was counted."))
                    return
                case "done" if self._fits(ballots):
                    self._confirm_and_count(ballots)
                    return

    def tell_what_is_kept(self) -> None:
        """Say how to go on with what was typed, if anything was."""
        if papers := sum(self.kept.typed.sums.values()):
            said = _("The {papers} papers of heap {heap} are kept; call the same command again to go on.")
            click.echo(said.format(papers=language.number(papers), heap=self.number))

    def _ballots(self) -> PaperHeap:
        """Return the heap as it was left, or an empty one."""
        from generator.count.heaps import PaperHeap
        from questionnaire import all_codes

        codes = all_codes(self.survey.counted.detail)
        self.kept.must_hold_codes(codes)
        ballots = PaperHeap(codes, earlier=dict(self.kept.typed.sums))
        if papers := ballots.papers():
            said = _("Of heap {heap}, {papers} papers are typed in: {sums}.")
            sums = sums_as_text(ballots.sums())
            click.echo(said.format(heap=self.number, papers=language.number(papers), sums=sums))
            click.echo(
                _("Go on with the next paper; `cancel` discards them, `undo CODE NUMBER` takes some back.")
            )
        return ballots

    def _enter_ballots(self, heap: PaperHeap) -> Ending:
        """Read lines into ``heap``, each of them kept at once, until somebody ends it."""
        while True:
            line = click.prompt(_("ballot"), prompt_suffix="> ").strip().lower()
            match _WORDS.get(line):
                case "done" | "later" | "cancel" as ending:
                    return ending
                case "list":
                    click.echo(sums_as_text(heap.sums()))
                case _:
                    click.echo(self._entered(line, heap))

    def _entered(self, line: str, heap: PaperHeap) -> str:
        """Enter ``line`` or take something back, keep the heap, and return what to say of it."""
        from generator.count.heaps import EntryError

        first, _space, rest = line.partition(" ")
        try:
            if _WORDS.get(first) == "undo":
                undone = heap.take_back(rest) if rest else heap.undo()
                said = _("undone: {code} {number}") if undone else _("nothing to undo")
            else:
                undone = heap.enter(line)
                said = _("{code} {number}; {papers} so far")
                if self.counted_before + heap.total() > self.survey.counted.headcount:
                    heap.undo()
                    return self._too_many()
        except EntryError as error:
            return _not_entered(error)
        self._keep(heap)
        code, number = undone or ("", 0)
        shown = language.number(abs(number))
        return said.format(code=_shown(code), number=shown, papers=language.number(heap.papers()))

    def _too_many(self) -> str:
        said = _("not entered: {counted} ballots are counted already, and {invited} people are invited")
        invited = language.number(self.survey.counted.headcount)
        return said.format(counted=language.number(self.counted_before), invited=invited)

    def _keep(self, heap: PaperHeap, *, handed_over: bool = False) -> None:
        self.kept.keep(replace(self.kept.typed, sums=heap.sums(), handed_over=handed_over))

    def _discards(self, heap: PaperHeap) -> bool:
        """Ask whether to discard what was typed, if anything was, and do so."""
        papers = language.number(heap.papers())
        question = _("Discard the {papers} papers that were typed in?").format(papers=papers)
        if heap.papers() and not confirm(question):
            return False
        self.kept.forget()
        return True

    def _fits(self, heap: PaperHeap) -> bool:
        """Ask how many papers are on the table, to catch a typing error."""
        papers, on_the_table = heap.papers(), click.prompt(_("How many ballots are in the heap?"), type=int)
        if on_the_table == papers:
            return True
        said = _(
            "{entered} were entered, but the heap holds {counted}; look for the mistake and enter again."
            " `list` shows the sums, `undo CODE NUMBER` takes some back, `without NUMBER` enters papers"
            " without a code."
        )
        counted = language.number(on_the_table)
        click.echo(said.format(entered=language.number(papers), counted=counted))
        return False

    def _confirm_and_count(self, heap: PaperHeap) -> None:
        from questionnaire.faults import InputError

        question = _("Count these {ballots} ballots?").format(ballots=language.number(heap.total()))
        if not confirm(f"{sums_as_text(heap.sums())}\n{question}"):
            click.echo(_("Nothing was counted."))
            self.tell_what_is_kept()
            raise SystemExit(1)
        with telling_of_new_database(self.database):
            counted = self._count(heap)
        with suppress(InputError):  # the next call forgets it, since it was handed over
            self.kept.forget()
        said = _("counted heap {heap} with {ballots} ballots")
        click.echo(said.format(heap=self.number, ballots=language.number(heap.total())))
        if heap.without():
            said = _("{papers} papers without a code were not counted")
            click.echo(said.format(papers=language.number(heap.without())))
        click.echo(heaps_as_text(counted, self.survey.counted.headcount))

    def _count(self, heap: PaperHeap) -> dict[int, int]:
        """Hand the ballots to the database, and return all heaps; a refusal is no end of what was typed."""
        from collector.errors import CollectorError
        from generator import clock
        from generator.organisation.storage import open_storage

        with open_storage(self.config_path, self.database, self.survey) as storage:
            self._keep(heap, handed_over=True)
            try:
                storage.tally(self.survey.id, heap.counts(), heap=self.number, today=clock.today())
            except CollectorError:
                self._keep(heap)
                raise
            return storage.heaps(self.survey.id, today=clock.today())


def heaps_as_text(counted: Mapping[int, int], headcount: int) -> str:
    """Return which heaps are counted, so that a person can tell whether the one in their hand is."""
    each = _("heap {heap} ({ballots} ballots)")
    heaps = [each.format(heap=heap, ballots=language.number(number)) for heap, number in counted.items()]
    said = _("Counted so far: {heaps}; {ballots} ballots in all, {invited} people are invited.")
    ballots, invited = language.number(sum(counted.values())), language.number(headcount)
    return said.format(heaps=", ".join(heaps) or _("no heap"), ballots=ballots, invited=invited)


def _not_entered(error: EntryError) -> str:
    return _("not entered: {reason}").format(reason=error.fault.said_in(language.spoken()))


def sums_as_text(sums: Mapping[str, int]) -> str:
    """Return the papers by code, in one line."""
    entries = [f"{_shown(code)} {language.number(number)}" for code, number in sums.items()]
    return ", ".join(entries) or _("none yet")


def _shown(code: str) -> str:
    from generator.count.heaps import WITHOUT

    return _("without a code") if code == WITHOUT else code
