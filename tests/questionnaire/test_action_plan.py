"""The action plan as a file: nothing is lost, every fault is told at once, and no release is changed."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.releases import CLOSES, EVERYTHING, OPENS, released
from questionnaire import action_plan, release_file
from questionnaire.action_plan import ActionPlan, Decision, gaps, not_of, parse
from questionnaire.disclosure import Release, Withheld
from questionnaire.faults import InputError
from questionnaire.fingerprint import InstrumentId
from questionnaire.measures import KINDS, PLACES
from questionnaire.release_file import Reach, ReleaseFile, Wave

WAVE = Wave("hafen-2027", OPENS, CLOSES, InstrumentId(2, "0f" * 32))
REPORT = ReleaseFile(WAVE, released(EVERYTHING), Reach(140, None, None))
BOUNDARY = Decision(
    "decided",
    "structure",
    "A",
    "boundary-rule",
    owner="Leitung Kundenservice",
    who="zwei Mitarbeitende, Betriebsrat",
    by=dt.date(2027, 3, 31),
    check=dt.date(2027, 9, 30),
)
OWN = Decision("not_now", "training", None, title={"de": "Telefontraining"}, reason={"de": "Erst die Regel."})
PLAN = ActionPlan(REPORT, (BOUNDARY, OWN), "Frau Yıldız, Durchwahl 12", dt.date(2027, 2, 9))

TEXT = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=40).map(
    str.strip
)
TEXTS = st.dictionaries(st.sampled_from(["de", "en", "de-leicht"]), TEXT.filter(bool), max_size=3)
DAYS = st.none() | st.dates()


@st.composite
def decisions(draw: st.DrawFn) -> Decision:
    """Any decision, of the catalogue or of one's own words."""
    measure = draw(st.none() | st.sampled_from(tuple(PLACES)))
    place = (
        PLACES[measure] if measure else (draw(st.sampled_from([None, *"ABCD"])), draw(st.sampled_from(KINDS)))
    )
    texts = {name: draw(TEXTS) for name in ("title", "what", "sign", "effect", "reason")}
    return Decision(
        draw(st.sampled_from(["decided", "not_now"])),
        place[1],
        place[0],
        measure,
        owner=draw(TEXT),
        who=draw(TEXT),
        by=draw(DAYS),
        check=draw(DAYS),
        **texts,
    )


@given(st.lists(decisions(), max_size=4), TEXT, DAYS, st.sampled_from([REPORT.result, Withheld()]))
def test_a_plan_comes_back_as_it_was_saved(
    taken: list[Decision], contact: str, written: dt.date | None, result: Release | Withheld
) -> None:
    """Every text, day and measure; also of a release that is withheld."""
    report = replace(REPORT, result=result)
    plan = ActionPlan(report, tuple(taken), contact, written)
    assert parse(action_plan.dump(plan)) == plan


def test_a_plan_holds_the_release_as_report_json_has_it() -> None:
    """Nothing more of it, and nothing less: one file is enough for all that follows."""
    assert json.loads(action_plan.dump(PLAN))["report"] == json.loads(release_file.dump(REPORT))


UNSHOWABLE = "holds signs that no document can show, such as control characters; type the text again"
KINDS_SAID = "expected one of structure, training, accompaniment; did you mean 'training'?"


def lines(contents: bytes) -> list[str]:
    """Return the faults of ``contents``."""
    with pytest.raises(InputError) as refusal:
        parse(contents)
    return [str(fault) for fault in refusal.value.faults]


def changed(**values: object) -> bytes:
    """Return the plan with other values in its first decision."""
    tree = json.loads(action_plan.dump(PLAN))
    tree["decisions"][0] |= values
    return json.dumps(tree).encode()


