"""Every answer that is not a success, in one table: constant bodies that never echo the request."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ExceptionHandler

from collector.errors import StorageError
from collector.model import Result

HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}  # of every answer
BODY_BYTES = 32  # of every refusal


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP status and the one word or two that say why, as ``{"error":"…"}`` and spaces.

    All bodies are equally long. The status line is not, so the length of a whole answer tells some reasons
    apart to whoever watches the encrypted connection; none of them depends on what was contributed.
    """

    status: int
    error: str
    retry_after: int | None = None  # seconds

    def response(self) -> Response:
        """Return the answer: the same bytes each time."""
        waiting = {} if self.retry_after is None else {"retry-after": str(self.retry_after)}
        body = json.dumps({"error": self.error}, separators=(",", ":")).ljust(BODY_BYTES)
        return Response(body, self.status, HEADERS | waiting, "application/json")


class RefusedError(Exception):
    """The request is answered with ``refusal``."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.error)
        self.refusal = refusal


NOT_FOUND = Refusal(404, "not found")
WRONG_METHOD = Refusal(405, "wrong method")
FOREIGN_ORIGIN = Refusal(403, "foreign origin")
LENGTH_MISSING = Refusal(411, "length missing")
HEAD_TOO_LARGE = Refusal(431, "head too large")
TOO_SLOW = Refusal(408, "too slow")
TOO_LARGE = Refusal(413, "too large")
NOT_JSON = Refusal(415, "not json")
MALFORMED = Refusal(400, "malformed")
UNAVAILABLE = Refusal(503, "unavailable", retry_after=5)  # nothing was counted; try again
FAILED = Refusal(500, "failed")

BY_RESULT: Mapping[Result, Refusal] = {
    # A person whose answer was lost gets this, too: the contribution has probably been counted already.
    # It is never 204, because no table tells which code a slip was used for; only a sealed ballot that is
    # sent again is known by its bytes.
    Result.USED_SLIP: Refusal(409, "used"),
    Result.UNKNOWN_SLIP: Refusal(403, "unknown slip"),
    Result.SLIP_MISSING: Refusal(400, "slip missing"),
    Result.SLIP_UNWANTED: Refusal(400, "slip not expected"),
    Result.UNKNOWN_CODE: Refusal(400, "unknown code"),
    Result.SEALED: Refusal(400, "sealed"),
    Result.NOT_SEALED: Refusal(400, "not sealed"),
    Result.WRONG_LENGTH: Refusal(400, "wrong length"),
    Result.UNKNOWN_SURVEY: Refusal(404, "unknown survey"),
    Result.NOT_OPEN: Refusal(403, "not open"),
    Result.CLOSED: Refusal(403, "closed"),
}


def _always(refusal: Refusal) -> ExceptionHandler:
    async def answer(_request: Request, _error: Exception) -> Response:
        return refusal.response()

    return answer


async def _as_raised(_request: Request, error: Exception) -> Response:
    return cast("RefusedError", error).refusal.response()


HANDLERS: Mapping[int | type[Exception], ExceptionHandler] = {
    RefusedError: _as_raised,
    404: _always(NOT_FOUND),
    405: _always(WRONG_METHOD),
    TimeoutError: _always(TOO_SLOW),
    StorageError: _always(UNAVAILABLE),
    ClientDisconnect: _always(MALFORMED),  # nobody reads it
}
