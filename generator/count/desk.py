"""The desk behind the count's page: it answers what the page asks, and keeps the box in memory.

The page stores what an answer holds under ``"kept"`` before it shows anything else of it. The promises are
those of ``generator.organisation.release``: closed first, released once, and the exact counts destroyed once
the release is saved. A browser cannot promise more than paper does: whoever has the box can count it again.
"""

from __future__ import annotations

import base64
import datetime as dt
import functools
from collections.abc import Callable
from typing import Any, Concatenate, ParamSpec, TypeVar

from generator import clock
from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config, SurveyTable, localised
from generator.count import parcel
from generator.count.box import Box, RefusedError
from generator.count.view import self_contained
from generator.count.wording import day, said
from generator.desk import asked
from generator.report.disclosed import disclosed_bytes
from generator.report.files import in_report_languages, load_texts, report_files
from generator.report.side_by_side import Earlier, read_earlier
from generator.report.waves import not_comparable, surely_of_one_survey, title_of, wave_of
from generator.runtime.archive import stored_zip
from questionnaire import release_file
from questionnaire.action_plan import ActionPlan
from questionnaire.disclosure import Withheld
from questionnaire.faults import InputError

_SHOWN_ENTRIES = 12  # of the heap at hand; undo goes through all of them

P = ParamSpec("P")
S = TypeVar("S", bound="Count")
Told = dict[str, Any]


def open_desk() -> Count:
    """Return the desk of one page."""
    return Count()


def _telling(method: Callable[Concatenate[S, P], Told | None]) -> Callable[Concatenate[S, P], Told]:
    """Let ``method`` answer with the whole state; a refusal is a sentence in it, and nothing is lost."""

    @functools.wraps(method)
    def told(self: S, /, *args: P.args, **kwargs: P.kwargs) -> Told:
        try:
            more = method(self, *args, **kwargs) or {}
        except RefusedError as error:
            sentence = said("refused", error.kind, error.details, self.language)
            more = {"refused": {"kind": error.kind, "text": sentence}}
        return {**self.state(), **more}

    return asked(told)


