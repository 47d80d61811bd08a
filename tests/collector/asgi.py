"""Drives an ASGI application without a server: requests in pieces, at any pace, any number at once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from starlette.types import ASGIApp, Message

from collector import Storage
from collector.app import Settings, application
from tests.collector.values import OPENS

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
        """Send one request. A body in pieces is sent chunked; ``None`` among them never arrives."""
        pieces = [body] if isinstance(body, bytes) else list(body)
        incoming = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        if None not in pieces:
            incoming[-1]["more_body"] = False
        queue = iter(incoming)
        sent: list[Message] = []

        async def receive() -> Message:
            message = next(queue, {"body": None})
            if message["body"] is None:
                await asyncio.Event().wait()
            return message

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(self._scope(method, path, headers), receive, send)
        start = sent[0]
        answered = {name.decode(): value.decode() for name, value in start["headers"]}
        return Answer(start["status"], answered, b"".join(message.get("body", b"") for message in sent[1:]))

    async def post(self, body: bytes | str, *headers: tuple[str, str], path: str = CODES) -> Answer:
        """Send a contribution as a browser does."""
        content = body.encode() if isinstance(body, str) else body
        length = ("content-length", str(len(content)))
        return await self.ask("POST", path, content, [JSON, length, *headers])

    def _scope(self, method: str, path: str, headers: Iterable[tuple[str, str]]) -> dict[str, Any]:
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode("utf-8", "surrogatepass"),
            "query_string": b"",
            "root_path": "",
            "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers],
            "client": (self._host, 50000),
            "server": ("127.0.0.1", 80),
        }


@asynccontextmanager
async def running(app: ASGIApp) -> AsyncIterator[None]:
    """Start ``app`` and, at the end, let it stop by itself."""
    events: asyncio.Queue[Message] = asyncio.Queue()
    answers: asyncio.Queue[Message] = asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    task = asyncio.ensure_future(app(scope, events.get, answers.put))
    await events.put({"type": "lifespan.startup"})
    assert (await answers.get())["type"] == "lifespan.startup.complete"
    try:
        yield
    finally:
        await events.put({"type": "lifespan.shutdown"})
        assert (await answers.get())["type"] == "lifespan.shutdown.complete"
        await task


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
