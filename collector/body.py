"""A request's body becomes a submission, or is refused: at most 256 bytes, in time, strict JSON."""

from __future__ import annotations

import json
from collections.abc import Awaitable
from typing import NoReturn, get_args

from collector.model import Submission
from collector.refusals import MALFORMED, NOT_JSON, TOO_LARGE, RefusedError
from collector.rsgi import Exchange, Headers
from questionnaire import all_codes
from questionnaire.model import Detail

LONGEST = 256  # bytes
_LENGTHS = frozenset(map(str, range(LONGEST + 1)))
# What our own pages send without a slip is known beforehand, and need not be read letter by letter.
_AS_PAGES_SEND_IT = {
    json.dumps({"code": code}, separators=(",", ":")).encode(): code
    for detail in get_args(Detail)
    for code in all_codes(detail)
}


def check_headers(headers: Headers) -> None:
    """Refuse what is not JSON by its own account, or announces too much, before anything is read."""
    media_type = headers.get("content-type")
    if media_type != "application/json" and not _means_json(media_type or ""):
        raise RefusedError(NOT_JSON)
    if "content-encoding" in headers and headers.get("content-encoding") != "identity":
        raise RefusedError(NOT_JSON)
    announced = headers.get("content-length")
    if not announced or announced in _LENGTHS:
        return
    if not (announced.isascii() and announced.isdigit()):
        raise RefusedError(MALFORMED)
    if len(announced) > len(str(LONGEST)) or int(announced) > LONGEST:
        raise RefusedError(TOO_LARGE)


def _means_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() == "application/json"


def whole(exchange: Exchange, headers: Headers) -> Awaitable[bytes]:
    """Return the whole body, or of one whose length nobody announced a little more than ``parse`` takes."""
    # The server hands on no more than was announced: that may be taken at once.
    return exchange() if "content-length" in headers else _in_pieces(exchange)


async def _in_pieces(exchange: Exchange) -> bytes:
    """Return a body of unknown length. One that breaks off ends like any other; its JSON tells them apart."""
    body = b""
    async for piece in exchange:
        body += piece[: LONGEST + 1]
        if len(body) > LONGEST:
            break
    return body


def parse(survey: str, body: bytes) -> Submission:
    """Return the submission in ``body``; what is too large, or anything else, is refused."""
    if code := _AS_PAGES_SEND_IT.get(body):
        return Submission(survey, code)
    if len(body) > LONGEST:
        raise RefusedError(TOO_LARGE)
    try:
        content = _JSON.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise RefusedError(MALFORMED) from None
    if not isinstance(content, dict) or not {"code"} <= content.keys() <= {"code", "slip"}:
        raise RefusedError(MALFORMED)
    if not all(isinstance(value, str) for value in content.values()):
        raise RefusedError(MALFORMED)
    return Submission(survey, content["code"], content.get("slip"))


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key stands there twice")
    return content


def _refuse(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


_JSON = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_refuse)
