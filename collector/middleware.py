"""Middleware around the endpoints: the rule for pages of other origins, and the answer to our own errors."""

from __future__ import annotations

import logging
from gettext import gettext as _

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from collector.errors import describe
from collector.refusals import FAILED, FOREIGN_ORIGIN, HEADERS

log = logging.getLogger("collector")

_PREFLIGHT = {
    **HEADERS,
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "content-type",
    "access-control-max-age": "7200",  # seconds; as long as browsers keep it
}


class OneOrigin:
    """Lets pages of one origin send and read the answer, and refuses those of any other.

    Starlette's own CORSMiddleware only hides the answer from other pages; what they send would still count.
    """

    def __init__(self, app: ASGIApp, origin: str) -> None:
        self._app = app
        self._origin = origin

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer pages of another origin and preflight requests; hand on everything else."""
        sent_from = Headers(scope=scope).get("origin")

        async def send_with_permission(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.add_vary_header("Origin")
                if sent_from == self._origin:
                    headers["access-control-allow-origin"] = self._origin
            await send(message)

        answer = self._app
        if sent_from not in (None, self._origin):
            answer = FOREIGN_ORIGIN.response()
        elif scope["method"] == "OPTIONS":
            answer = Response(status_code=204, headers=_PREFLIGHT)
        await answer(scope, receive, send_with_permission)


class UnforeseenErrors:
    """Answers errors that nothing else handles, and logs only their kind.

    Starlette would hand them on to the server, whose log would show a trace, and a trace quotes data.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, and answer 500 if that fails."""
        try:
            await self._app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 (whatever it is, the server goes on)
            log.error(_("request failed: %s"), describe(error))  # noqa: TRY400 (a trace quotes data)
            await FAILED.response()(scope, receive, send)
