"""A grammar of requests: mostly nearly right, because what is nearly right finds most."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from random import Random

from questionnaire import all_codes, slips
from tests.collector.fuzz.model import MOST_BYTES, Header, Request

_CODES = {"levers": all_codes("levers"), "type": all_codes("type")}
_COLLECTING = ("levers", "type", "slips", "sealed", "sealed with slips")
_BALLOT_BYTES = {"sealed": 111, "sealed with slips": 63}
_METHODS = ("GET", "PUT", "HEAD", "OPTIONS", "DELETE", "PATCH", "TRACE", "BREW", "post", "")
_TYPES = (
    b"Application/JSON",
    b"application/json; charset=utf-8",
    b" application/json ",
    b"application/json;",
)
_WRONG_TYPES = (
    b"text/plain",
    b"application/jsonp",
    b"",
    b"application/x-www-form-urlencoded",
    b"js\xf6n",
    b";",
)
_ENCODINGS = (b"gzip", b"identity", b"", b"\xe4", b"br, identity", b"Identity")
_LENGTHS = (b"-1", b"0", b"256", b"257", b"9" * 400, b"+5", b"1_0", b"0x10", b" 15", b"\xb2", b"", b"0015")
_ORIGINS = (b"https://intranet.example", b"null", b"", b"https://intranet.example.evil", b"\xfc")
_OTHER_HEADERS: tuple[Header, ...] = (
    (b"x-forwarded-for", b"1.2.3.4, 5.6.7.8"),
    (b"x-forwarded-for", b"\xff\x00"),
    (b"transfer-encoding", b"chunked"),
    (b"expect", b"100-continue"),
    (b"cookie", b"a=b"),
    (b"x-http-method-override", b"GET"),
    (b"content-type", b"application/json"),
    (b"content-length", b"14"),
    (b"host", b"other.example"),
)
_VALUES = (
    "null",
    "true",
    "NaN",
    "-Infinity",
    "0",
    "1e999",
    '""',
    "[]",
    "{}",
    '"A-ST"',
    '"\\ud800"',
    '{"code":"M"}',
)
_PIECES = (
    b"{",
    b"}",
    b'"',
    b":",
    b",",
    b"\\",
    b"\x00",
    b"\xff",
    b'"code"',
    b'"slip"',
    b'"ballot"',
    b"[[[[",
    b"\xef\xbb\xbf",
    b" ",
)


class Grammar:
    """Makes requests from ``chance``, for ``surveys`` (id -> kind, as in the model), with slips ``drawn``."""

    def __init__(self, chance: Random, surveys: Mapping[str, str], drawn: Sequence[str]) -> None:
        self._chance = chance
        self._surveys = surveys
        self._ids = [*surveys, *(3 * [id_ for id_, kind in surveys.items() if kind in _COLLECTING])]
        self._drawn = drawn
        self._next_slip = 0
        self._ballots = [chance.randbytes(length) for length in (63, 111) for _ in range(40)]

    def request(self) -> Request:
        """Return the next request."""
        chance = self._chance
        survey = chance.choice(self._ids)
        body = self._body(self._surveys[survey])
        return Request(
            method="POST" if chance.random() < 0.96 else chance.choice(_METHODS),
            path=self._path(survey),
            headers=self._headers(len(body)),
            pieces=self._pieces(body),
            broken_off=chance.random() < 0.03,
            client=self._client(),
        )

    def code(self, detail: str) -> str:
        """Return one of the codes that surveys of this detail take."""
        return self._chance.choice(_CODES[detail])

    def mutated(self, body: bytes) -> bytes:
        """Return ``body`` with a few bytes changed, left out, added or sent twice."""
        chance = self._chance
        for _ in range(chance.choice((1, 1, 1, 2, 5))):
            start = chance.randrange(len(body) + 1)
            end = min(len(body), start + chance.choice((0, 1, 1, 3)))
            new = chance.choice((b"", chance.choice(_PIECES), chance.randbytes(1), body[start : start + 9]))
            body = body[:start] + new + body[end:]
        return body

    def _one_of(self, usual: Callable[[], bytes], others: Sequence[bytes], share: float) -> bytes:
        return self._chance.choice(others) if self._chance.random() < share else usual()

    def _path(self, survey: str) -> str:
        chance = self._chance
        sealed = (self._surveys[survey] in _BALLOT_BYTES) != (chance.random() < 0.05)
        path = f"/v1/surveys/{survey}/{'ballots' if sealed else 'codes'}"
        if chance.random() < 0.92:
            return path
        if chance.random() < 0.3:
            return chance.choice(
                ("/healthz", "/", "", "/v1/surveys//codes", "/docs", "/healthz/", "*", "//healthz")
            )
        place, sign = chance.randrange(len(path) + 1), chance.choice("/%?#.~ \n\x00aA-_ü\ud800𝕏")
        return path[:place] + sign * chance.choice((1, 1, 2, 70)) + path[place + chance.randrange(2) :]

    def _headers(self, length: int) -> tuple[Header, ...]:
        chance = self._chance
        headers: list[Header] = []
        if chance.random() < 0.98:
            kind = self._one_of(lambda: b"application/json", _TYPES, 0.2)
            headers.append((b"content-type", self._one_of(lambda: kind, _WRONG_TYPES, 0.03)))
        if chance.random() < 0.9:
            headers.append((b"content-length", self._one_of(lambda: b"%d" % length, _LENGTHS, 0.05)))
        if chance.random() < 0.03:
            headers.append((b"content-encoding", chance.choice(_ENCODINGS)))
        if chance.random() < 0.3:
            headers.append((b"origin", chance.choice(_ORIGINS[: 1 if chance.random() < 0.7 else None])))
        while chance.random() < 0.2:
            headers.append(chance.choice(_OTHER_HEADERS))
        if chance.random() < 0.1:
            chance.shuffle(headers)
        return tuple(headers)

    def _client(self) -> tuple[str, int] | None:
        chance = self._chance
        number = chance.getrandbits(32)
        address = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        if number % 16 == 0:
            address = f"2001:db8:{number & 0xFFFF:x}::{number >> 16:x}"
        return None if number % 97 == 0 else (address, number & 0xFFFF)

    def _pieces(self, body: bytes) -> tuple[bytes, ...]:
        if self._chance.random() < 0.8:
            return (body,)
        cuts = sorted(self._chance.randrange(len(body) + 1) for _ in range(self._chance.randrange(1, 5)))
        return tuple(body[start:end] for start, end in zip([0, *cuts], [*cuts, len(body)], strict=True))

    def _body(self, survey: str) -> bytes:
        kind = self._chance.random()
        if kind < 0.7:
            return self._contribution(survey)
        if kind < 0.88:
            return self.mutated(self._contribution(survey))
        if kind < 0.97:
            return self._other_json(3).encode("utf-8", "surrogatepass")
        return self._chance.randbytes(self._chance.choice((0, 1, 20, 255, 256, 257, 3000)))

    def _contribution(self, survey: str) -> bytes:
        """Return a contribution to a survey of this kind as any JSON writer could write it."""
        chance = self._chance
        detail = "type" if (survey == "type") != (chance.random() < 0.05) else "levers"
        sealed = (survey in _BALLOT_BYTES) != (chance.random() < 0.05)
        pairs = [("ballot", self._ballot(survey)) if sealed else ("code", self.code(detail))]
        if (survey in ("slips", "sealed with slips")) != (chance.random() < 0.05):
            pairs.insert(chance.randrange(2), ("slip", self._slip()))
        if chance.random() < 0.05:  # one too many: the same key, or another
            pairs.insert(
                chance.randrange(len(pairs) + 1), (chance.choice(("code", "slip", "ballot", "name")), "M")
            )
        colon, comma, edge = (self._space() for _ in range(3))
        inner = f",{comma}".join(f"{self._text(key)}{colon}:{self._text(value)}" for key, value in pairs)
        body = f"{edge}{{{inner}{comma}}}{colon}".encode()
        return (
            body + b" " * (MOST_BYTES - len(body) + chance.choice((0, 1))) if chance.random() < 0.02 else body
        )

    def _ballot(self, survey: str) -> str:
        """Return a ballot, often one that was sent already, and now and then of a length that none has."""
        chance = self._chance
        length = _BALLOT_BYTES.get(survey, 63)
        known = [ballot for ballot in self._ballots if len(ballot) == length]
        kind = chance.random()
        if kind < 0.4:
            ballot = chance.choice(known)
        elif kind < 0.9:
            ballot = chance.randbytes(length)
        else:
            ballot = chance.randbytes(chance.choice((0, 1, 62, 63, 64, 110, 111, 112)))
        text = base64.urlsafe_b64encode(ballot).decode()
        return (
            text if chance.random() < 0.97 else text.replace("_", "/") + chance.choice(("", "=", "==", "-"))
        )

    def _slip(self) -> str:
        chance = self._chance
        kind = chance.random()
        if kind < 0.5 and self._next_slip < len(self._drawn):
            self._next_slip += 1
            slip = self._drawn[self._next_slip - 1]
        elif kind < 0.8:
            slip = self._drawn[chance.randrange(max(1, self._next_slip))]
        elif kind < 0.9:
            return slips.draw(chance.randrange)
        else:
            return chance.choice(("", "x", "ABCD-EFGH-JKMNP", "ß" * 13, "\ud83d", "-" * 13))
        return chance.choice((slip, slip, slip.lower(), slips.grouped(slip), f" {slip}\u2013"))

    def _space(self) -> str:
        return (
            ""
            if self._chance.random() < 0.8
            else self._chance.choice((" ", "\n", "\t\r", "  ", "\u00a0", "\f"))
        )

    def _text(self, text: str) -> str:
        if self._chance.random() < 0.8:
            return json.dumps(text)
        return '"' + "".join(self._character(one) for one in text) + '"'

    def _character(self, one: str) -> str:
        if self._chance.random() < 0.2 or not one.isascii():
            return json.dumps(one, ensure_ascii=True)[1:-1] if ord(one) > 0xFFFF else f"\\u{ord(one):04x}"
        return one

    def _other_json(self, depth: int) -> str:
        chance = self._chance
        if depth == 0 or chance.random() < 0.3:
            return chance.choice(_VALUES)
        inner = [self._other_json(depth - 1) for _ in range(chance.randrange(4))]
        if chance.random() < 0.3:
            return f"[{','.join(inner)}]"
        keys = ('"code"', '"slip"', '"name"', '"c\\u006fde"', '""')
        return "{" + ",".join(f"{chance.choice(keys)}:{value}" for value in inner) + "}"
