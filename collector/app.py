"""The HTTP application: an endpoint for codes, one for sealed ballots, and one for health checks."""

from __future__ import annotations

import asyncio
import datetime as dt
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from collector import body
from collector.health import Health
from collector.middleware import OneOrigin, UnforeseenErrors
from collector.model import Result, SealedSubmission, Submission
from collector.networks import forwarded_address, networks
from collector.refusals import BY_RESULT, HANDLERS, HEADERS, RefusedError
from collector.writer import Recorder, Writer
from questionnaire.survey_id import is_survey_id


@dataclass(frozen=True, slots=True)
class Settings:
    """How the application behaves.

    origin:       the one site whose pages may send, such as ``https://intranet.example``; ``None`` when
                  the pages come from the collector's own origin.
    trust_proxy:  whether a reverse proxy stands in front that appends the client's address to
                  X-Forwarded-For; only its last entry is believed.
    body_seconds: how long a body may take to arrive.
    """

    origin: str | None = None
    trust_proxy: bool = False
    body_seconds: float = 10.0


class Store(Recorder, Protocol):
    """The part of a storage that the application needs."""

    def check(self) -> None:
        """Raise an exception if a contribution could not be stored now; store nothing."""


def local_date() -> dt.date:
    """Return today, by this machine's clock and time zone."""
    return dt.datetime.now().astimezone().date()


def application(
    storage: Store, settings: Settings | None = None, *, today: Callable[[], dt.date] = local_date
) -> Starlette:
    """Return the ASGI application that records into ``storage`` as long as its lifespan lasts.

    When the lifespan ends, everything that was submitted is written first.
    """
    settings = settings or Settings()
    contributions = Contributions(storage, settings, today)
    methods, middleware = ["POST"], [Middleware(UnforeseenErrors)]
    if settings.origin:
        methods.append("OPTIONS")  # a page of another origin asks first whether it may send
        middleware.insert(0, Middleware(OneOrigin, settings.origin))
    app = Starlette(
        routes=[
            _ExactRoute(f"/v1/surveys/{{survey}}/{name}", endpoint, methods=methods, middleware=middleware)
            for name, endpoint in (("codes", contributions.codes), ("ballots", contributions.ballots))
        ]
        + [
            _ExactRoute("/healthz", Health(storage.check).answer),
        ],
        exception_handlers=HANDLERS,
        lifespan=contributions.lifespan,
    )
    app.router.redirect_slashes = False
    return app


class Contributions:
    """The endpoints that take contributions, and the writer behind them."""

    _writer: Writer

    def __init__(self, storage: Recorder, settings: Settings, today: Callable[[], dt.date]) -> None:
        self._storage = storage
        self._settings = settings
        self._today = today

    @asynccontextmanager
    async def lifespan(self, _app: Starlette) -> AsyncIterator[None]:
        """Take contributions until the context ends; then write everything that was submitted."""
        self._writer = Writer(self._storage, self._today, asyncio.get_running_loop())
        yield
        await self._writer.stop()

    async def codes(self, request: Request) -> Response:
        """Count a code."""
        return await self._answer(request, body.parse)

    async def ballots(self, request: Request) -> Response:
        """Store a sealed ballot."""
        return await self._answer(request, body.parse_ballot)

    async def _answer(
        self, request: Request, parse: Callable[[str, bytes], Submission | SealedSubmission]
    ) -> Response:
        """Answer 204 once the contribution is durable; ``HANDLERS`` has a refusal for every exception."""
        survey = request.path_params["survey"]
        if not is_survey_id(survey):
            raise RefusedError(BY_RESULT[Result.UNKNOWN_SURVEY])
        body.check_headers(request.headers)
        async with asyncio.timeout(self._settings.body_seconds):
            content = await body.read(request)
        result = await self._writer.submit(parse(survey, content), networks(self._client(request)))
        if result is not Result.ACCEPTED:
            raise RefusedError(BY_RESULT[result])
        return Response(status_code=204, headers=HEADERS)

    def _client(self, request: Request) -> str:
        """Return the client's address: as a trusted proxy reports it, else as the connection has it."""
        forwarded = request.headers.getlist("x-forwarded-for")
        if self._settings.trust_proxy and forwarded:
            return forwarded_address(forwarded)
        return request.client.host if request.client else ""


class _ExactRoute(Route):
    """A route that matches the whole path; Starlette's own also match a path with a line break at its end."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 (Starlette's own)
        super().__init__(*arguments, **options)
        self.path_regex = re.compile(self.path_regex.pattern.removesuffix("$") + r"\Z")
