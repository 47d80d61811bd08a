"""The collector's own server, or the same server around an endpoint that does nothing.

``python -m benchmarks.collecting_server PORT URL [--no-op | --no-op-that-reads | --starlette | NUMBER]``;
everything that the collector tells its HTTP server is told in each case, only the application differs
(and, for Starlette, which ignores the body, the interface: ASGI). NUMBER is how many surveys the collector
has. The rate limit is counted, never reached.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Awaitable, Callable
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.server.common import AbstractServer

from collector import Survey, server
from collector.app import Settings
from collector.limiting import Limits, Rate
from collector.rsgi import Exchange, Scope

SURVEY = "hafen-2027"
_NEVER = Rate(1e9, 1e9)

Answering = Callable[[Scope, Exchange], Awaitable[None]]


def main() -> None:
    """Serve until interrupted."""
    port, url, *rest = sys.argv[1:]
    option = rest[0] if rest else "1"
    instead = _INSTEAD.get(option)
    if instead:
        # The collector's own server around another application.
        server._application = instead  # type: ignore[assignment]  # noqa: SLF001 (see above)
    if instead is _starlette:
        server.Granian = _by_asgi  # type: ignore[attr-defined,assignment]  # the one that speaks ASGI
    number = 1 if instead else int(option)
    today = dt.datetime.now().astimezone().date()
    days = (today - dt.timedelta(days=7), today + dt.timedelta(days=30))
    surveys = [Survey(survey, "open", "levers", *days, 10, 1_000_000) for survey in names(number)]
    server.run(url, surveys, port=int(port), settings=Settings(limits=Limits(_NEVER, _NEVER)))


def names(number: int) -> list[str]:
    """Return the ids of so many surveys; the first is ``SURVEY``."""
    return [SURVEY, *(f"{SURVEY}-{further}" for further in range(1, number))]


def _no_op(url: str, settings: Settings) -> Answering:  # noqa: ARG001 (as the collector's)
    return _nothing


async def _nothing(scope: Scope, exchange: Exchange) -> None:
    exchange.response_empty(_status(scope), _HEADERS)


def _no_op_that_reads(url: str, settings: Settings) -> Answering:  # noqa: ARG001 (as the collector's)
    return _read


async def _read(scope: Scope, exchange: Exchange) -> None:
    await exchange()
    exchange.response_empty(_status(scope), _HEADERS)


def _starlette(url: str, settings: Settings) -> object:  # noqa: ARG001 (as the collector's)
    from starlette.applications import Starlette  # noqa: PLC0415 (for this comparison only)
    from starlette.requests import Request  # noqa: PLC0415 (the same)
    from starlette.responses import Response  # noqa: PLC0415 (the same)
    from starlette.routing import Route  # noqa: PLC0415 (the same)

    async def nothing(request: Request) -> Response:
        return Response(status_code=204 if request.method == "POST" else 200)

    codes = Route("/v1/surveys/{survey}/codes", nothing, methods=["POST"])
    return Starlette(routes=[codes, Route("/healthz", nothing)])


def _by_asgi(*arguments: Any, **options: Any) -> AbstractServer[Any]:  # noqa: ANN401 (the server's own)
    return Granian(*arguments, **{**options, "interface": Interfaces.ASGINL})


def _status(scope: Scope) -> int:
    return 204 if scope.method == "POST" else 200


_HEADERS = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")]
_INSTEAD: dict[str, Callable[[str, Settings], object]] = {
    "--no-op": _no_op,
    "--no-op-that-reads": _no_op_that_reads,
    "--starlette": _starlette,
}


if __name__ == "__main__":
    main()
