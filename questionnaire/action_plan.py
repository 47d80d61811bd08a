"""The action plan: what an organisation decides after it has read its release, as one file, ``plan.json``.

A plan holds the release that it answers, exactly as report.json has it, and the decisions. So one file is
enough to write a protocol, to tell the employees what came of it, and to compare with the next wave, and
none of these can say more of the contributions than the release does.

Whoever writes a plan may leave gaps: ``parse`` takes a draft. What is still missing before it can be told to
employees, ``gaps`` says. Never imported in the survey's page.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, Literal, get_args

from questionnaire import release_file
from questionnaire.faults import Fault, InputError, nearest
from questionnaire.instrument import CONSTELLATIONS
from questionnaire.measures import KINDS, PLACES, Kind
from questionnaire.model import ConstellationId
from questionnaire.release_file import ReleaseFile, ReleaseFileError, Wave

FORMAT = 1
FILE = "plan.json"

MOST_BYTES = 1_000_000
MOST_DECISIONS = 100
LONGEST_TEXT = 2_000  # characters

Status = Literal["decided", "not_now"]

# A text in the words of whoever wrote it: language code -> text. A catalogue's measure needs none.
Texts = Mapping[str, str]

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that is decided, or one that is not, with the reason.

    status:        ``"decided"``, or ``"not_now"``: told to everybody with its reason.
    kind:          structure, training or accompaniment.
    constellation: the finding that it answers; ``None`` if it concerns the work as a whole.
    measure:       the id of a measure of the catalogue; ``None`` if somebody wrote their own.
    title, what:   the measure in one line, and in some sentences. For a catalogue's measure they take the
                   place of its texts in the languages that they have.
    owner:         who answers for it, by name or by position.
    who:           who takes part.
    by:            the day until which it is done.
    sign:          what shows in daily work that it has an effect; like title and what.
    check:         the day on which somebody looks whether it has an effect.
    effect:        what they saw then.
    reason:        why it is not done now.
    """

    status: Status
    kind: Kind
    constellation: ConstellationId | None = None
    measure: str | None = None
    title: Texts = field(default_factory=dict)
    what: Texts = field(default_factory=dict)
    owner: str = ""
    who: str = ""
    by: dt.date | None = None
    sign: Texts = field(default_factory=dict)
    check: dt.date | None = None
    effect: Texts = field(default_factory=dict)
    reason: Texts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionPlan:
    """The decisions that answer one release.

    report:    the release, as report.json has it.
    decisions: in the order in which they were taken.
    contact:   whom employees can ask, by name or position, with a number or an address.
    written:   the day on which the plan was saved last.
    """

    report: ReleaseFile
    decisions: tuple[Decision, ...] = ()
    contact: str = ""
    written: dt.date | None = None


def dump(plan: ActionPlan) -> bytes:
    """Return the bytes of plan.json; the same plan gives the same bytes."""
    tree = {
        "format": FORMAT,
        "report": release_file.as_tree(plan.report),
        **({"written": plan.written.isoformat()} if plan.written else {}),
        **({"contact": plan.contact} if plan.contact else {}),
        "decisions": [_decision_tree(decision) for decision in plan.decisions],
    }
    return json.dumps(tree, indent=1, ensure_ascii=False).encode() + b"\n"


def parse(contents: bytes) -> ActionPlan:
    """Return the plan in the bytes of a plan.json; a draft with gaps is one, too.

    Raises ``InputError`` with every fault at once; their key is the place in the file, such as
    ``decisions[2].by``.
    """
    tree = _tree(contents)
    faults = [*_unknown("", tree, ("format", "report", "written", "contact", "decisions"))]
    report = _report(tree.get("report"), faults)
    written = _day("written", tree.get("written"), faults)
    contact = _text("contact", tree.get("contact", ""), faults)
    decisions = _decisions(tree.get("decisions", []), faults)
    if faults or report is None:
        raise InputError(faults)
    return ActionPlan(report, decisions, contact, written)


def gaps(plan: ActionPlan) -> tuple[Fault, ...]:
    """Return a fault for everything that employees would miss: an owner, a day, a reason, a title.

    "Decided is what has a name and a date." It is empty if the plan can be told.
    """
    found: list[Fault] = []
    for place, decision in enumerate(plan.decisions, start=1):
        key, decided = f"decisions[{place}]", decision.status == "decided"
        if not (decision.measure or decision.title):
            found.append(Fault("action_plan.gap_title", f"{key}.title"))
        if decided and not decision.owner:
            found.append(Fault("action_plan.gap_owner", f"{key}.owner"))
        if decided and decision.by is None:
            found.append(Fault("action_plan.gap_by", f"{key}.by"))
        if not decided and not decision.reason:
            found.append(Fault("action_plan.gap_reason", f"{key}.reason"))
    return tuple(found)


def not_of(plan: ActionPlan, survey: Wave) -> Fault | None:
    """Return why ``plan`` is none of ``survey``: it answers another survey or an earlier wave of it."""
    answered = plan.report.wave
    if answered.survey_id != survey.survey_id:
        return Fault(
            "action_plan.other_survey", details={"found": answered.survey_id, "wanted": survey.survey_id}
        )
    if answered.opens != survey.opens:
        return Fault("action_plan.other_wave", details={"found": answered.opens, "wanted": survey.opens})
    return None


