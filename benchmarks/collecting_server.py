"""The collector's own server, or the same server around an application that does nothing.

``python -m benchmarks.collecting_server PORT URL [--no-op | --starlette | --slips | --sealed | NUMBER]``;
the HTTP server has the collector's settings in each case, only the application differs. NUMBER is the number
of the collector's surveys; with slips there is one, with codes or sealed.
"""

from __future__ import annotations

import sys
from functools import partial

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from collector import Survey, server
from collector.app import Settings
from collector.refusals import HEADERS
from harness.collector_process import running_survey
from questionnaire import trustee_key

SURVEY = "hafen-2027"
# The option, and to whom the survey with slips is sealed.
WITH_SLIPS = {"--slips": (), "--sealed": (trustee_key.written(bytes(range(32))),)}


def main() -> None:
    """Serve until interrupted."""
    port, url, *rest = sys.argv[1:]
    option = rest[0] if rest else "1"
    if option in _OTHER_APPLICATIONS:
        # The collector's own server around another application.
        server._application = partial(_other_application, option)  # type: ignore[assignment]  # noqa: SLF001 (see above)
    number = int(option) if option.isdigit() else 1
    surveys = [survey(name) for name in names(number)]
    if option in WITH_SLIPS:
        surveys = [survey(SURVEY, mode="slips", seal=WITH_SLIPS[option])]
    server.run(url, surveys, port=int(port))


def survey(name: str, **changes: object) -> Survey:
    """Return a survey of a million people that runs now, open to everybody or with other settings."""
    return running_survey(id=name, headcount=1_000_000, **changes)


def names(number: int) -> list[str]:
    """Return the ids of ``number`` surveys; the first is ``SURVEY``."""
    return [SURVEY, *(f"{SURVEY}-{further}" for further in range(1, number))]


def _other_application(option: str, url: str, settings: Settings) -> ASGIApp:  # noqa: ARG001 (as the collector's)
    return _OTHER_APPLICATIONS[option]


async def _no_op(scope: Scope, receive: Receive, send: Send) -> None:
    """Read the body, and answer."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    else:
        while (await receive()).get("more_body"):
            pass
        await _answer(scope, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    for event in ("startup", "shutdown"):
        await receive()
        await send({"type": f"lifespan.{event}.complete"})


async def _answer(scope: Scope, send: Send) -> None:
    status = 204 if scope["method"] == "POST" else 200
    await send({"type": "http.response.start", "status": status, "headers": _RAW_HEADERS})
    await send({"type": "http.response.body", "body": b""})


async def _read_in_starlette(request: Request) -> Response:
    await request.body()
    return Response(status_code=204 if request.method == "POST" else 200, headers=HEADERS)


_RAW_HEADERS = [(name.encode(), value.encode()) for name, value in HEADERS.items()]
_OTHER_APPLICATIONS: dict[str, ASGIApp] = {
    "--no-op": _no_op,
    "--starlette": Starlette(
        routes=[
            Route("/v1/surveys/{survey}/codes", _read_in_starlette, methods=["POST"]),
            Route("/healthz", _read_in_starlette),
        ]
    ),
}


if __name__ == "__main__":
    main()
