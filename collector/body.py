"""A request's body becomes a submission, or is refused: at most 256 bytes, in time, strict JSON."""

from __future__ import annotations

import json
from typing import NoReturn

from collector.deadline import Deadline
from collector.model import Submission
from collector.refusals import MALFORMED, NOT_JSON, TOO_LARGE, TOO_SLOW, RefusedError
from collector.rsgi import Exchange, Headers

LONGEST = 256  # bytes


def check_headers(headers: Headers) -> None:
    """Refuse what is not JSON by its own account, or announces too much, before anything is read."""
    media_type = headers.get("content-type")
    if media_type != "application/json" and not _means_json(media_type or ""):
        raise RefusedError(NOT_JSON)
    if "content-encoding" in headers and headers.get("content-encoding") != "identity":
        raise RefusedError(NOT_JSON)
    announced = headers.get("content-length") or "0"
    if not (announced.isascii() and announced.isdigit()):
        raise RefusedError(MALFORMED)
    if len(announced) > len(str(LONGEST)) or int(announced) > LONGEST:
        raise RefusedError(TOO_LARGE)


def _means_json(media_type: str) -> bool:
    return media_type.partition(";")[0].strip().lower() == "application/json"


async def read(exchange: Exchange, headers: Headers, deadline: Deadline) -> bytes:
    """Return the whole body, which has to be here by the deadline; stop at the first byte too many."""
    # The server hands on no more than was announced: that may be taken at once.
    body = exchange() if "content-length" in headers else _in_pieces(exchange)
    try:
        content = await deadline.keep(body)
    except TimeoutError:
        raise RefusedError(TOO_SLOW) from None
    if len(content) > LONGEST:
        raise RefusedError(TOO_LARGE)
    return content


async def _in_pieces(exchange: Exchange) -> bytes:
    """Return a body of unknown length. One that breaks off ends like any other; its JSON tells them apart."""
    body = b""
    async for piece in exchange:
        body += piece[: LONGEST + 1]
        if len(body) > LONGEST:
            break
    return body


def parse(survey: str, body: bytes) -> Submission:
    """Return the submission in ``body``; whatever else stands there is refused as malformed."""
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
