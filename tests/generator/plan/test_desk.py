"""The desk of the plan's page: what stands in the fields becomes plan.json, and comes back whole."""

from __future__ import annotations

import base64
import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from generator.desk import answer
from generator.plan.desk import PlanDesk
from harness.releases import CLOSES, EVERYTHING, OPENS, released
from questionnaire import action_plan, measures, release_file, survey_texts
from questionnaire.action_plan import ActionPlan, Decision
from questionnaire.disclosure import Withheld
from questionnaire.fingerprint import InstrumentId
from questionnaire.plan_table import plan_table
from questionnaire.release_file import Reach, ReleaseFile, Wave

WAVE = Wave("hafen-2027", OPENS, CLOSES, InstrumentId(2, "0f" * 32))
REPORT = ReleaseFile(WAVE, released(EVERYTHING), Reach(140, None, None))
TODAY = dt.date(2027, 2, 9)
DECIDED = {
    "status": "decided",
    "measure": "boundary-rule",
    "owner": "Leitung Kundenservice",
    "by": "2027-03-31",
    "sign": {"de": "Niemand fragt mehr nach."},
}
NOT_NOW = {
    "status": "not_now",
    "kind": "training",
    "title": {"de": "<b>Telefontraining</b>", "en": "=HYPERLINK(1)"},
    "reason": {"de": "Erst die Regel."},
}
ENTRIES = {"decisions": [DECIDED, NOT_NOW], "contact": "Frau Yıldız, Durchwahl 12"}


@pytest.fixture
def desk() -> PlanDesk:
    """The desk of a page that has just been opened, on a set day."""
    desk = PlanDesk(lambda: TODAY)
    ask(desk, "begin", report=release_file.dump(REPORT).decode())
    return desk


def ask(desk: PlanDesk, name: str, **given: object) -> Any:  # noqa: ANN401 (whatever JSON can say)
    """Return what the desk told, asked as the page does."""
    answered = json.loads(answer(desk, json.dumps({"ask": name, "given": given})))
    assert "told" in answered, answered
    return answered["told"]


def saved(desk: PlanDesk, entries: object = ENTRIES) -> bytes:
    """Return the plan.json that the desk makes of ``entries``."""
    return base64.b64decode(ask(desk, "save", entries=entries, language="de")["contents"])


def opened(desk: PlanDesk, contents: bytes, shown: str = "", language: str = "de") -> Any:  # noqa: ANN401
    """Return what the desk tells of a file."""
    encoded = base64.b64encode(contents).decode()
    return ask(desk, "open", file="plan.json", contents=encoded, shown=shown, language=language)


def test_a_saved_plan_holds_the_report_the_day_and_every_entry(desk: PlanDesk) -> None:
    """It is a plan by the rule of plan.json; HTML and formulas in it are text."""
    plan = action_plan.parse(saved(desk))
    assert (plan.report, plan.written, plan.contact) == (REPORT, TODAY, ENTRIES["contact"])
    first, second = plan.decisions
    assert (first.measure, first.owner, first.by) == ("boundary-rule", DECIDED["owner"], dt.date(2027, 3, 31))
    assert (first.constellation, first.kind) == ("A", "structure")
    assert (second.title, second.reason) == (NOT_NOW["title"], NOT_NOW["reason"])


def test_a_saved_plan_opens_again_and_nothing_is_lost(desk: PlanDesk) -> None:
    """What comes back is saved to the same bytes."""
    first = saved(desk)
    told = opened(desk, first)
    assert (told["written"], told["older"]) == (TODAY.isoformat(), False)
    assert saved(desk, told["entries"]) == first


def test_whether_a_file_is_older_is_told(desk: PlanDesk) -> None:
    """Than the plan on the page; one without a day, and a page without a plan, say nothing of that."""
    contents = saved(desk)
    days = {"": False, "2027-02-08": False, "2027-02-09": False, "2027-02-10": True}
    assert {day: opened(desk, contents, shown=day)["older"] for day in days} == days
    without_a_day = action_plan.dump(replace(action_plan.parse(contents), written=None))
    assert opened(desk, without_a_day, shown="2027-02-10")["older"] is False


