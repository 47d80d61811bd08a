"""The studio's questions over HTTP, for pages of this preview only.

A page of another site can have a browser send requests here. It cannot set the headers that are checked:
``Host`` tells a name that was rebound to this machine, ``Origin`` a form or a script of another site, and
no form can send JSON. Refusals hold nothing of the request.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from email.message import Message
from http import HTTPStatus
from importlib.resources import files
from typing import NamedTuple

from generator.desk import answer
from generator.preview.windows import Windows
from generator.site.part_cache import content_digest
from generator.studio.desk import Studio
from questionnaire import language_folder

FOLDER = "studio/"
ASK, CHANGES = f"/{FOLDER}ask", f"/{FOLDER}changes"
# Bytes: the largest file that the studio opens, as base64.
LARGEST_BODY = 60_000_000


class Refusal(NamedTuple):
    """The answer to a request that the door does not let in."""

    status: HTTPStatus
    body: bytes


_ELSEWHERE = Refusal(HTTPStatus.FORBIDDEN, b"The studio answers its own page only.\n")
_NO_JSON = Refusal(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, b"Expected JSON.\n")
_NO_LENGTH = Refusal(HTTPStatus.LENGTH_REQUIRED, b"Expected a length.\n")
_TOO_LARGE = Refusal(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, b"Expected less.\n")


def objection(headers: Message, port: int) -> Refusal | None:
    """Return why a question with these ``headers`` is refused at ``port``; ``None`` if it is let in."""
    if not _is_ours(headers, port) or "Origin" not in headers:
        return _ELSEWHERE
    if headers.get_content_type() != "application/json" or "Content-Type" not in headers:
        return _NO_JSON
    length = headers.get_all("Content-Length", [])
    if (
        len(length) != 1
        or not (length[0].isascii() and length[0].isdigit())
        or "Transfer-Encoding" in headers
    ):
        return _NO_LENGTH
    too_large = len(length[0]) > len(str(LARGEST_BODY)) or int(length[0]) > LARGEST_BODY
    return _TOO_LARGE if too_large else None


def objection_to_listening(headers: Message, port: int) -> Refusal | None:
    """Return why nobody with these ``headers`` may listen to changes; ``None`` if they may."""
    return None if _is_ours(headers, port) else _ELSEWHERE


def _is_ours(headers: Message, port: int) -> bool:
    """Return whether a request is for this machine by name, and from no page of another site."""
    hosts, origins = headers.get_all("Host", []), headers.get_all("Origin", [])
    names = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    names |= {"127.0.0.1", "localhost"} if port == 80 else set()  # noqa: PLR2004 (which a browser leaves out)
    return len(hosts) == 1 and hosts[0] in names and origins in ([], [f"http://{hosts[0]}"])


def source_digest() -> bytes:
    """Return a digest of everything but the workspace that a page of the site is made of."""
    return content_digest(files("site_templates"), language_folder.LANGUAGES_FOLDER)


@dataclass(slots=True)
class StudioDoor:
    """Answers the questions of all windows one after the other, and tells them of changes."""

    studio: Studio
    windows: Windows = field(init=False)
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _sources: bytes = field(default_factory=source_digest)

    def __post_init__(self) -> None:
        self.windows = Windows(self._state)

    def answer(self, request: bytes) -> bytes:
        """Return the answer to ``request``, both JSON; all windows then look for changes."""
        with self._turn:
            told = answer(self.studio, request.decode("utf-8", "replace")).encode()
        self.look_again()
        return told

    def look_again(self, *, sources: bool = False) -> None:
        """Have every window compare what it shows; with ``sources``, also with the templates and texts."""
        if sources:
            now = source_digest()
            if self._sources != now:
                with self._turn:
                    self.studio.read_sources_again()
            self._sources = now
        self.windows.look_again()

    def close(self) -> None:
        """End every listening."""
        self.windows.close()

    def _state(self) -> dict[str, str]:
        return {"version": self.studio.version(), "sources": self._sources.hex()}
