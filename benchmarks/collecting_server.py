"""The collector's own server, or the same server around an endpoint that does nothing.

``python -m benchmarks.collecting_server PORT URL [--no-op | --no-op-that-reads | NUMBER OF SURVEYS]``;
everything that the collector tells its HTTP server is told in each case, only the application differs. The
rate limit is counted, never reached.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Awaitable, Callable

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
    number = 1
    if rest == ["--no-op"]:
        server._application = _no_op  # type: ignore[assignment]  # noqa: SLF001 (the same server around it)
    elif rest == ["--no-op-that-reads"]:
        server._application = _no_op_that_reads  # type: ignore[assignment]  # noqa: SLF001
    elif rest:
        number = int(rest[0])
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


def _status(scope: Scope) -> int:
    return 204 if scope.method == "POST" else 200


_HEADERS = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")]


if __name__ == "__main__":
    main()
