"""A request's body becomes a submission, or is refused: at most 256 bytes, in time, strict JSON."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import NoReturn

from starlette.datastructures import Headers

from collector.model import Submission
from collector.refusals import MALFORMED, NOT_JSON, TOO_LARGE, TOO_SLOW, RefusedError

LONGEST = 256  # bytes


def check_headers(headers: Headers) -> None:
    """Refuse what is not JSON by its own account, or announces too much, before anything is read."""
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or headers.get("content-encoding", "identity") != "identity":
        raise RefusedError(NOT_JSON)
    announced = headers.get("content-length", "0")
    if not (announced.isascii() and announced.isdigit()):
        raise RefusedError(MALFORMED)
    if len(announced) > len(str(LONGEST)) or int(announced) > LONGEST:
        raise RefusedError(TOO_LARGE)


async def read(stream: AsyncIterator[bytes], seconds: float) -> bytes:
    """Return the whole body, which has to be here within ``seconds``; stop at the first byte too many."""
    body = b""
    try:
        async with asyncio.timeout(seconds):
            async for chunk in stream:
                body += chunk[: LONGEST + 1]
                if len(body) > LONGEST:
                    raise RefusedError(TOO_LARGE)
    except TimeoutError:
        raise RefusedError(TOO_SLOW) from None
    return body


def parse(survey: str, body: bytes) -> Submission:
    """Return the submission in ``body``; whatever else stands there is refused as malformed."""
    try:
        content = json.loads(body.decode("utf-8"), object_pairs_hook=_object, parse_constant=_refuse)
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
