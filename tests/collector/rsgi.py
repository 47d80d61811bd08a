"""Drives the application without a server: requests in pieces, at any pace, any number at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from collector import Storage
from collector.app import Application, Settings
from harness.contributions import OPENS

T = TypeVar("T")
CODES = "/v1/surveys/hafen-2027/codes"
JSON = ("content-type", "application/json")


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> str:
        """The word that says why something was refused; the body holds nothing else."""
        content = json.loads(self.body)
        assert list(content) == ["error"]
        return str(content["error"])


class Headers:
    """Headers as the server gives them: a value that is not plain ASCII is there, but not readable."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self._pairs = list(pairs)

    def __contains__(self, name: str) -> bool:
        return any(known == name for known, _ in self._pairs)

    def get(self, name: str) -> str | None:
        """Return the first value that is readable."""
        return next(iter(self.get_all(name)), None)

    def get_all(self, name: str) -> list[str]:
        """Return every value that is readable."""
        return [value for known, value in self._pairs if known == name and value.isascii()]


@dataclass(frozen=True)
class Scope:
    """A request up to its body."""

    method: str
    path: str
    client: str
    headers: Headers


@dataclass
class Exchange:
    """A body in pieces, ``None`` for one that never arrives, and the answers that were given."""

    pieces: list[bytes | None]
    answers: list[Answer] = field(default_factory=list)

    async def __call__(self) -> bytes:
        """Return the whole body."""
        return b"".join([piece async for piece in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Yield piece after piece."""
        for piece in self.pieces:
            if piece is None:
                await asyncio.Event().wait()
            else:
                yield piece

    def response_empty(self, status: int, headers: list[tuple[str, str]]) -> None:
        """Take an answer without a body."""
        self.response_bytes(status, headers, b"")

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
        """Take an answer."""
        self.answers.append(Answer(status, dict(headers), body))


class Client:
    """Sends requests to ``app`` from one address."""

    def __init__(self, app: Application, host: str = "10.0.0.1") -> None:
        self._app = app
        self._host = host

    async def ask(
        self,
        method: str,
        path: str,
        body: bytes | Iterable[bytes | None] = b"",
        headers: Iterable[tuple[str, str]] = (),
    ) -> Answer:
        """Send one request. ``None`` among the pieces of a body never arrives."""
        exchange = Exchange([body] if isinstance(body, bytes) else list(body))
        await self._app.__rsgi__(Scope(method, path, f"{self._host}:50000", Headers(headers)), exchange)
        (answer,) = exchange.answers
        return answer

    async def post(self, body: bytes | str, *headers: tuple[str, str], path: str = CODES) -> Answer:
        """Send a contribution as a browser does."""
        content = body.encode() if isinstance(body, str) else body
        length = ("content-length", str(len(content)))
        return await self.ask("POST", path, content, [JSON, length, *headers])


@asynccontextmanager
async def running(app: Application) -> AsyncIterator[None]:
    """Start ``app`` and, at the end, let it stop by itself."""
    app.start(asyncio.get_running_loop())
    try:
        yield
    finally:
        await app.stop()


def talk(
    storage: Storage,
    conversation: Callable[[Client], Awaitable[T]],
    settings: Settings | None = None,
    today: Callable[[], object] = lambda: OPENS,
) -> T:
    """Run the application over ``storage`` as long as ``conversation`` lasts."""

    async def run() -> T:
        app = Application(storage, settings, today=today)  # type: ignore[arg-type]
        async with running(app):
            return await conversation(Client(app))

    return asyncio.run(run())
