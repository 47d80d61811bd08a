"""What the application needs of a request: the parts of RSGI, granian's own interface, that it uses.

RSGI hands over a request with about half the work that ASGI takes, and an answer with one call.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Protocol


class Headers(Protocol):
    """The headers of a request; a value that is not plain ASCII is there, but cannot be read."""

    def __contains__(self, name: str, /) -> bool:
        """Return whether there is such a header, readable or not."""

    def get(self, name: str, /) -> str | None:
        """Return the first value that is readable."""

    def get_all(self, name: str, /) -> list[str]:
        """Return every value that is readable."""


class Scope(Protocol):
    """A request up to its body."""

    @property
    def method(self) -> str:
        """Its method, in capitals."""

    @property
    def path(self) -> str:
        """Its path, decoded."""

    @property
    def client(self) -> str:
        """The address and port that it came from."""

    @property
    def headers(self) -> Headers:
        """Its headers."""


class Exchange(Protocol):
    """The body of a request, to be taken once, and the way to answer, to be gone once."""

    async def __call__(self) -> bytes:
        """Return the whole body, however long."""

    def __aiter__(self) -> AsyncIterator[bytes]:
        """Return the body piece by piece."""

    def response_empty(self, status: int, headers: list[tuple[str, str]], /) -> None:
        """Answer without a body."""

    def response_bytes(self, status: int, headers: list[tuple[str, str]], body: bytes, /) -> None:
        """Answer with ``body``."""
