"""The states of a survey's page: this module decides them, ``site_templates/frame/state.js`` shows them.

What the studio calls them stands in ``names/``.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from hashlib import shake_256
from typing import Any

from generator.configuration.schema import Config
from questionnaire import (
    ITEM_IDS,
    LENSES,
    Outcome,
    blocks,
    classify,
    contribution,
    sealed_ballot,
    slips,
    statements,
)
from questionnaire.instrument import chapter

# Outcome type -> answers that lead to it, chapter by chapter in the order of ``ITEM_IDS``. Together the four
# single constellations show all four levers: A has ST, B has SB, C has T, D has B.
SHEETS = {
    "A": "3110 3120 2112",
    "B": "1311 0221 2012",
    "C": "1031 2110 1022",
    "D": "1103 0101 1001",
    "M": "3103 2122 2010",
    "N": "1011 2000 2212",
}

# A valid slip that no collector knows.
_PLACES = itertools.count(5, 11)
SAMPLE_SLIP = slips.draw(lambda below: next(_PLACES) % below)


@dataclass(frozen=True, slots=True)
class State:
    """A state of the survey's page.

    ``name`` is unique, and stays as it is; ``shown`` goes to state.js, as JSON. Without ``scripts`` the page
    looks as it does while JavaScript is switched off.
    """

    name: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    scripts: bool = True


START = State("start")


def sheet(kind: str) -> dict[str, int]:
    """Return the answer sheet that stands for the outcome ``kind``, a key of ``SHEETS``."""
    answers = SHEETS[kind].replace(" ", "")
    return {item: int(answer) for item, answer in zip(ITEM_IDS, answers, strict=True)}


@cache
def outcome(kind: str) -> Outcome:
    """Return the outcome of ``sheet(kind)``."""
    return classify(sheet(kind))


def groups(config: Config) -> dict[str, tuple[State, ...]]:
    """Return every state of the survey's page by its group, a key of ``[groups]`` in ``names/``."""
    by_group = {
        "questions": (START, *_questions()),
        "result": tuple(State(result_name(kind), _result(config, kind)) for kind in SHEETS),
        "contribution": tuple(_contributions(config)),
        "notices": tuple(_notices()),
    }
    return {group: states for group, states in by_group.items() if states}


def result_name(kind: str) -> str:
    """Return the name of the state that shows the outcome ``kind``, a key of ``SHEETS``."""
    return f"result-{kind.lower()}"


def _questions() -> Iterator[State]:
    for lens in LENSES:
        first = chapter(lens)[0].id
        yield State(f"chapter-{lens}", {**_question(first, _until("A", first)), "view": "chapter"})
    yield State("answered", _question("B1", _until("A", "C1")))
    yield State("unanswered", {**_question("B1", _until("A", "B1")), "missing": True})
    yield State("waiting", {**_question(ITEM_IDS[-1], sheet("A")), "waiting": True})


def _contributions(config: Config) -> Iterator[State]:
    mode = config.collection.mode
    if mode == "off":
        return
    if mode == "paper":
        yield State("ballot", _contribution(config))
        return
    slip = SAMPLE_SLIP if mode == "slips" else None
    yield State("before", _contribution(config))
    if slip:
        yield State("slip-missing", _contribution(config, press="send"))
    yield State("sent", _contribution(config, slip, press="send", answer={"status": 204}))
    yield State("kept", _contribution(config, press="keep"))
    yield State("failed", _contribution(config, slip, press="send"))
    if slip:
        used = {"status": 409, "error": "used"}
        yield State("failed-used", _contribution(config, slip, press="send", answer=used))


def _notices() -> Iterator[State]:
    yield State("idle", {**_question("B1", _until("A", "C1")), "dialog": True})
    yield State("wiped", {"reveal": ["note-idle"]})
    yield State("deleted", {"view": "closing"})
    yield State("no-script", scripts=False)
    yield State("neighbour", {"refused": True})
    for reason in ("wasm", "file", "slow"):
        yield State(reason, {"html": {"python": "failed", "reason": reason}})
    yield State("language", {"reveal": ["note-language"]})


def _question(item: str, answers: Mapping[str, int]) -> dict[str, Any]:
    return {"view": "survey", "item": item, "answers": dict(answers)}


def _until(kind: str, item: str) -> dict[str, int]:
    """Return the answers of a sheet to all questions before ``item``."""
    answers = sheet(kind)
    return {earlier: answers[earlier] for earlier in ITEM_IDS[: ITEM_IDS.index(item)]}


def _result(config: Config, kind: str) -> dict[str, Any]:
    answers, reached = sheet(kind), outcome(kind)
    own = [{"item": item, "value": answers[item]} for item in statements(reached)]
    return {
        "view": "result",
        "result": {"outcome": reached.type, "blocks": list(blocks(reached)), "statements": own},
        "contribution": _offered(config, reached),
    }


def _offered(config: Config, reached: Outcome) -> dict[str, Any]:
    code = reached.code(config.survey.detail)
    return {"code": code, "body": contribution.body(code)}


def _contribution(
    config: Config, slip: str | None = None, press: str | None = None, answer: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a result with its contribution; ``press`` is the button pressed, ``answer`` the collector's."""
    shown = _result(config, "A")
    offered = {**shown["contribution"], "slip": slip, "press": press, "answer": answer}
    if slip:
        offered["bodyWithSlip"] = contribution.body(offered["code"], slip)
    if seals := len(config.collection.seal):
        ballot = shake_256(b"a sample").digest(sealed_ballot.sealed_bytes(seals))
        offered["sealedBody"] = sealed_ballot.body(ballot, slip)
    return {**shown, "contribution": offered, "below": True}
