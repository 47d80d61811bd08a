"""The desk behind the plan's page: it opens, checks and writes plan.json.

The page hands over what stands in its fields, as plan.json names it; ``questionnaire.action_plan`` judges it.
The release is the page's own, so no plan that is saved can answer another one.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from generator import clock
from generator.desk import asked, path_of, said
from questionnaire import action_plan, measures, release_file, survey_texts
from questionnaire.action_plan import ActionPlan
from questionnaire.faults import Fault, InputError
from questionnaire.plan_table import plan_table
from questionnaire.release_file import ReleaseFile

TABLE = "plan.csv"

Told = dict[str, Any]


def open_desk() -> PlanDesk:
    """Return the desk of one page."""
    return PlanDesk()


class PlanDesk:
    """One report's plan; ``today`` returns the date by the clock of this machine.

    ``entries`` are what stands on the page: ``{"decisions": […], "contact": "…"}``, as in plan.json.
    """

    def __init__(self, today: Callable[[], dt.date] = clock.today) -> None:
        self._today = today
        self._report: ReleaseFile | None = None

    @asked
    def begin(self, report: str) -> Told:
        """Take the report.json that the page holds."""
        self._report = release_file.parse(report.encode())
        return {}

    @asked
    def check(self, entries: dict[str, Any], language: str) -> Told:
        """Return what is still missing before the plan can be told, and what no plan can hold."""
        try:
            plan = self._plan(entries)
        except InputError as error:
            return {"faults": _told(error.faults, language), "gaps": []}
        return {"faults": [], "gaps": _told(action_plan.gaps(plan), language)}

    @asked
    def save(self, entries: dict[str, Any]) -> Told:
        """Return name, day and contents of plan.json; raises ``InputError`` for what no plan can hold."""
        plan = self._plan(entries)
        return {
            "name": action_plan.FILE,
            "written": plan.written.isoformat() if plan.written else "",
            "contents": action_plan.dump(plan),
        }

    @asked
    def table(self, entries: dict[str, Any], language: str) -> Told:
        """Return name and contents of the plan as a table for a spreadsheet; raises as ``save`` does."""
        names = {
            constellation: str(texts["name"])
            for constellation, texts in survey_texts.load(language)["constellations"].items()
        }
        contents = plan_table(self._plan(entries), language, measures.load(language), names)
        return {"name": TABLE, "contents": contents}

    @asked
    def open(self, file: str, contents: bytes, shown: str, language: str) -> Told:
        """Return what the plan.json called ``file`` holds; nothing changes before the page takes it.

        ``shown`` is the day of the plan that the page shows, as YYYY-MM-DD or empty: ``older`` tells that the
        file is of an earlier day. ``refused`` has every fault of the file in a line of its own, or says why a
        plan of another survey, or of another wave, cannot be opened here.
        """
        try:
            plan = self._parse(contents)
        except InputError as error:
            return {"refused": [replace(fault, file=file).shown_in(language) for fault in error.faults]}
        tree = json.loads(action_plan.dump(plan))
        written = tree.get("written", "")
        return {
            "entries": {"decisions": tree["decisions"], "contact": plan.contact},
            "written": written,
            "older": bool(written) and bool(shown) and written < shown,
        }

    def _parse(self, contents: bytes) -> ActionPlan:
        """Return the plan in a file; raises ``InputError`` also if it answers another release."""
        plan = action_plan.parse(contents)
        if fault := action_plan.not_of(plan, self._opened().wave):
            raise InputError([fault])
        return plan

    def _plan(self, entries: Mapping[str, Any]) -> ActionPlan:
        """Return the plan in ``entries``, written today; it is judged as a file is."""
        tree = {
            **entries,
            "format": action_plan.FORMAT,
            "report": release_file.as_tree(self._opened()),
            "written": self._today().isoformat(),
        }
        return action_plan.parse(json.dumps(tree).encode())

    def _opened(self) -> ReleaseFile:
        if self._report is None:
            raise ValueError("report: expected begin before anything else")
        return self._report


def _told(faults: tuple[Fault, ...], language: str) -> list[Told]:
    return [{"at": path_of(fault), "text": said(fault, language)} for fault in faults]