class Count:
    """One survey's ballots and report; ``today`` returns the date by the clock of this machine.

    Every answer is the state: ``stage`` (``"none"``, ``"before"``, ``"counting"``, ``"closed"`` or
    ``"released"``), ``heaps``, ``at_hand``, ``ballots``, and ``kept`` for the page to store; also ``said``, a
    sentence to announce, or ``refused``, the kind and the sentence of a refusal.
    """

    def __init__(self, today: Callable[[], dt.date] = clock.today) -> None:
        self.language = "de"
        self._today = today
        self._config: Config | None = None
        self._brand_files = BrandFiles()
        self._box: Box | None = None
        self._before: Earlier | None = None

    @_telling
    def begin(self, survey: str, language: str, kept: object = None) -> Told | None:
        """Open the survey in the parcel ``survey``; ``kept`` is what the page stored of an earlier visit."""
        self.language = language
        self._config, self._brand_files = parcel.unpack(survey)
        self._box = None
        load_texts(self._config)  # what can fail comes before anything is counted
        if kept is None:
            self._box = Box(self._config.survey)
            return None
        self._box = Box.of(self._config.survey, kept)
        return self._said("resumed")

    @_telling
    def begin_heap(self, number: object) -> Told:
        """Begin the heap that has this number written on it."""
        self._open_box().begin_heap(number, self._today())
        return self._said("begun", number=number)

    @_telling
    def enter(self, line: str) -> Told:
        """Enter a code, or a code and a number, as the ballots say it."""
        code, number = self._open_box().enter(line)
        return self._said("entered_one" if number == 1 else "entered", code=code, number=number)

    @_telling
    def scan(self, text: str) -> Told:
        """Enter one ballot by what its QR code says."""
        code, number = self._open_box().scan(text)
        return self._said("entered_one", code=code, number=number)

    @_telling
    def paste(self, text: str) -> Told:
        """Enter a list, all of it or nothing."""
        return self._said("pasted", number=self._open_box().paste(text))

    @_telling
    def undo(self) -> Told:
        """Take the last entry of the heap at hand back."""
        undone = self._open_box().undo()
        return (
            self._said("undone", code=undone[0], number=undone[1])
            if undone
            else self._said("nothing_to_undo")
        )

    @_telling
    def discard_heap(self) -> Told:
        """Forget the heap at hand, to enter it again."""
        return self._said("discarded", number=self._open_box().discard_heap())

    @_telling
    def count_heap(self, on_the_table: object) -> Told:
        """Count the heap at hand if so many ballots lie on the table."""
        number, ballots = self._open_box().count_heap(on_the_table, self._today())
        return self._said("counted", number=number, ballots=ballots)

    @_telling
    def close(self, *, early: bool = False) -> None:
        """End the count for good; before the last day has passed, only if ``early`` confirms it."""
        self._open_box().close(self._today(), early=early)

    @_telling
    def release(self) -> Told:
        """Make the one release of a closed survey, and destroy the exact counts; again, nothing."""
        box, config = self._open_box(), self._opened()
        if box.released is None:
            table = config.survey
            box.save_release(
                disclosed_bytes(config, box.counts(), threshold=table.threshold, headcount=box.headcount)
            )
        return self._said("released")

    @_telling
    def compare(self, earlier: str) -> None:
        """Compare with the report.json or plan.json of an earlier survey from now on; it is base64."""
        try:
            read = read_earlier(base64.b64decode(earlier))
        except (release_file.ReleaseFileError, InputError) as error:
            raise RefusedError("no_report") from error
        file = read.report if isinstance(read, ActionPlan) else read
        config = self._opened()
        if fault := not_comparable(file.wave, wave_of(config)):
            raise RefusedError(fault.kind.removeprefix("report_file."), **fault.details)
        if not surely_of_one_survey(file, config.survey.id, title_of(config)):
            raise RefusedError("of_another_survey", earlier=file.wave.survey_id, now=config.survey.id)
        self._before = read if isinstance(read, ActionPlan) else file.result

    @asked
    def report(self) -> dict[str, bytes]:
        """Return every file of the report; before ``release`` there is none, and it raises ``ValueError``."""
        box = self._open_box()
        if box.released is None:
            raise ValueError("released: expected a release before a report")
        file = release_file.parse(box.released)
        return report_files(self._opened(), self._brand_files, file, before=self._before)

    @asked
    def report_zip(self) -> dict[str, Any]:
        """Return name and contents of a zip with the whole report."""
        return {"name": f"{self._opened().survey.id}-report.zip", "contents": stored_zip(self.report())}

    @asked
    def page(self, path: str) -> str:
        """Return the page ``path`` of the report with everything inside that it shows."""
        return self_contained(self.report(), path)

    @_telling
    def speak(self, language: str) -> None:
        """Answer in ``language`` from now on."""
        self.language = language

    def state(self) -> Told:
        """Return everything that the page shows, and what it keeps."""
        if self._config is None:
            return {"stage": "none"}
        return {
            **self._survey(self._config.survey),
            **(self._counted(self._box) if self._box else {"stage": "none"}),
        }

    def _survey(self, table: SurveyTable) -> Told:
        named = ("opens", "closes", "extended_from")
        days = {name: day(date, self.language) for name in named if (date := getattr(table, name))}
        config = in_report_languages(self._opened())
        shown = self.language if self.language in config.site.languages else config.site.languages[0]
        title = localised(config.survey.title, shown)
        facts = {"id": table.id, "detail": table.detail, "headcount": table.headcount, "title": title, **days}
        return {"survey": facts, "report_languages": list(config.site.languages)}

    def _counted(self, box: Box) -> Told:
        at_hand = None
        if box.heap:
            number, heap = box.heap
            last = [{"code": code, "number": each} for code, each in heap.entered[: -_SHOWN_ENTRIES - 1 : -1]]
            at_hand = {"number": number, "total": heap.total(), "last": last, "counts": heap.counts()}
        heaps = [{"number": number, "ballots": ballots} for number, ballots in sorted(box.heaps.items())]
        counted = {"codes": list(box.codes), "heaps": heaps, "at_hand": at_hand, "kept": box.kept()}
        return {**counted, "ballots": sum(box.heaps.values()), "stage": self._stage(box), **self._result(box)}

    def _stage(self, box: Box) -> str:
        if box.released is not None:
            return "released"
        if box.closed:
            return "closed"
        return "before" if self._today() < box.opens else "counting"

    def _result(self, box: Box) -> Told:
        if box.released is None:
            return {"early": self._today() <= box.closes}
        return {"withheld": isinstance(release_file.parse(box.released).result, Withheld)}

    def _said(self, kind: str, **details: object) -> Told:
        box = self._open_box()
        total = box.heap[1].total() if box.heap else 0
        return {"said": said("said", kind, {**details, "total": total}, self.language)}

    def _open_box(self) -> Box:
        if self._box is None:
            raise ValueError("box: expected begin before anything else")
        return self._box

    def _opened(self) -> Config:
        if self._config is None:
            raise ValueError("survey: expected begin before anything else")
        return self._config
