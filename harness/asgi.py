"""Drives the application without a server: requests in pieces, at any pace, any number at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable
from contextlib import AbstractAsyncContextManager, aclosing
from dataclasses import dataclass
from typing import TypeVar

from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Scope

from collector import Storage
from collector.app import Settings, application
from harness.contributions import OPENS

T = TypeVar("T")
CODES = "/v1/surveys/hafen-2027/codes"
JSON = ("content-type", "application/json")


@dataclass(frozen=True)
class Answer:
    """The application's answer."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def error(self) -> str:
        """The reason of a refusal; the body holds nothing else."""
        content = json.loads(self.body)
        assert list(content) == ["error"]
        return str(content["error"])


class Client:
    """Sends requests to ``app`` from one address."""

    def __init__(self, app: ASGIApp, host: str = "10.0.0.1") -> None:
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
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async with aclosing(_messages([body] if isinstance(body, bytes) else body)) as messages:
            await self._app(self._scope(method, path, headers), messages.__anext__, send)
        start, end = sent  # one answer, whole
        assert (start["type"], end["type"]) == ("http.response.start", "http.response.body")
        assert not end.get("more_body")
        given = {name.decode(): value.decode() for name, value in start["headers"]}
        assert len(given) == len(start["headers"])
        return Answer(start["status"], given, end["body"])

    def _scope(self, method: str, path: str, headers: Iterable[tuple[str, str]]) -> Scope:
        return {
            "type": "http",
            "method": method,
            "path": path,
            "query_string": b"",
            "client": (self._host, 50000),
            "headers": [(name.encode(), value.encode("latin-1")) for name, value in headers],
        }

    async def post(self, body: bytes | str, *headers: tuple[str, str], path: str = CODES) -> Answer:
        """Send a contribution as a browser does."""
        content = body.encode() if isinstance(body, str) else body
        length = ("content-length", str(len(content)))
        return await self.ask("POST", path, content, [JSON, length, *headers])


async def _messages(pieces: Iterable[bytes | None]) -> AsyncGenerator[Message, None]:
    for piece in pieces:
        if piece is None:
            await asyncio.Event().wait()
        yield {"type": "http.request", "body": piece, "more_body": True}
    yield {"type": "http.request", "body": b"", "more_body": False}


def running(app: Starlette) -> AbstractAsyncContextManager[object]:
    """Start ``app``, and wait at the end until it has stopped."""
    return app.router.lifespan_context(app)


def talk(
    storage: Storage,
    conversation: Callable[[Client], Awaitable[T]],
    settings: Settings | None = None,
    today: Callable[[], object] = lambda: OPENS,
) -> T:
    """Run the application over ``storage`` as long as ``conversation`` lasts."""

    async def run() -> T:
        app = application(storage, settings, today=today)  # type: ignore[arg-type]
        async with running(app):
            return await conversation(Client(app))

    return asyncio.run(run())