def _decision_tree(decision: Decision) -> dict[str, object]:
    """Return the decision without its empty fields."""
    tree = {each.name: getattr(decision, each.name) for each in fields(Decision)}
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in tree.items()
        if value
    }


def _tree(contents: bytes) -> dict[str, Any]:
    if len(contents) > MOST_BYTES:
        raise InputError([Fault("action_plan.too_large", details={"most": MOST_BYTES})])
    try:
        tree = json.loads(contents)
    except (ValueError, RecursionError) as error:
        raise InputError([Fault("action_plan.no_plan")]) from error
    if not isinstance(tree, dict) or type(tree.get("format")) is not int:
        raise InputError([Fault("action_plan.no_plan")])
    if tree["format"] > FORMAT:
        raise InputError([Fault("action_plan.newer", "format", tree["format"], {"known": FORMAT})])
    if tree["format"] < 1:
        raise InputError([Fault("action_plan.no_plan")])
    return tree


def _unknown(key: str, tree: Mapping[str, object], known: Sequence[str]) -> Iterator[Fault]:
    for name in tree:
        if name not in known:
            yield Fault("action_plan.unknown_key", f"{key}{name}", details={"meant": nearest(name, known)})


def _report(tree: object, faults: list[Fault]) -> ReleaseFile | None:
    try:
        return release_file.from_tree(tree)
    except ReleaseFileError:
        faults.append(Fault("action_plan.no_report", "report"))
        return None


def _decisions(entries: object, faults: list[Fault]) -> tuple[Decision, ...]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        faults.append(Fault("action_plan.no_decisions", "decisions"))
        return ()
    if len(entries) > MOST_DECISIONS:
        faults.append(Fault("action_plan.too_many", "decisions", details={"most": MOST_DECISIONS}))
        return ()
    return tuple(
        _decision(f"decisions[{place}].", entry, faults) for place, entry in enumerate(entries, start=1)
    )


def _decision(key: str, tree: Mapping[str, Any], faults: list[Fault]) -> Decision:
    faults += _unknown(key, tree, [each.name for each in fields(Decision)])
    status = _one_of(f"{key}status", tree.get("status"), get_args(Status), faults)
    measure = tree.get("measure")
    constellation, kind = tree.get("constellation"), tree.get("kind")
    if measure is not None:
        measure = _one_of(f"{key}measure", measure, tuple(PLACES), faults)
        if isinstance(measure, str) and measure in PLACES:  # a measure says itself where it stands
            constellation, kind = PLACES[measure]
    if constellation is not None:
        constellation = _one_of(f"{key}constellation", constellation, CONSTELLATIONS, faults)
    kind = _one_of(f"{key}kind", kind, KINDS, faults)
    return Decision(
        status=status,
        kind=kind,
        constellation=constellation,
        measure=measure,
        title=_texts(f"{key}title", tree.get("title", {}), faults),
        what=_texts(f"{key}what", tree.get("what", {}), faults),
        owner=_text(f"{key}owner", tree.get("owner", ""), faults),
        who=_text(f"{key}who", tree.get("who", ""), faults),
        by=_day(f"{key}by", tree.get("by"), faults),
        sign=_texts(f"{key}sign", tree.get("sign", {}), faults),
        check=_day(f"{key}check", tree.get("check"), faults),
        effect=_texts(f"{key}effect", tree.get("effect", {}), faults),
        reason=_texts(f"{key}reason", tree.get("reason", {}), faults),
    )


def _one_of(key: str, value: Any, known: Sequence[str], faults: list[Fault]) -> Any:  # noqa: ANN401
    if not isinstance(value, str) or value not in known:
        meant = nearest(value, known) if isinstance(value, str) else None
        faults.append(Fault("action_plan.not_one_of", key, value, {"known": tuple(known), "meant": meant}))
    return value


def _texts(key: str, value: object, faults: list[Fault]) -> Texts:
    if not isinstance(value, dict) or not all(_LANGUAGE.fullmatch(language) for language in value):
        faults.append(Fault("action_plan.no_texts", key))
        return {}
    texts = {language: _text(f"{key}.{language}", text, faults) for language, text in value.items()}
    return {language: text for language, text in texts.items() if text}


def _text(key: str, value: object, faults: list[Fault]) -> str:
    """Return ``value`` without blanks around it; signs that a document cannot hold are a fault."""
    if not isinstance(value, str):
        faults.append(Fault("action_plan.no_text", key))
        return ""
    if len(value) > LONGEST_TEXT:
        faults.append(
            Fault("action_plan.too_long", key, details={"number": len(value), "most": LONGEST_TEXT})
        )
    if any(map(_is_refused, value)):
        faults.append(Fault("action_plan.control_sign", key))
    return value.strip()


def _is_refused(sign: str) -> bool:
    """Tell whether no document holds ``sign``, or turns the letters after it around."""
    if sign == "\n":
        return False
    return unicodedata.category(sign) in ("Cc", "Cs", "Cn", "Co") or sign in _TURNING


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def _day(key: str, value: object, faults: list[Fault]) -> dt.date | None:
    if value is None:
        return None
    try:
        if isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            return dt.date.fromisoformat(value)
    except ValueError:
        pass
    faults.append(Fault("action_plan.no_day", key, value))
    return None
