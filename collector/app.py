"""The HTTP application: one way to contribute, one way to ask whether it lives, and nothing else."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from granian.rsgi import ProtocolClosed, ProtocolError  # type: ignore[attr-defined]  # compiled: no types

from collector import body, refusals
from collector.deadline import Deadline
from collector.errors import StorageError, describe
from collector.limiting import Limiter, Limits
from collector.model import Result, is_survey_id
from collector.refusals import BY_RESULT, Refusal, RefusedError
from collector.rsgi import Exchange, Scope
from collector.writer import Recorder, Writer

log = logging.getLogger("collector")

_BEFORE, _AFTER = "/v1/surveys/", "/codes"  # the id of a survey stands between them
_HEALTH = "/healthz"
_HEADERS = [("cache-control", "no-store"), ("x-content-type-options", "nosniff")]
_TYPE = ("content-type", "application/json")
_PREFLIGHT = [
    ("access-control-allow-methods", "POST"),
    ("access-control-allow-headers", "content-type"),
    ("access-control-max-age", "7200"),  # seconds; as long as browsers keep it
]
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


class Application:
    """The RSGI application that records into ``storage``, from ``start`` until ``stop``."""

    _writer: Writer
    _deadline: Deadline

    def __init__(
        self,
        storage: Recorder,
        settings: Settings | None = None,
        *,
        today: Callable[[], dt.date] = local_date,
    ) -> None:
        self._storage = storage
        self._settings = settings or Settings()
        self._today = today
        self._limiter = Limiter(self._settings.limits)
        self._answering = 0
        self._all_answered = asyncio.Event()

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Take contributions on ``loop``."""
        self._writer = Writer(self._storage, self._today, loop)
        self._deadline = Deadline(self._settings.body_seconds, loop)

    async def stop(self) -> None:
        """Write and answer what is still there."""
        await self._writer.stop()
        with contextlib.suppress(TimeoutError):
            if self._answering:
                self._all_answered.clear()
                await asyncio.wait_for(self._all_answered.wait(), _LAST_ANSWERS)

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.start(loop)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        loop.run_until_complete(self.stop())

    def __rsgi__(self, scope: Scope, exchange: Exchange) -> Awaitable[None]:
        """Answer one request, whatever it is."""
        path = scope.path
        survey = path[len(_BEFORE) : -len(_AFTER)]
        if path.startswith(_BEFORE) and path.endswith(_AFTER) and survey and "/" not in survey:
            return self._codes(survey, scope, exchange)
        return _elsewhere(path, scope.method, exchange)

    async def _codes(self, survey: str, scope: Scope, exchange: Exchange) -> None:
        """Answer one contribution, or the browser's question whether it may be sent."""
        self._answering += 1
        refusal: Refusal | None = None
        try:
            if self._may_send(survey, scope):
                content = await self._deadline.keep(body.whole(exchange, scope.headers))
                result = await self._writer.submit(body.parse(survey, content))
                refusal = None if result is Result.ACCEPTED else BY_RESULT[result]
        except RefusedError as refused:
            refusal = refused.refusal
        except TimeoutError:
            refusal = refusals.TOO_SLOW
        except StorageError:
            refusal = refusals.UNAVAILABLE
        except (ProtocolClosed, ProtocolError):
            refusal = refusals.MALFORMED  # the client has gone, nobody reads it
        except Exception as error:  # noqa: BLE001 (whatever it is, the server goes on)
            log.error("request failed: %s", describe(error))  # noqa: TRY400 (a trace quotes data)
            refusal = refusals.FAILED
        finally:
            self._answering -= 1
            if not self._answering:
                self._all_answered.set()
        if refusal:
            _refuse(exchange, refusal, self._permission(scope))
        else:
            exchange.response_empty(204, self._accepted(scope))

    def _may_send(self, survey: str, scope: Scope) -> bool:
        """Return whether a body is to be read: not where the browser only asks. Raises ``RefusedError``."""
        method, headers, origin = scope.method, scope.headers, self._settings.origin
        if method not in {"POST", "OPTIONS"}:
            raise RefusedError(refusals.WRONG_METHOD)
        if origin and "origin" in headers and headers.get("origin") != origin:
            raise RefusedError(refusals.FOREIGN_ORIGIN)
        if method == "OPTIONS":
            return False
        if not self._limiter.allows(self._client(scope)):
            raise RefusedError(refusals.TOO_MANY)
        if not is_survey_id(survey):
            raise RefusedError(BY_RESULT[Result.UNKNOWN_SURVEY])
        body.check_headers(headers)
        return True

    def _accepted(self, scope: Scope) -> list[tuple[str, str]]:
        """Return the headers of a good answer."""
        if not self._settings.origin:
            return _HEADERS
        preflight = _PREFLIGHT if scope.method == "OPTIONS" else ()
        return [*_HEADERS, *preflight, *self._permission(scope)]

    def _permission(self, scope: Scope) -> list[tuple[str, str]]:
        """Return the headers that let a page of the one configured origin read the answer."""
        origin = self._settings.origin
        if not origin:
            return []
        allowed = [("access-control-allow-origin", origin)] if scope.headers.get("origin") == origin else []
        return [("vary", "Origin"), *allowed]

    def _client(self, scope: Scope) -> str:
        """Return the address that the request came from, as far as anybody is believed."""
        if self._settings.trust_proxy and "x-forwarded-for" in scope.headers:
            forwarded = scope.headers.get_all("x-forwarded-for")
            return forwarded[-1].rpartition(",")[2].strip() if forwarded else ""
        return scope.client.rpartition(":")[0].strip("[]")


async def _elsewhere(path: str, method: str, exchange: Exchange) -> None:
    """Answer what is no contribution."""
    if path != _HEALTH:
        _refuse(exchange, refusals.NOT_FOUND)
    elif method not in {"GET", "HEAD"}:
        _refuse(exchange, refusals.WRONG_METHOD)
    else:
        exchange.response_bytes(200, [*_HEADERS, _TYPE], b'{"status":"ok"}')


def _refuse(exchange: Exchange, refusal: Refusal, more: Sequence[tuple[str, str]] = ()) -> None:
    headers = [*_HEADERS, _TYPE, *more]
    if refusal.retry_after is not None:
        headers.append(("retry-after", str(refusal.retry_after)))
    exchange.response_bytes(refusal.status, headers, refusal.body)
