"""A naive collector: ``python -m tests.attacks.naive_collector PORT``.

Plain uvicorn with its own limit of connections, first come, first served, and with token buckets as Lastbild
had them: one for each client, one for everybody, and a token for every request. They are smaller, and fill up
more slowly, so that one process is flood enough on a busy machine, too.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from dataclasses import dataclass

import uvicorn
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from harness.collector_process import HOST

PLACES = 1024


@dataclass
class Bucket:
    """A limit: so many at once, and so many more each second."""

    tokens: float
    most: float
    per_second: float
    at: float = 0.0

    def take(self) -> bool:
        """Take a token, if one is left."""
        now = time.monotonic()
        self.tokens = min(self.most, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


_everybody = Bucket(600, 600, 5)
_clients: dict[str, Bucket] = {}


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 204 to JSON, 400 to anything else, 429 without a token."""
    request = Request(scope, receive)
    response = Response(status_code=200)
    if request.method == "POST":
        response = Response(status_code=await _status(request))
    await response(scope, receive, send)


async def _status(request: Request) -> int:
    client = request.headers.get("x-forwarded-for") or (request.client.host if request.client else "")
    if not _clients.setdefault(client, Bucket(120, 120, 2)).take() or not _everybody.take():
        return 429
    try:
        json.loads(await request.body())
    except ValueError:
        return 400
    return 204


def main() -> None:
    """Serve until killed."""
    options = {"lifespan": "off", "access_log": False, "log_level": logging.CRITICAL, "proxy_headers": False}
    uvicorn.run(application, host=HOST, port=int(sys.argv[1]), limit_concurrency=PLACES, **options)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
