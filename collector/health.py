"""The answer of ``/healthz``: whether a contribution could be stored now.

However many ask, the database is asked once at a time, and not again within a second. It depends on nothing
that anybody contributes, neither what is answered nor how soon: else it would tell outsiders when somebody
takes part.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from gettext import gettext as _
from threading import Thread

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from collector.errors import describe
from collector.refusals import HEADERS, UNAVAILABLE

log = logging.getLogger("collector")

_SECONDS = 1.0  # that an answer holds
_PATIENCE = 5.0  # seconds; a database that does not answer by then could not store a contribution


class Health:
    """The endpoint; ``check`` raises an exception if a contribution could not be stored now, and may wait."""

    def __init__(self, check: Callable[[], None]) -> None:
        self._check = check
        self._found: asyncio.Future[bool] | None = None
        self._asks_again_at = 0.0
        self._was_well = True

    async def answer(self, _request: Request) -> Response:
        """Answer 200, or 503 in the words of a contribution that cannot be stored."""
        loop = asyncio.get_running_loop()
        if self._found is None or (self._found.done() and loop.time() >= self._asks_again_at):
            self._found = loop.create_future()
            Thread(target=self._ask, args=(loop, self._found), name="collector-health", daemon=True).start()
        answered, _ = await asyncio.wait({self._found}, timeout=_PATIENCE)
        if answered and self._found.result():
            return JSONResponse({"status": "ok"}, headers=HEADERS)
        return UNAVAILABLE.response()

    def _ask(self, loop: asyncio.AbstractEventLoop, found: asyncio.Future[bool]) -> None:
        try:
            self._check()
            reason = None
        except Exception as error:  # noqa: BLE001 (whatever it is, nothing could be stored)
            reason = describe(error)
        with suppress(RuntimeError):  # the server has ended meanwhile
            loop.call_soon_threadsafe(self._note, loop, found, reason)

    def _note(self, loop: asyncio.AbstractEventLoop, found: asyncio.Future[bool], reason: str | None) -> None:
        is_well = reason is None
        if self._was_well and not is_well:  # one line, however often somebody asks
            log.error(_("nothing can be stored: %s"), reason)
        self._was_well = is_well
        self._asks_again_at = loop.time() + _SECONDS
        found.set_result(is_well)