def test_all_faults_of_a_plan_are_told_at_once() -> None:
    """Each with its place, the value and what was expected."""
    tree = json.loads(changed(by="31.3.2027", status="done", owner=5, title="Regel", colour="red"))
    tree |= {"surprise": 1, "contact": "a\u202eb"}
    tree["decisions"][1] |= {"kind": "trainings", "reason": {"de": "x\x00"}, "what": {"de": "x" * 2001}}
    assert lines(json.dumps(tree).encode()) == [
        "surprise: unknown key",
        f"contact: {UNSHOWABLE}",
        "decisions[1].colour: unknown key",
        'decisions[1].status = "done": expected one of decided, not_now',
        "decisions[1].title: expected a text for each language, under its code",
        "decisions[1].owner: expected a text",
        'decisions[1].by = "31.3.2027": expected a day such as 2027-03-31',
        f'decisions[2].kind = "trainings": {KINDS_SAID}',
        "decisions[2].what.de: has 2001 signs; expected 2000 at most",
        f"decisions[2].reason.de: {UNSHOWABLE}",
    ]


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (b"", "expected the contents of a plan.json"),
        (b"<html>", "expected the contents of a plan.json"),
        (b"[]", "expected the contents of a plan.json"),
        (b'{"format": true}', "expected the contents of a plan.json"),
        (b"[" * 100_000, "expected the contents of a plan.json"),
        (b'{"format": 2}', "saved by a newer Lastbild"),
        (b" " * 1_000_001, "is larger than 1000000 bytes"),
        (b'{"format": 1, "decisions": 3}', "expected the report that the plan answers"),
        (release_file.dump(REPORT), "expected the contents of a plan.json"),
        (changed(measure="no-such-rule"), "expected one of boundary-rule, takeover"),
    ],
)
def test_what_is_no_plan_is_refused_in_a_sentence(contents: bytes, said: str) -> None:
    """An empty file, a page, a report, a plan of a later version, one that is deep or large."""
    assert any(said in line for line in lines(contents))


def test_a_release_that_was_changed_by_hand_is_refused() -> None:
    """A plan cannot claim a share that the rule would not publish."""
    tree = json.loads(action_plan.dump(PLAN))
    tree["report"]["types"]["shares"][0]["twentieths"] += 1
    (line,) = lines(json.dumps(tree).encode())
    assert line.startswith("report: expected the report that the plan answers, unchanged")


def test_a_measure_says_itself_what_it_answers() -> None:
    """A plan that was edited by hand cannot give a measure another constellation or kind."""
    plan = parse(changed(constellation="D", kind="training"))
    assert (plan.decisions[0].constellation, plan.decisions[0].kind) == ("A", "structure")


def test_html_and_formulas_are_text_like_any_other() -> None:
    """They are kept; whatever shows a plan has to show them as text."""
    told = {"de": '=HYPERLINK("http://x")<script>alert(1)</script>'}
    assert parse(changed(title=told)).decisions[0].title == told


def test_gaps_are_what_employees_would_miss() -> None:
    """Decided is what has a name and a date; what is not done has a reason."""
    assert gaps(PLAN) == ()
    draft = replace(
        PLAN,
        decisions=(Decision("decided", "structure"), Decision("not_now", "training", "A", "stating-limits")),
    )
    assert [fault.key for fault in gaps(draft)] == [
        "decisions[1].title",
        "decisions[1].owner",
        "decisions[1].by",
        "decisions[2].reason",
    ]


def test_a_plan_of_another_survey_or_wave_is_told_apart() -> None:
    """Each with what was found and what was expected; a longer survey is the same one."""
    assert not_of(PLAN, WAVE) is None
    assert not_of(PLAN, replace(WAVE, closes=CLOSES + dt.timedelta(7), extended_from=CLOSES)) is None
    other, later = (
        not_of(PLAN, wave)
        for wave in (replace(WAVE, survey_id="x"), replace(WAVE, opens=dt.date(2028, 1, 10)))
    )
    assert str(other) == "file: the plan answers the survey 'hafen-2027'; expected a plan of 'x'"
    assert "expected the wave that opened on 2028-01-10" in str(later)


@pytest.mark.parametrize("value", [["boundary-rule"], {"id": "boundary-rule"}, [], {}, 1, True])
def test_a_measure_that_is_no_text_is_a_fault(value: object) -> None:
    """Whatever JSON can hold in its place: the fault names the place, and nothing stops."""
    tree = json.loads(action_plan.dump(PLAN))
    tree["decisions"][0]["measure"] = value
    with pytest.raises(InputError) as refused:
        parse(json.dumps(tree).encode())
    assert refused.value.faults[0].key == "decisions[1].measure"
