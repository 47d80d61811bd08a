"""What a request must be answered, and what it must count: the collector's contract, written a second time.

Nothing of the collector is used, and no JSON parser: an error there would be one here, too.
"""

from __future__ import annotations

import base64
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
    """The answer's status and reason; of an accepted contribution its survey, code or ballot, and slip, too.

    A slip counts once: whether this request uses it or another one has is not known here.
    """

    status: int
    error: str = ""
    contribution: tuple[str, str] | None = None
    slip: str | None = None
    ballot: tuple[str, bytes] | None = None  # its survey, and what is stored


@dataclass(frozen=True)
class Model:
    """The surveys of the collector under test, by id: their kind; the slips that were drawn; its settings.

    Kinds are ``"levers"`` and ``"type"`` (open to everybody, with such codes), ``"slips"`` (with levers),
    ``"sealed"`` (open, to two trustees), ``"sealed with slips"`` (to one), ``"paper"``, ``"later"`` (not open
    yet), ``"past"`` and ``"shut"`` (closed by date and by hand).
    """

    surveys: Mapping[str, str]
    slips: frozenset[str]
    origin: str | None = None

    def expect(self, request: Request) -> Expected:
        """Return what must be the answer."""
        if request.path == "/healthz":
            return Expected(200) if request.method in ("GET", "HEAD") else Expected(405, "wrong method")
        place = re.fullmatch(r"/v1/surveys/([^/]+)/(codes|ballots)", request.path, re.DOTALL)
        if place is None:
            return Expected(404, "not found")
        asking = request.method == "OPTIONS" and self.origin
        if request.method != "POST" and not asking:
            return Expected(405, "wrong method")
        sent_from = _header(request.headers, b"origin")
        if self.origin and sent_from not in (None, self.origin):
            return Expected(403, "foreign origin")
        return Expected(204) if asking else self._expect_of_post(place[1], _KEYS[place[2]], request)

    def _expect_of_post(self, survey: str, key: str, request: Request) -> Expected:
        if len(survey) > 64 or not re.fullmatch("[a-z0-9]+(-[a-z0-9]+)*", survey):
            return Expected(404, "unknown survey")
        return _refused_by_headers(request.headers) or self._expect_of_body(survey, key, request)

    def _expect_of_body(self, survey: str, key: str, request: Request) -> Expected:
        body = b"".join(request.pieces)
        if len(body) > MOST_BYTES:
            return Expected(413, "too large")
        content = None if request.broken_off else contents(body, key)
        if content is None:
            return Expected(400, "malformed")
        if key == "ballot":
            return self._expect_of_ballot(survey, content[key], content.get("slip"))
        return self._expect_of_contribution(survey, content["code"], content.get("slip"))

    def _expect_of_ballot(self, survey: str, text: str, slip: str | None) -> Expected:
        if not _is_base64url(text):
            return Expected(400, "malformed")
        ballot = (survey, base64.urlsafe_b64decode(text))
        refused = _refused_ballot(self.surveys.get(survey, "paper"), ballot[1], slip)
        if refused or slip is None:
            return refused or Expected(204, ballot=ballot)
        read = _slip(slip)
        known = read in self.slips
        return Expected(204, slip=read, ballot=ballot) if known else Expected(403, "unknown slip")

    def _expect_of_contribution(self, survey: str, code: str, slip: str | None) -> Expected:
        kind = self.surveys.get(survey, "paper")
        if kind in _REFUSED:
            return _REFUSED[kind]
        if kind in _BALLOT_BYTES:
            return Expected(400, "sealed")
        if code not in all_codes("type" if kind == "type" else "levers"):
            return Expected(400, "unknown code")
        if kind != "slips":
            return Expected(400, "slip not expected") if slip is not None else _counted(survey, code)
        if slip is None:
            return Expected(400, "slip missing")
        read = _slip(slip)
        return _counted(survey, code, read) if read in self.slips else Expected(403, "unknown slip")


def _refused_ballot(kind: str, ballot: bytes, slip: str | None) -> Expected | None:
    if kind in _REFUSED:
        return _REFUSED[kind]
    if kind not in _BALLOT_BYTES:
        return Expected(400, "not sealed")
    if len(ballot) != _BALLOT_BYTES[kind]:
        return Expected(400, "wrong length")
    if (slip is None) == (kind == "sealed"):
        return None
    return Expected(400, "slip missing" if slip is None else "slip not expected")


def _slip(typed: str) -> str:
    return re.sub(r"[\s\u002d\u00ad\u2010-\u2015\u2212]", "", typed.upper())


def _is_base64url(text: str) -> bool:
    """Tell whether ``text`` is base64url (RFC 4648) with its padding, and zeros in the bits left over."""
    signs = text.rstrip("=")
    whole = re.fullmatch(r"(?:[A-Za-z0-9_-]{4})*(?:[A-Za-z0-9_-]{2}==|[A-Za-z0-9_-]{3}=)?", text)
    left_over = {2: "AQgw", 3: "AEIMQUYcgkosw048"}.get(len(signs) % 4)
    return whole is not None and (left_over is None or signs[-1] in left_over)


def _counted(survey: str, code: str, slip: str | None = None) -> Expected:
    return Expected(204, "", (survey, code), slip)


_KEYS = {"codes": "code", "ballots": "ballot"}
_BALLOT_BYTES = {"sealed": 111, "sealed with slips": 63}
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


def contents(body: bytes, key: str) -> dict[str, str] | None:
    """Return the texts under ``key`` and "slip"; ``None`` if ``body`` is anything but such an object."""
    try:
        found = _OBJECT.fullmatch(body.decode("utf-8"))
    except UnicodeDecodeError:
        return None
    if found is None:
        return None
    texts = [_plain(text) for text in found.groups() if text is not None]
    keys, values = texts[::2], texts[1::2]
    if sorted(keys) not in ([key], [key, "slip"]):
        return None
    return dict(zip(keys, values, strict=True))


def _plain(text: str) -> str:
    return _ESCAPED.sub(
        lambda found: chr(int(found[1][1:], 16)) if found[1][0] == "u" else _SHORT.get(found[1], found[1]),
        text,
    )
