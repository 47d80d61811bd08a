"""Questions of a works council, answered for the way in which the survey collects.

Who sees what is said in the words of the survey's own page, so that the two never differ.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.campaign.documents import Document, Section
from generator.campaign.passages import Passage, literal
from generator.campaign.source import Source
from generator.rendering.page_context import fingerprints


def council(source: Source) -> Document:
    """Return the questions with their answers."""
    texts = source.texts["council"]
    return Document(
        "council",
        texts["title"],
        texts["audience"],
        source.fill(texts["subject"]),
        (Section(source.fill_all(texts["lead"])), *_questions(source)),
    )


def _questions(source: Source) -> Iterator[Section]:
    texts = source.texts["council"]
    way = source.way
    yield _asked(source, "purpose", texts["purpose"]["answer"])
    yield _asked(source, "free", texts["free"]["answer"])
    yield _asked(source, "sees", texts["sees"]["answer"], points=tuple(_who_sees(source)))
    persons = texts["persons"]
    yield _asked(source, "persons", persons["report"] if source.collects else None, persons[way])
    yield _asked(source, "law", texts["law"][_ruling(source)], texts["law"]["also"])
    data = texts["data"]
    yield _asked(source, "data", data["answer"], data["counted"] if source.collects else None)
    yield _asked(source, "after", texts["after"][way])
    yield _check(source)
    if source.collects:
        yield _asked(source, "again", texts["again"]["answer"])
    yield _asked(source, "agree", points=source.fill_all(*_to_agree(source)))


def _asked(source: Source, key: str, *answers: str | None, points: tuple[Passage, ...] = ()) -> Section:
    question = source.texts["council"][key]["question"]
    return Section(source.fill_all(*answers), points, heading=question)


def _check(source: Source) -> Section:
    texts = source.texts["council"]["check"]
    if not source.sealed:
        return _asked(source, "check", texts["answer"])
    keys = tuple(map(literal, fingerprints(source.config)))
    return _asked(source, "check", texts["answer"], texts["sealed"], points=keys)


def _ruling(source: Source) -> str:
    """Return the key of the text that says which ruling the way to collect comes near to."""
    return {"off": "technical_off", "paper": "paper"}.get(source.mode, "technical")


def _to_agree(source: Source) -> Iterator[str]:
    texts = source.texts["council"]["agree"]
    yield from texts["answer"]
    if source.collects:
        yield from texts["collecting"]
    if source.mode == "paper":
        yield texts["paper"]
    if source.online:
        yield texts["online"]
    if source.sealed:
        yield texts["sealed"]


def _who_sees(source: Source) -> Iterator[Passage]:
    sees = source.words["who_sees"]

    def said(who: str, what: str) -> Passage:
        apart = "\n" if "\n" in what else " "  # a sentence on a line, in Leichte Sprache
        return literal(f"{who}:{apart}{what}")

    server = f"server_{source.way if source.online else 'off'}"
    yield said(sees["device"], sees["device_sees"])
    yield said(sees["server"], sees[server])
    if source.mode == "paper":
        yield said(sees["counter"], sees["counter_sees"])
    if source.sealed:
        yield said(sees["trustee"], sees["trustee_sees"])
    for who, verb in (("organisation", "sees"), ("colleagues", "see")):
        key = f"{who}_{verb}" if source.collects else f"{who}_off"
        yield said(sees[who], sees[key])
    if source.sealed:
        yield literal(sees["together"])
