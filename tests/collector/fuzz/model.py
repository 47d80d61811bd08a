"""What a request must be answered, and what it must count: the collector's contract, written a second time.

Nothing of the collector is used, and no JSON parser: an error there would be one here, too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from questionnaire import all_codes

Header = tuple[bytes, bytes]
MOST_BYTES = 256


class Request(NamedTuple):
    """A request as a server hands it on; ``broken_off``: the client is gone before the body's end."""

    method: str
    path: str
    headers: tuple[Header, ...]
    pieces: tuple[bytes, ...]
    broken_off: bool = False
    client: tuple[str, int] | None = ("10.0.0.1", 50000)


class Expected(NamedTuple):
    """The answer's status and reason; of an accepted contribution its survey, code and slip, too.

    A slip counts once: whether this request uses it or another one has is not known here.
    """

    status: int
    error: str = ""
    contribution: tuple[str, str] | None = None
    slip: str | None = None


@dataclass(frozen=True)
class Model:
    """The surveys of the collector under test, by id: their kind; the slips that were drawn; its settings.

    Kinds are ``"levers"`` and ``"type"`` (open to everybody, with such codes), ``"slips"`` (with levers),
    ``"paper"``, ``"later"`` (not open yet), ``"past"`` and ``"shut"`` (closed by date and by hand).
    """

    surveys: Mapping[str, str]
    slips: frozenset[str]
    origin: str | None = None

    def expect(self, request: Request) -> Expected:
        """Return what must be the answer."""
        if request.path == "/healthz":
            return Expected(200) if request.method in ("GET", "HEAD") else Expected(405, "wrong method")
        place = re.fullmatch(r"/v1/surveys/([^/]+)/codes", request.path, re.DOTALL)
        if place is None:
            return Expected(404, "not found")
        asking = request.method == "OPTIONS" and self.origin
        if request.method != "POST" and not asking:
            return Expected(405, "wrong method")
        sent_from = _header(request.headers, b"origin")
        if self.origin and sent_from not in (None, self.origin):
            return Expected(403, "foreign origin")
        return Expected(204) if asking else self._expect_of_post(place[1], request)

    def _expect_of_post(self, survey: str, request: Request) -> Expected:
        if len(survey) > 64 or not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", survey):
            return Expected(404, "unknown survey")
        return _refused_by_headers(request.headers) or self._expect_of_body(survey, request)

    def _expect_of_body(self, survey: str, request: Request) -> Expected:
        body = b"".join(request.pieces)
        if len(body) > MOST_BYTES:
            return Expected(413, "too large")
        content = None if request.broken_off else contents(body)
        if content is None:
            return Expected(400, "malformed")
        return self._expect_of_contribution(survey, content["code"], content.get("slip"))

    def _expect_of_contribution(self, survey: str, code: str, slip: str | None) -> Expected:
        kind = self.surveys.get(survey, "paper")
        if kind in _REFUSED:
            return _REFUSED[kind]
        if code not in all_codes("type" if kind == "type" else "levers"):
            return Expected(400, "unknown code")
        if kind != "slips":
            return Expected(400, "slip not expected") if slip is not None else _counted(survey, code)
        if slip is None:
            return Expected(400, "slip missing")
        read = re.sub(r"[\s\u002d\u00ad\u2010-\u2015\u2212]", "", slip.upper())
        return _counted(survey, code, read) if read in self.slips else Expected(403, "unknown slip")


def _counted(survey: str, code: str, slip: str | None = None) -> Expected:
    return Expected(204, "", (survey, code), slip)


_REFUSED = {
    "paper": Expected(404, "unknown survey"),
    "later": Expected(403, "not open"),
    "past": Expected(403, "closed"),
    "shut": Expected(403, "closed"),
}


def _header(headers: Iterable[Header], wanted: bytes) -> str | None:
    """Return the first value of a header."""
    return next((value.decode("latin-1") for name, value in headers if name == wanted), None)


def _refused_by_headers(headers: tuple[Header, ...]) -> Expected | None:
    media_type = (_header(headers, b"content-type") or "").split(";")[0].strip().lower()
    if media_type != "application/json" or _header(headers, b"content-encoding") not in (None, "identity"):
        return Expected(415, "not json")
    length = _header(headers, b"content-length")
    if length is None:
        return Expected(411, "length missing")
    if not re.fullmatch("[0-9]+", length):
        return Expected(400, "malformed")
    # A number of more digits than the limit is refused unread.
    return Expected(413, "too large") if len(length) > 3 or int(length) > MOST_BYTES else None


_SPACE = r"[ \t\n\r]*"
_TEXT = r'"((?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*)"'
_PAIR = f"{_SPACE}{_TEXT}{_SPACE}:{_SPACE}{_TEXT}{_SPACE}"
_OBJECT = re.compile(rf"{_SPACE}\{{{_PAIR}(?:,{_PAIR})?\}}{_SPACE}")
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}


def contents(body: bytes) -> dict[str, str] | None:
    """Return the texts of a contribution by their keys; ``None`` if ``body`` is anything else."""
    try:
        found = _OBJECT.fullmatch(body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if found is None:
        return None
    texts = [_plain(text) for text in found.groups() if text is not None]
    keys, values = texts[::2], texts[1::2]
    if sorted(keys) not in (["code"], ["code", "slip"]):
        return None
    return dict(zip(keys, values, strict=True))


def _plain(text: str) -> str:
    return _ESCAPED.sub(
        lambda found: chr(int(found[1][1:], 16)) if found[1][0] == "u" else _SHORT.get(found[1], found[1]),
        text,
    )
