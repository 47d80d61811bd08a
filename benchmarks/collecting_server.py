"""The collector's own server, or the same server around an endpoint that does nothing.

``python -m benchmarks.collecting_server PORT URL [--no-op | --no-op-that-reads]``; everything that the
collector tells its HTTP server is told in each case, only the application differs. The rate limit is
counted, never reached.
"""

from __future__ import annotations

import datetime as dt
import sys

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from collector import Survey, server
from collector.app import Settings
from collector.limiting import Limits, Rate

SURVEY = "hafen-2027"
_NEVER = Rate(1e9, 1e9)


def main() -> None:
    """Serve until interrupted."""
    port, url, *rest = sys.argv[1:]
    if rest:
        server._application = _no_op_that_reads if rest == ["--no-op-that-reads"] else _no_op  # noqa: SLF001 (the collector's server around another application)
    today = dt.datetime.now().astimezone().date()
    days = (today - dt.timedelta(days=7), today + dt.timedelta(days=30))
    survey = Survey(SURVEY, "open", "levers", *days, 10, 1_000_000)
    server.run(url, [survey], port=int(port), settings=Settings(limits=Limits(_NEVER, _NEVER)))


def _no_op(url: str, settings: Settings) -> Starlette:  # noqa: ARG001 (as the collector's)
    return Starlette(routes=[Route("/v1/surveys/{survey}/codes", _nothing, methods=["POST"]), _HEALTH])


async def _nothing(_request: Request) -> Response:
    return Response(status_code=204)


def _no_op_that_reads(url: str, settings: Settings) -> Starlette:  # noqa: ARG001 (as the collector's)
    return Starlette(routes=[Route("/v1/surveys/{survey}/codes", _read, methods=["POST"]), _HEALTH])


async def _read(request: Request) -> Response:
    await request.body()
    return Response(status_code=204)


async def _health(_request: Request) -> Response:
    return Response(b"")


_HEALTH = Route("/healthz", _health)


if __name__ == "__main__":
    main()
