"""The door: uvicorn's HTTP/1.1 protocol, with the limits that it lacks.

- A connection holds a place (``collector.places``), and the head of a request has a deadline and a bound.
- One request at a time: what arrives before the answer is not read, and the connection is closed after it.
- A connection is closed, too, if its client was refused before the body was whole, or does not read.

So each place costs the work of one small request, however much is sent.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from httptools import HttpParserError, HttpParserUpgrade
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from collector.networks import forwarded_address, networks
from collector.places import Places
from collector.refusals import HEAD_TOO_LARGE, MALFORMED, Refusal
from questionnaire.contribution import MOST_BYTES

_MOST_OF_A_REQUEST = 16_384 + MOST_BYTES  # bytes of head and body; browsers send heads below 8,000


def answer(refusal: Refusal) -> bytes:
    """Return the whole answer to a request that no application sees."""
    response = refusal.response()
    lines = [f"HTTP/1.1 {refusal.status} {HTTPStatus(refusal.status).phrase}".encode("ascii")]
    lines += [name + b": " + value for name, value in (*response.raw_headers, (b"connection", b"close"))]
    return b"\r\n".join([*lines, b"", bytes(response.body)])


_MALFORMED, _HEAD_TOO_LARGE = answer(MALFORMED), answer(HEAD_TOO_LARGE)


class _NextRequestError(Exception):
    """Another request begins before the answer."""


class Door(HttpToolsProtocol):
    """One connection. ``head_seconds`` is how long a client may take until a request's head is whole.

    Behind a proxy (``trust_proxy``) a connection belongs to the client that the proxy names.
    """

    def __init__(  # noqa: PLR0913 (uvicorn's four, and ours)
        self,
        places: Places,
        head_seconds: float,
        trust_proxy: bool,  # noqa: FBT001 (a switch)
        *,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, object],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._places = places
        self._head_seconds = head_seconds
        self._trust_proxy = trust_proxy
        self._room = _MOST_OF_A_REQUEST
        self._in_head = True

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's
        """Take a place."""
        super().connection_made(transport)
        self._wait_for_a_head()
        self._places.enter(self, networks(self.client[0] if self.client else ""))

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the place."""
        self._places.leave(self)
        self._unset_keepalive_if_required()
        super().connection_lost(exc)

    def shut_out(self) -> None:
        """End the connection at once."""
        self.transport.abort()

    def data_received(self, data: bytes) -> None:
        """Read what belongs to one request."""
        if self.transport.is_closing():
            return
        if self._is_whole():
            self.cycle.keep_alive = False
            return
        data = data[: self._room]
        self._room -= len(data)
        try:
            self.parser.feed_data(data)
        except (HttpParserError, HttpParserUpgrade):
            if self._is_whole():
                self.cycle.keep_alive = False
            else:
                self._refuse(_MALFORMED)
            return
        if self._in_head and not self._room:
            self._refuse(_HEAD_TOO_LARGE)

    def eof_received(self) -> bool:  # type: ignore[override]  # uvicorn closes in any case
        """Answer a whole request although its client will send nothing more."""
        if self._is_whole():
            self.cycle.keep_alive = False
            return True
        return False

    def on_message_begin(self) -> None:
        """Begin a request."""
        if self._is_whole():
            raise _NextRequestError
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Hand the request to the application."""
        self._in_head = False
        self._unset_keepalive_if_required()
        super().on_headers_complete()
        if self._trust_proxy:
            forwarded = [value.decode("latin-1") for name, value in self.headers if name == _FORWARDED]
            if forwarded:
                self._places.leave(self)
                self._places.enter(self, networks(forwarded_address(forwarded)))

    def on_message_complete(self) -> None:
        """Note that the request is whole."""
        super().on_message_complete()
        self._places.answering(self)

    def on_response_complete(self) -> None:
        """Wait for the next request, unless this one's body is not here yet."""
        if self.cycle.more_body:
            self.transport.close()
        self._room = _MOST_OF_A_REQUEST
        super().on_response_complete()
        if not self.transport.is_closing():
            self._wait_for_a_head()
            self._places.answered(self)

    def pause_writing(self) -> None:
        """Shut out a client who does not read: all answers together are smaller than a buffer."""
        self.shut_out()

    def _is_whole(self) -> bool:
        """Tell whether there is a whole request that is not answered yet."""
        return self.cycle is not None and not self.cycle.response_complete and not self.cycle.more_body

    def _wait_for_a_head(self) -> None:
        self._in_head = True
        self._unset_keepalive_if_required()
        self.timeout_keep_alive_task = self.loop.call_later(self._head_seconds, self.shut_out)

    def _refuse(self, answer: bytes) -> None:
        self.transport.write(answer)
        self.transport.close()


_FORWARDED = b"x-forwarded-for"
