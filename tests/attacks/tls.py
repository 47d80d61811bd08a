"""A conversation by TLS as somebody on the way records it: how long each encrypted record is, and no more."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_HEADER = 5  # bytes of a record: its kind, a version, and a length of two bytes
_MOST = 1 << 16


class Recorded(NamedTuple):
    """The lengths of the records after the handshake, in order: of the request, and of the answer."""

    request: tuple[int, ...]
    answer: tuple[int, ...]


class _End:
    """One end of a conversation: what it sends is read from ``sent``, what it gets is written to ``got``."""

    def __init__(self, context: ssl.SSLContext, *, server_side: bool) -> None:
        self.got, self.sent = ssl.MemoryBIO(), ssl.MemoryBIO()
        name = None if server_side else "127.0.0.1"
        self.talks = context.wrap_bio(self.got, self.sent, server_side, name)
        self.is_ready = False

    def shake_hands(self) -> None:
        """Go on with the handshake as far as possible."""
        try:
            self.talks.do_handshake()
        except ssl.SSLWantReadError:
            return
        self.is_ready = True


def recorded(certificate: Path, request: bytes, answered: Callable[[bytes], bytes]) -> Recorded:
    """Let a client send ``request`` to a server that answers with ``answered``; return what is recorded."""
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(certificate)
    client = _End(ssl.create_default_context(cafile=str(certificate)), server_side=False)
    server = _End(ours, server_side=True)
    while not (client.is_ready and server.is_ready):
        client.shake_hands()
        server.got.write(client.sent.read())
        server.shake_hands()
        client.got.write(server.sent.read())
    client.talks.write(request)
    asked = client.sent.read()
    server.got.write(asked)
    server.talks.write(answered(server.talks.read(_MOST)))
    return Recorded(_lengths(asked), _lengths(server.sent.read()))


def _lengths(records: bytes) -> tuple[int, ...]:
    """Return the lengths of records one after the other."""
    lengths = list[int]()
    while records:
        size = int.from_bytes(records[_HEADER - 2 : _HEADER], "big")
        lengths.append(size)
        records = records[_HEADER + size :]
    return tuple(lengths)