def test_what_is_missing_is_told_at_its_place(desk: PlanDesk) -> None:
    """The owner, the day, the title, the reason; saving works all the same."""
    entries = {
        "decisions": [{"status": "decided", "kind": "training"}, {"status": "not_now", "kind": "training"}]
    }
    told = ask(desk, "check", entries=entries, language="de")
    places = [gap["at"] for gap in told["gaps"]]
    assert places == [
        *(["decisions", 0, name] for name in ("title", "owner", "by")),
        *(["decisions", 1, name] for name in ("title", "reason")),
    ]
    assert "erwartet wird ein Name oder eine Funktion" in told["gaps"][1]["text"]
    assert ask(desk, "check", entries=ENTRIES, language="de") == {"faults": [], "gaps": []}
    assert len(action_plan.parse(saved(desk, entries)).decisions) == 2


def test_what_no_plan_can_hold_is_refused_at_its_place(desk: PlanDesk) -> None:
    """All of it at once, in the language of the page; the page keeps what was typed."""
    wrong = {**DECIDED, "by": "31.03.2027", "owner": "x" * 2_001}
    for language, sentence in (("de", "erwartet wird ein Tag wie"), ("en", "expected a day such as")):
        request = {"ask": "save", "given": {"entries": {"decisions": [wrong]}, "language": language}}
        faults = json.loads(answer(desk, json.dumps(request)))["fault"]["faults"]
        assert [fault["at"] for fault in faults] == [["decisions", 0, "owner"], ["decisions", 0, "by"]]
        assert sentence in faults[1]["text"]
    assert len(ask(desk, "check", entries={"decisions": [wrong]}, language="de")["faults"]) == 2


def test_a_plan_of_another_survey_or_wave_is_refused_with_a_sentence(desk: PlanDesk) -> None:
    """Its decisions answer other findings."""
    for wave, sentence in (
        (replace(WAVE, survey_id="werft-2027"), "der Plan antwortet auf die Befragung „werft-2027“"),
        (replace(WAVE, opens=dt.date(2026, 1, 11)), "der Plan antwortet auf die Befragung, die am"),
    ):
        plan = ActionPlan(replace(REPORT, wave=wave), (Decision("decided", "structure", "A", "takeover"),))
        [line] = opened(desk, action_plan.dump(plan))["refused"]
        assert sentence in line


def test_every_fault_of_a_file_is_told_at_once(desk: PlanDesk) -> None:
    """With file, key, value and what was expected, in the language of the page."""
    tree = json.loads(saved(desk))
    tree["decisions"][0] |= {"by": "soon", "owners": "Kaya"}
    tree["decisions"][1]["status"] = "maybe"
    lines = opened(desk, json.dumps(tree).encode(), language="en")["refused"]
    assert [line.partition(": ")[2].split(":")[0] for line in lines] == [
        "decisions[1].owners",
        'decisions[1].by = "soon"',
        'decisions[2].status = "maybe"',
    ]
    assert all(line.startswith("plan.json: ") for line in lines)


@pytest.mark.parametrize(
    "contents",
    [b"", b"{}", b"\x89PNG", b"[" * 100_000, b'{"format": 99}', b" " * 1_000_001, release_file.dump(REPORT)],
    ids=["nothing", "empty", "picture", "deep", "newer", "large", "a report"],
)
def test_a_file_that_is_no_plan_is_refused(desk: PlanDesk, contents: bytes) -> None:
    """With one sentence, and the desk goes on."""
    assert len(opened(desk, contents)["refused"]) == 1
    assert saved(desk)


def test_the_table_is_that_of_every_document(desk: PlanDesk) -> None:
    """In the language of the page; a formula stays text."""
    for language in ("de", "en"):
        told = ask(desk, "table", entries=ENTRIES, language=language)
        names = {each: texts["name"] for each, texts in survey_texts.load(language)["constellations"].items()}
        plan = action_plan.parse(saved(desk))
        expected = plan_table(plan, language, measures.load(language), names)
        assert (told["name"], base64.b64decode(told["contents"])) == ("plan.csv", expected)
    assert b";=" not in base64.b64decode(told["contents"])


def test_a_withheld_release_can_be_answered_too() -> None:
    """The plan holds it as it is: without a single figure."""
    desk = PlanDesk(lambda: TODAY)
    withheld = replace(REPORT, result=Withheld())
    ask(desk, "begin", report=release_file.dump(withheld).decode())
    plan = action_plan.parse(saved(desk))
    assert (plan.report, len(plan.decisions)) == (withheld, 2)
