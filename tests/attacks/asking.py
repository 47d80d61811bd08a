"""Asks an ASGI application as clients do, without a server."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Scope

PATH = "/v1/surveys/hafen-2027/codes"


async def post(app: ASGIApp, body: bytes, host: str, headers: Iterable[tuple[str, str]]) -> int:
    """Send a contribution from ``host`` and return the answer's status."""
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    every = [("content-length", str(len(body))), *headers]
    scope: Scope = {
        "type": "http",
        "method": "POST",
        "path": PATH,
        "query_string": b"",
        "client": (host, 50_000),
        "headers": [(name.encode(), value.encode()) for name, value in every],
    }
    await app(scope, receive, send)
    return int(sent[0]["status"])
