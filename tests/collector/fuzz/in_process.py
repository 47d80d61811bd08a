"""Requests of the grammar to the application in this process, many at once, checked against the model."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from starlette.applications import Starlette
from starlette.types import Message

from collector import Storage
from collector.app import Settings, application
from harness.contributions import CLOSES, DAY, OPENS, counted, drawn, survey
from harness.sealed_contributions import sealed_survey, stored_ballots
from tests.collector.fuzz.grammar import Grammar
from tests.collector.fuzz.model import Expected, Model, Request

ORIGIN = "https://intranet.example"
AT_ONCE = 256
# The id of each survey, and its kind for the model.
SURVEYS = {
    "hafen-2027": "levers",
    "typen": "type",
    "zettel": "slips",
    "siegel": "sealed",
    "siegel-zettel": "sealed with slips",
    "papier": "paper",
    "morgen": "later",
    "gestern": "past",
    "zu": "shut",
}
_REFUSAL_BYTES = 32  # of every refusal
_CONSTANT = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


@dataclass
class Found:
    """What a run has seen: the number of requests, what was accepted, and every answer that must not be."""

    requests: int = 0
    accepted: Counter[tuple[str, str]] = field(default_factory=Counter)
    used: Counter[str] = field(default_factory=Counter)
    ballots: Counter[tuple[str, bytes]] = field(default_factory=Counter)  # survey and ballot
    sealed_slips: set[str] = field(default_factory=set)
    strange: list[str] = field(default_factory=list)

    def note(self, request: Request, expected: Expected, status: int, error: str) -> None:
        """Note an answer. A slip that is sent again may be told that it is used, but only once accepted."""
        self.requests += 1
        if status == 204 and expected.contribution:
            self.accepted[expected.contribution] += 1
            if expected.slip:
                self.used[expected.slip] += 1
        if status == 204 and expected.ballot:
            self.ballots[expected.ballot] += 1
            if expected.slip:
                self.sealed_slips.add(expected.slip)
        used_up = expected.slip is not None and (status, error) == (409, "used")
        if (status, error) != expected[:2] and not used_up:
            self.strange.append(f"{status} {error!r} instead of {expected}: {request}")

    def check(self, url: str) -> None:
        """Raise ``AssertionError`` unless every answer was right and the counters hold what was accepted."""
        assert not self.strange, "\n".join(self.strange[:5])
        assert {slip: number for slip, number in self.used.items() if number > 1} == {}
        for name in SURVEYS:
            accepted = {code: number for (of, code), number in self.accepted.items() if of == name}
            assert counted(url, name) == accepted, name
            sealed = sorted(ballot for of, ballot in self.ballots if of == name)
            assert sorted(stored_ballots(url, name)) == sealed, name
        assert len(stored_ballots(url, "siegel-zettel")) <= len(self.sealed_slips)


def prepared(url: str, slips: list[str]) -> Storage:
    """Return a storage with one survey of each kind, and the drawn ``slips``."""
    storage = Storage.open(url)
    day, many = DAY, {"headcount": 10_000_000}
    storage.register_all(
        [
            survey(id="hafen-2027", **many),
            survey(id="typen", detail="type", **many),
            survey(id="zettel", mode="slips", **many),
            sealed_survey(2, id="siegel", mode="open", **many),
            sealed_survey(id="siegel-zettel", **many),
            survey(id="papier", mode="paper", **many),
            survey(id="morgen", opens=CLOSES, closes=CLOSES + day, **many),
            survey(id="gestern", opens=OPENS - 2 * day, closes=OPENS - day, **many),
            survey(id="zu", **many),
        ],
        today=OPENS - 3 * day,
    )
    storage.add_slips("zettel", slips)
    storage.add_slips("siegel-zettel", slips)
    storage.close("zu")
    return storage


async def ask(app: Starlette, request: Request) -> tuple[int, dict[str, str], bytes]:
    """Return the status, the headers and the body of the answer to ``request``."""
    sent: list[Message] = []
    coming = _messages(request)

    async def receive() -> Message:
        return next(coming)

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": request.method,
        "path": request.path,
        "query_string": b"",
        "client": request.client,
        "headers": list(request.headers),
    }
    await app(scope, receive, send)
    start, end = sent
    headers = {name.decode(): value.decode() for name, value in start["headers"]}
    return start["status"], headers, end["body"]


def _messages(request: Request) -> Iterator[Message]:
    for piece in request.pieces:
        yield {"type": "http.request", "body": piece, "more_body": True}
    if not request.broken_off:
        yield {"type": "http.request", "body": b"", "more_body": False}
    while True:
        yield {"type": "http.disconnect"}


def told(status: int, headers: dict[str, str], body: bytes) -> str:
    """Return the reason in a refusal, or nothing; of an answer that is not constant, all of it."""
    error = body.rstrip(b" ").removeprefix(b'{"error":"').removesuffix(b'"}').decode("latin-1")
    error = error if status > 399 else ""
    refusal = (b'{"error":"%b"}' % error.encode()).ljust(_REFUSAL_BYTES)
    constant = refusal if error else {200: b'{"status":"ok"}'}.get(status, b"")
    if body != constant or not _CONSTANT.items() <= headers.items():
        return f"{headers} {body!r}"
    return error


@asynccontextmanager
async def _running(storage: Storage, origin: str | None) -> AsyncIterator[Starlette]:
    app = application(storage, Settings(origin=origin), today=lambda: OPENS)
    async with app.router.lifespan_context(app):
        yield app


async def _fuzz(storage: Storage, slips: list[str], seed: int, number: int) -> Found:
    grammar = Grammar(Random(seed), SURVEYS, slips)  # noqa: S311 (repeatable)
    found, origins = Found(), (None, ORIGIN)
    models = {origin: Model(SURVEYS, frozenset(slips), origin) for origin in origins}
    async with _running(storage, None) as same, _running(storage, ORIGIN) as other:
        while found.requests < number:
            origin = origins[found.requests // AT_ONCE % 2]
            batch = [grammar.request() for _ in range(AT_ONCE)]
            answers = await asyncio.gather(*(ask(other if origin else same, one) for one in batch))
            for request, (status, headers, body) in zip(batch, answers, strict=True):
                found.note(request, models[origin].expect(request), status, told(status, headers, body))
    return found


def fuzz(folder: Path, seed: int, number: int) -> Found:
    """Send at least ``number`` generated requests; raises ``AssertionError`` if one is answered wrongly.

    ``folder`` takes the database. The same seed makes the same requests.
    """
    url = f"sqlite:///{folder / f'fuzz-{seed}.sqlite'}"
    slips = drawn(max(100, number // 20), seed)
    storage = prepared(url, slips)
    try:
        found = asyncio.run(_fuzz(storage, slips, seed, number))
    finally:
        storage.dispose()
    found.check(url)
    return found
