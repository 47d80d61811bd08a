"""Decisions of the earlier wave beside what has changed since: by title and day, and without saying why."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest

from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import Config
from generator.report.files import report_files
from generator.report.side_by_side import read_earlier
from harness.markup import Page
from harness.releases import PAGES, released, report, saved, within
from questionnaire import action_plan, measures, release_file
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.disclosure import Release, Withheld
from questionnaire.faults import InputError
from questionnaire.release_file import ReleaseFile, ReleaseFileError

BEFORE = released({"A": 300, "B": 400, "N": 300})
NOW = released({"A": 100, "B": 400, "C": 100, "N": 400})

OWNER = "Frau Lübbers, Leitung Kundenservice"
DECISIONS = (
    Decision("decided", "structure", "A", "boundary-rule", owner=OWNER, by=dt.date(2026, 6, 30)),
    Decision("not_now", "training", "A", "stating-limits", reason={"de": "Erst gilt die Regel."}),
    Decision("decided", "structure", "C", title={"de": "Pausen <b>fest</b>"}, owner=OWNER),
    Decision("decided", "accompaniment", None, title={"en": "A quiet room"}, by=dt.date(2026, 9, 1)),
    Decision("decided", "structure", None, owner=OWNER),
)


def plan(config: Config, *decisions: Decision, result: Release | Withheld = BEFORE) -> ActionPlan:
    """Return the plan of the earlier wave, with these decisions."""
    return ActionPlan(saved(config, result), decisions, contact=OWNER)


def beside(config: Config, earlier: ActionPlan, now: Release | Withheld = NOW, language: str = "de") -> Page:
    """Return the page of the report that has ``earlier`` beside it."""
    files = report_files(config, BrandFiles(), saved(config, now), before=earlier)
    return Page(files[PAGES[language]])


def section(page: Page) -> str:
    """Return all of what stands in the section, as a person reads it."""
    return " ".join(" ".join(within(page, id="waves")).split())


def test_decisions_stand_beside_what_changed(config: Config) -> None:
    """By constellation in the order A B C D, the work as a whole last: title and day on one side."""
    shown, texts = section(beside(config, plan(config, *DECISIONS))), measures.load("de").texts["waves"]
    said = [
        texts["title_decided"],
        texts["no_cause"],
        "Gegenwind",
        "Eine Grenzregel mit Namen darunter (bis 30. Juni 2026)",
        "Grenzen ansprechen und Kontakte beenden (vorerst nicht)",
        texts["less"].format(name="Gegenwind"),
        "Zwickmühle",
        texts["nothing_decided"],
        texts["same"].format(name="Zwickmühle"),
        "Engpass",
        "Pausen <b>fest</b>",
        texts["apart"].format(name="Engpass"),
        texts["whole"],
        "A quiet room (bis 1. September 2026)",
        texts["untitled"],
        texts["nothing_asked"],
        *texts["limits"],
    ]
    places = [shown.find(text) for text in said]
    assert -1 not in places
    assert places == sorted(places)
    assert "Dauerlächeln" not in shown


def test_nobody_is_named(config: Config) -> None:
    """Who answered for a decision, its reason and whom to ask stay in the plan."""
    everybody = [replace(each, owner=OWNER, who=OWNER) for each in DECISIONS]
    files = report_files(config, BrandFiles(), saved(config, NOW), before=plan(config, *everybody))
    assert not [name for name, contents in files.items() if "Lübbers" in contents.decode("utf-8", "replace")]


def test_a_title_in_another_language_is_marked(config: Config) -> None:
    """A screen reader reads it as what it is; a measure of the catalogue is in the page's language."""
    for language, titles in (("de", {"A quiet room": "en"}), ("en", {"Pausen <b>fest</b>": "de"})):
        page = beside(config, plan(config, *DECISIONS), language=language)
        marked = {
            text.text: text.inside[-1].attributes["lang"]
            for text in page.texts
            if text.within(id="waves") and "lang" in text.inside[-1].attributes
        }
        assert marked == titles
    assert measures.load("en").measure("boundary-rule").title in section(page)


@pytest.mark.parametrize(
    ("before", "now"), [(Withheld(), NOW), (BEFORE, Withheld()), (Withheld(), Withheld())]
)
def test_where_nothing_is_shown_the_decisions_still_are(
    config: Config, before: Release | Withheld, now: Release | Withheld
) -> None:
    """Both sides can be withheld: what was decided stands there, and that nothing can be compared."""
    texts = measures.load("de").texts["waves"]
    shown = section(beside(config, plan(config, *DECISIONS, result=before), now))
    assert "Eine Grenzregel mit Namen darunter (bis 30. Juni 2026)" in shown
    assert texts["not_comparable"] in shown
    assert texts["since"] not in shown
    assert not [change for change in ("more", "less", "same") if texts[change].partition("“")[2] in shown]


def test_a_withheld_report_says_nothing_of_an_earlier_release(config: Config) -> None:
    """Without a plan there is nothing to put beside it."""
    released_before, none = (report(config, Withheld(), before) for before in (BEFORE, None))
    assert released_before.texts == none.texts
    assert within(released_before, id="waves") == []


def test_a_plan_without_decisions_says_so(config: Config) -> None:
    """It is no plan to be proud of, and no fault."""
    texts = measures.load("de").texts["waves"]
    assert section(beside(config, plan(config), Withheld())).endswith(texts["no_decision"])
    assert texts["nothing_decided"] in section(beside(config, plan(config)))


def test_a_report_and_a_plan_are_told_apart(config: Config) -> None:
    """By what they hold, not by their names."""
    made = plan(config, *DECISIONS)
    assert read_earlier(action_plan.dump(made)) == made
    assert read_earlier(release_file.dump(made.report)) == made.report
    assert isinstance(made.report, ReleaseFile)


@pytest.mark.parametrize("contents", [b"", b"<html>", b"{}", b"[]", b'{"format": "1"}', b"[" * 100_000])
def test_what_is_neither_is_refused(contents: bytes) -> None:
    """One fault, that names both kinds of file."""
    with pytest.raises(ReleaseFileError) as refused:
        read_earlier(contents)
    assert refused.value.fault.kind == "report_file.neither"


def test_all_faults_of_a_plan_are_told_at_once(config: Config) -> None:
    """Each with its place in the plan, so that the person who edited it finds it."""
    tree = json.loads(action_plan.dump(plan(config, *DECISIONS)))
    tree["decisions"][0]["by"] = "soon"
    tree["decisions"][1]["measure"] = "stating-limit"
    with pytest.raises(InputError) as refused:
        read_earlier(json.dumps(tree).encode())
    assert [fault.key for fault in refused.value.faults] == ["decisions[1].by", "decisions[2].measure"]
