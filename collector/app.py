"""The HTTP application: one way to contribute, one way to ask whether it lives, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from collector import body, refusals
from collector.errors import StorageError, describe
from collector.limiting import Limiter, Limits
from collector.model import Result, is_survey_id
from collector.refusals import BY_RESULT, Refusal, RefusedError
from collector.writer import Recorder, Writer

log = logging.getLogger("collector")

_HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_PREFLIGHT = {
    "Access-Control-Allow-Methods": "POST",
    "Access-Control-Allow-Headers": "content-type",
    "Access-Control-Max-Age": "7200",  # seconds; as long as browsers keep it
}
_LAST_ANSWERS = 10.0  # seconds


@dataclass(frozen=True, slots=True)
class Settings:
    """How the application behaves.

    origin:       the one site whose pages may send, such as ``https://intranet.example``; ``None`` when
                  the pages come from the collector's own origin.
    trust_proxy:  whether a reverse proxy stands in front that appends the client's address to
                  X-Forwarded-For; only its last entry is believed.
    body_seconds: how long a body may take to arrive.
    limits:       how much may be sent.
    """

    origin: str | None = None
    trust_proxy: bool = False
    body_seconds: float = 10.0
    limits: Limits = field(default_factory=Limits)


def local_date() -> dt.date:
    """Return today, by this machine's clock and time zone."""
    return dt.datetime.now().astimezone().date()


def application(
    storage: Recorder, settings: Settings | None = None, *, today: Callable[[], dt.date] = local_date
) -> Starlette:
    """Return the ASGI application that records into ``storage``. It needs lifespan events."""
    endpoint = _Endpoint(storage, settings or Settings(), today)
    app = Starlette(
        routes=[
            Route("/v1/surveys/{survey}/codes", endpoint.codes, methods=["POST", "OPTIONS"]),
            Route("/healthz", _health, methods=["GET"]),
        ],
        exception_handlers={HTTPException: _not_ours},
        lifespan=endpoint.lifespan,
    )
    app.router.redirect_slashes = False
    return app


class _Endpoint:
    def __init__(self, storage: Recorder, settings: Settings, today: Callable[[], dt.date]) -> None:
        self._settings = settings
        self._writer = Writer(storage, today)
        self._limiter = Limiter(settings.limits)
        self._answering = 0
        self._all_answered = asyncio.Event()

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Write as long as the server runs; at its end write and answer what is still there."""
        self._writer.start()
        yield
        await self._writer.stop()
        with contextlib.suppress(TimeoutError):
            if self._answering:
                self._all_answered.clear()
                await asyncio.wait_for(self._all_answered.wait(), _LAST_ANSWERS)

    async def codes(self, request: Request) -> Response:
        """Answer one contribution, or the browser's question whether it may be sent."""
        self._answering += 1
        try:
            response = await self._answer(request)
        except RefusedError as refused:
            response = _refused(refused.refusal)
        except StorageError:
            response = _refused(refusals.UNAVAILABLE)
        except ClientDisconnect:
            response = _refused(refusals.MALFORMED)  # nobody reads it
        except Exception as error:  # noqa: BLE001 (whatever it is, the server goes on)
            log.error("request failed: %s", describe(error))  # noqa: TRY400 (a trace quotes data)
            response = _refused(refusals.FAILED)
        finally:
            self._answering -= 1
            if not self._answering:
                self._all_answered.set()
        if origin := self._settings.origin:
            response.headers["Vary"] = "Origin"
            if request.headers.get("origin") == origin:
                response.headers["Access-Control-Allow-Origin"] = origin
        return response

    async def _answer(self, request: Request) -> Response:
        origin = self._settings.origin
        if origin and request.headers.get("origin", origin) != origin:
            raise RefusedError(refusals.FOREIGN_ORIGIN)
        if request.method == "OPTIONS":
            return Response(status_code=204, headers=_HEADERS | (_PREFLIGHT if origin else {}))
        if not self._limiter.allows(self._client(request)):
            raise RefusedError(refusals.TOO_MANY)
        survey = request.path_params["survey"]
        if not is_survey_id(survey):
            raise RefusedError(BY_RESULT[Result.UNKNOWN_SURVEY])
        body.check_headers(request.headers)
        content = await body.read(request.stream(), self._settings.body_seconds)
        result = await self._writer.submit(body.parse(survey, content))
        if result is not Result.ACCEPTED:
            raise RefusedError(BY_RESULT[result])
        return Response(status_code=204, headers=_HEADERS)

    def _client(self, request: Request) -> str:
        forwarded = request.headers.getlist("x-forwarded-for")
        if self._settings.trust_proxy and forwarded:
            return forwarded[-1].rpartition(",")[2].strip()
        return request.client.host if request.client else ""


async def _health(_request: Request) -> Response:
    return Response(b'{"status":"ok"}', media_type="application/json", headers=_HEADERS)


def _not_ours(_request: Request, error: Exception) -> Response:
    wrong_method = isinstance(error, HTTPException) and error.status_code == refusals.WRONG_METHOD.status
    return _refused(refusals.WRONG_METHOD if wrong_method else refusals.NOT_FOUND)


def _refused(refusal: Refusal) -> Response:
    headers = dict(_HEADERS)
    if refusal.retry_after is not None:
        headers["Retry-After"] = str(refusal.retry_after)
    return Response(refusal.body, refusal.status, headers, "application/json")
