"""Turn a request's body into a submission; refuse everything but small, strict JSON.

Starlette can limit a body, too, but would word the refusal itself.
"""

from __future__ import annotations

import base64
import json
from contextlib import aclosing
from typing import NoReturn

from starlette.datastructures import Headers
from starlette.requests import Request

from collector.model import SealedSubmission, Submission
from collector.refusals import LENGTH_MISSING, MALFORMED, NOT_JSON, TOO_LARGE, RefusedError
from questionnaire.contribution import CODE, MOST_BYTES, SLIP
from questionnaire.sealed_ballot import BALLOT


def check_headers(headers: Headers) -> None:
    """Raise ``RefusedError`` if the headers announce anything but JSON, no length, or too many bytes."""
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != "application/json" or headers.get("content-encoding", "identity") != "identity":
        raise RefusedError(NOT_JSON)
    announced = headers.get("content-length")
    if announced is None:  # browsers always send one; where a body without one ends, a cut may end it, too
        raise RefusedError(LENGTH_MISSING)
    if not (announced.isascii() and announced.isdigit()):
        raise RefusedError(MALFORMED)
    if len(announced) > len(str(MOST_BYTES)) or int(announced) > MOST_BYTES:
        raise RefusedError(TOO_LARGE)


async def read(request: Request) -> bytes:
    """Return the whole body.

    Raises ``RefusedError`` as soon as it is too large, ``ClientDisconnect`` if it breaks off.
    """
    body = b""
    async with aclosing(request.stream()) as pieces:
        async for piece in pieces:
            body += piece
            if len(body) > MOST_BYTES:
                raise RefusedError(TOO_LARGE)
    return body


def parse(survey: str, body: bytes) -> Submission:
    """Return the submission in ``body``; raises ``RefusedError`` for anything else."""
    texts = _texts(body, CODE)
    return Submission(survey, texts[CODE], texts.get(SLIP))


def parse_ballot(survey: str, body: bytes) -> SealedSubmission:
    """Return the sealed submission in ``body``; raises ``RefusedError`` for anything else."""
    texts = _texts(body, BALLOT)
    return SealedSubmission(survey, _bytes_in(texts[BALLOT]), texts.get(SLIP))


def _bytes_in(text: str) -> bytes:
    """Return the bytes that ``text`` holds in base64url; there is one text for each."""
    try:
        contents = base64.urlsafe_b64decode(text)
    except ValueError:
        raise RefusedError(MALFORMED) from None
    if base64.urlsafe_b64encode(contents).decode("ascii") != text:
        raise RefusedError(MALFORMED)
    return contents


def _texts(body: bytes, key: str) -> dict[str, str]:
    """Return what stands under ``key``, and under "slip" where it is there; nothing else may be there."""
    try:
        content = _JSON.decode(body.decode("utf-8"))
    except (ValueError, RecursionError):
        raise RefusedError(MALFORMED) from None
    if not isinstance(content, dict) or not {key} <= content.keys() <= {key, SLIP}:
        raise RefusedError(MALFORMED)
    if not all(isinstance(value, str) for value in content.values()):
        raise RefusedError(MALFORMED)
    return content


def _object_without_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key stands there twice")
    return content


def _refuse_constant(_constant: str) -> NoReturn:
    raise ValueError("NaN and Infinity are not JSON")


_JSON = json.JSONDecoder(object_pairs_hook=_object_without_duplicates, parse_constant=_refuse_constant)
