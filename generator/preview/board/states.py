"""The states of a survey's page: this module decides them, ``site_templates/board/state.js`` shows them.

Titles and notes are German, the facilitator's language, whatever language the page itself is in.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from generator.configuration.schema import Config
from questionnaire import ITEM_IDS, LENSES, Outcome, blocks, classify, contribution, slips, statements
from questionnaire.instrument import chapter
from questionnaire.language_folder import Tree
from questionnaire.model import LensId

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

_LEVERS = {
    "ST": "Organisation und Training",
    "SB": "Organisation und Begleitung",
    "T": "Training",
    "B": "Begleitung",
}
_CHAPTERS: Mapping[LensId, str] = {"perception": "Wahrnehmung", "cause": "Ursache", "influence": "Einfluss"}

# A valid slip that no collector knows.
_PLACES = itertools.count(5, 11)
SAMPLE_SLIP = slips.draw(lambda below: next(_PLACES) % below)


@dataclass(frozen=True, slots=True)
class State:
    """A state of the survey's page.

    ``name`` is unique; ``shown`` goes to state.js, as JSON. Without ``scripts`` the page looks as it does
    while JavaScript is switched off.
    """

    name: str
    title: str
    note: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    scripts: bool = True


START = State("start", "Startseite", "Was jemand zuerst sieht.")


def sheet(kind: str) -> dict[str, int]:
    """Return the answer sheet that stands for the outcome ``kind``, a key of ``SHEETS``."""
    answers = SHEETS[kind].replace(" ", "")
    return {item: int(answer) for item, answer in zip(ITEM_IDS, answers, strict=True)}


@cache
def _outcome(kind: str) -> Outcome:
    return classify(sheet(kind))


def groups(config: Config, words: Tree) -> dict[str, tuple[State, ...]]:
    """Return every state of the survey's page by the German title of its group.

    ``words`` are German wordings: they hold the names of the constellations.
    """
    by_title = {
        "Start und Fragen": (START, *_questions()),
        "Ergebnis": tuple(_results(config, words)),
        "Beitrag": tuple(_contributions(config)),
        "Hinweise": tuple(_notices()),
    }
    return {title: states for title, states in by_title.items() if states}


def _questions() -> Iterator[State]:
    for number, lens in enumerate(LENSES, start=1):
        first = chapter(lens)[0].id
        before = _until("A", first)
        note = f"Kapitel {number} von {len(LENSES)}."
        opening = {**_question(first, before), "view": "chapter"}
        yield State(f"chapter-{lens}", f"Kapitel: {_CHAPTERS[lens]}", note, opening)
    answered = _until("A", "C1")
    yield State("answered", "Eine Frage ist beantwortet", "Die Wahl ist zu sehen.", _question("B1", answered))
    missing = {**_question("B1", _until("A", "B1")), "missing": True}
    yield State("unanswered", "Frage ohne Antwort", "„Weiter“ gedrückt, nichts gewählt.", missing)
    waiting = {**_question(ITEM_IDS[-1], sheet("A")), "waiting": True}
    yield State("waiting", "Warten auf das Ergebnis", "Alles ist beantwortet, Python lädt noch.", waiting)


def _results(config: Config, words: Tree) -> Iterator[State]:
    for kind in SHEETS:
        outcome = _outcome(kind)
        title, note = _named(outcome, words)
        yield State(f"result-{kind.lower()}", title, note, _result(config, kind))


def _named(outcome: Outcome, words: Tree) -> tuple[str, str]:
    if outcome.levers:
        return str(words["constellations"][outcome.type]["name"]), f"Hebel: {_LEVERS[outcome.levers]}."
    kind, note = ("mixed", "Mehrere wiegen gleich.") if outcome.type == "M" else ("none", "Nichts überwiegt.")
    return str(words["outcomes"][kind]["title"]), note


def _contributions(config: Config) -> Iterator[State]:
    mode = config.collection.mode
    if mode == "off":
        return
    if mode == "paper":
        yield State("ballot", "Stimmzettel", "Der Code auf Papier.", _contribution(config))
        return
    slip = SAMPLE_SLIP if mode == "slips" else None
    yield State("before", "Vor der Wahl", "Senden und Behalten stehen gleich.", _contribution(config))
    if slip:
        missing = _contribution(config, press="send")
        yield State("slip-missing", "Zettelcode fehlt", "„Senden“ gedrückt, nichts eingetippt.", missing)
    sent = _contribution(config, slip, press="send", answer={"status": 204})
    yield State("sent", "Gesendet", "Der Code ist angekommen.", sent)
    yield State("kept", "Behalten", "Nichts wurde gesendet.", _contribution(config, press="keep"))
    failed = _contribution(config, slip, press="send")
    yield State("failed", "Nicht gesendet", "Die Sammelstelle antwortet nicht.", failed)
    if slip:
        used = _contribution(config, slip, press="send", answer={"status": 409, "error": "used"})
        yield State("failed-used", "Zettel schon benutzt", "Die Sammelstelle lehnt ab.", used)


def _notices() -> Iterator[State]:
    idle = {**_question("B1", _until("A", "C1")), "dialog": True}
    yield State("idle", "Ist noch jemand da?", "Lange nichts geschehen; gleich wird gelöscht.", idle)
    yield State("wiped", "Gelöscht nach Pause", "Niemand hat reagiert.", {"reveal": ["note-idle"]})
    yield State("deleted", "Gelöscht auf Wunsch", "„Alles löschen“ gedrückt.", {"view": "closing"})
    yield State("no-script", "Ohne JavaScript", "Alle Fragen stehen zum Lesen da.", scripts=False)
    note = "Eine fremde Seite umgibt oder steuert die Befragung."
    yield State("neighbour", "Jemand könnte mitlesen", note, {"refused": True})
    for reason, title, note in (
        ("wasm", "Ohne WebAssembly", "Der Browser ist so eingestellt, dass kein Ergebnis möglich ist."),
        ("file", "Eine Datei fehlt", "Der Server liefert nicht alles aus."),
        ("slow", "Es dauert lange", "Nach einer Minute noch kein Python."),
    ):
        yield State(reason, title, note, {"html": {"python": "failed", "reason": reason}})
    note = "Die andere Sprache war nicht zu laden."
    yield State("language", "Sprachwechsel misslungen", note, {"reveal": ["note-language"]})


def _question(item: str, answers: Mapping[str, int]) -> dict[str, Any]:
    return {"view": "survey", "item": item, "answers": dict(answers)}


def _until(kind: str, item: str) -> dict[str, int]:
    """Return the answers of a sheet to all questions before ``item``."""
    answers = sheet(kind)
    return {earlier: answers[earlier] for earlier in ITEM_IDS[: ITEM_IDS.index(item)]}


def _result(config: Config, kind: str) -> dict[str, Any]:
    answers, outcome = sheet(kind), _outcome(kind)
    own = [{"item": item, "value": answers[item]} for item in statements(outcome)]
    return {
        "view": "result",
        "result": {"outcome": outcome.type, "blocks": list(blocks(outcome)), "statements": own},
        "contribution": _offered(config, outcome),
    }


def _offered(config: Config, outcome: Outcome) -> dict[str, Any]:
    code = outcome.code(config.survey.detail)
    return {"code": code, "body": contribution.body(code)}


def _contribution(
    config: Config, slip: str | None = None, press: str | None = None, answer: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """Return a result with its contribution; ``press`` is the button pressed, ``answer`` the collector's."""
    shown = _result(config, "A")
    offered = {**shown["contribution"], "slip": slip, "press": press, "answer": answer}
    if slip:
        offered["bodyWithSlip"] = contribution.body(offered["code"], slip)
    return {**shown, "contribution": offered, "below": True}
