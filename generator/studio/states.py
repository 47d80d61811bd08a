"""The states of a survey's page: this module decides them, ``site_templates/frame/state.js`` shows them.

<<<<<<< HEAD
Titles and notes are in the studio's language, whatever language the page itself is in (``state_words/``).
=======
What the studio calls them stands in ``names/``.
>>>>>>> lead
"""

from __future__ import annotations

import itertools
<<<<<<< HEAD
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import Any, Literal
=======
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
>>>>>>> lead

from generator.configuration.schema import Config
from questionnaire import ITEM_IDS, LENSES, Outcome, blocks, classify, contribution, slips, statements
from questionnaire.instrument import chapter
<<<<<<< HEAD
from questionnaire.language_folder import Tree
=======
>>>>>>> lead

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

<<<<<<< HEAD
    ``name`` is unique; ``group`` is a key of the words' groups; ``shown`` goes to state.js, as JSON. Without
    ``scripts`` the page looks as it does while JavaScript is switched off. ``title`` and ``note`` are for
    the facilitator; ``states`` fills them in.
    """

    name: str
    group: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    scripts: bool = True
    title: str = ""
    note: str = ""


START = State("start", "questions")
StudioLanguage = Literal["de", "en"]


@cache
def state_words(language: StudioLanguage) -> Mapping[str, Any]:
    """Return the titles and notes of groups, states and pages in ``language``."""
    return tomllib.loads((files(__package__) / "state_words" / f"{language}.toml").read_text("utf-8"))
=======
    ``name`` is unique, and stays as it is; ``shown`` goes to state.js, as JSON. Without ``scripts`` the page
    looks as it does while JavaScript is switched off.
    """

    name: str
    shown: Mapping[str, Any] = field(default_factory=dict)
    scripts: bool = True


START = State("start")
>>>>>>> lead


def sheet(kind: str) -> dict[str, int]:
    """Return the answer sheet that stands for the outcome ``kind``, a key of ``SHEETS``."""
    answers = SHEETS[kind].replace(" ", "")
    return {item: int(answer) for item, answer in zip(ITEM_IDS, answers, strict=True)}


@cache
<<<<<<< HEAD
def _outcome(kind: str) -> Outcome:
    return classify(sheet(kind))


def states(config: Config, texts: Tree, language: StudioLanguage) -> Iterator[State]:
    """Yield every state of the survey's page, with title and note in ``language``.

    ``texts`` are the survey's wordings in ``language``: they hold the names of the constellations.
    """
    words = state_words(language)
    for state in (START, *_questions(), *_results(config), *_contributions(config), *_notices()):
        title, note = _named(state, texts, words) if state.group == "results" else words["states"][state.name]
        yield replace(state, title=title, note=note)


def _named(state: State, texts: Tree, words: Mapping[str, Any]) -> tuple[str, str]:
    """Return title and note of a result: its constellation and levers."""
    outcome = _outcome(state.name.removeprefix("result-").upper())
    if outcome.levers:
        levers = words["levers"][outcome.levers]
        return str(texts["constellations"][outcome.type]["name"]), f"{words['lever']}: {levers}."
    kind = "mixed" if outcome.type == "M" else "none"
    return str(texts["outcomes"][kind]["title"]), words["outcomes"][kind]
=======
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
>>>>>>> lead


def _questions() -> Iterator[State]:
    for lens in LENSES:
        first = chapter(lens)[0].id
<<<<<<< HEAD
        opening = {**_question(first, _until("A", first)), "view": "chapter"}
        yield State(f"chapter-{lens}", "questions", opening)
    yield State("answered", "questions", _question("B1", _until("A", "C1")))
    yield State("unanswered", "questions", {**_question("B1", _until("A", "B1")), "missing": True})
    yield State("waiting", "questions", {**_question(ITEM_IDS[-1], sheet("A")), "waiting": True})


def _results(config: Config) -> Iterator[State]:
    for kind in SHEETS:
        yield State(f"result-{kind.lower()}", "results", _result(config, kind))
=======
        yield State(f"chapter-{lens}", {**_question(first, _until("A", first)), "view": "chapter"})
    yield State("answered", _question("B1", _until("A", "C1")))
    yield State("unanswered", {**_question("B1", _until("A", "B1")), "missing": True})
    yield State("waiting", {**_question(ITEM_IDS[-1], sheet("A")), "waiting": True})
>>>>>>> lead


def _contributions(config: Config) -> Iterator[State]:
    mode = config.collection.mode
<<<<<<< HEAD
    slip = SAMPLE_SLIP if mode == "slips" else None
    if mode == "paper":
        yield State("ballot", "contribution", _contribution(config))
    if mode not in ("open", "slips"):
        return
    yield State("before", "contribution", _contribution(config))
    if slip:
        yield State("slip-missing", "contribution", _contribution(config, press="send"))
    sent = _contribution(config, slip, press="send", answer={"status": 204})
    yield State("sent", "contribution", sent)
    yield State("kept", "contribution", _contribution(config, press="keep"))
    yield State("failed", "contribution", _contribution(config, slip, press="send"))
    if slip:
        used = _contribution(config, slip, press="send", answer={"status": 409, "error": "used"})
        yield State("failed-used", "contribution", used)


def _notices() -> Iterator[State]:
    yield State("idle", "notices", {**_question("B1", _until("A", "C1")), "dialog": True})
    yield State("wiped", "notices", {"reveal": ["note-idle"]})
    yield State("deleted", "notices", {"view": "closing"})
    yield State("no-script", "notices", scripts=False)
    yield State("neighbour", "notices", {"refused": True})
    for reason in ("wasm", "file", "slow"):
        yield State(reason, "notices", {"html": {"python": "failed", "reason": reason}})
    yield State("language", "notices", {"reveal": ["note-language"]})
=======
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
>>>>>>> lead


def _question(item: str, answers: Mapping[str, int]) -> dict[str, Any]:
    return {"view": "survey", "item": item, "answers": dict(answers)}


def _until(kind: str, item: str) -> dict[str, int]:
    """Return the answers of a sheet to all questions before ``item``."""
    answers = sheet(kind)
    return {earlier: answers[earlier] for earlier in ITEM_IDS[: ITEM_IDS.index(item)]}


def _result(config: Config, kind: str) -> dict[str, Any]:
<<<<<<< HEAD
    answers, outcome = sheet(kind), _outcome(kind)
    own = [{"item": item, "value": answers[item]} for item in statements(outcome)]
    return {
        "view": "result",
        "result": {"outcome": outcome.type, "blocks": list(blocks(outcome)), "statements": own},
        "contribution": _offered(config, outcome),
    }


def _offered(config: Config, outcome: Outcome) -> dict[str, Any]:
    code = outcome.code(config.survey.detail)
=======
    answers, reached = sheet(kind), outcome(kind)
    own = [{"item": item, "value": answers[item]} for item in statements(reached)]
    return {
        "view": "result",
        "result": {"outcome": reached.type, "blocks": list(blocks(reached)), "statements": own},
        "contribution": _offered(config, reached),
    }


def _offered(config: Config, reached: Outcome) -> dict[str, Any]:
    code = reached.code(config.survey.detail)
>>>>>>> lead
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
