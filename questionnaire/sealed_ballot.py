"""A sealed ballot: what is sealed, what the seal is bound to, and how long the sealed ballot is.

A device seals the code to the key of a trustee, or one seal inside another to the keys of two. This module
knows no cryptography: ``generator.sealing`` and the page's ``seal.js`` seal and open by HPKE (RFC 9180).

What is sealed is the contribution without a slip, byte for byte as the page shows it. All are equally long,
whatever their code and the survey's detail, so all sealed ballots with as many seals are, too.

>>> plaintext("M")
b'{"code":"M"}   '
>>> code_of(b'{"code":"M"}   ')
'M'
>>> sealed_bytes(1), sealed_bytes(2)
(63, 111)

The request that carries it is as long with a slip as without one, and with one seal as with two.

>>> len(body(bytes(63))) == len(body(bytes(111), "2345678923456")) == BODY_BYTES
True
"""

from __future__ import annotations

import base64
import re
from typing import get_args

from questionnaire import contribution
from questionnaire.codes import all_codes
from questionnaire.model import Detail
from questionnaire.survey_id import is_survey_id

# Raise it when `plaintext` or the way of sealing changes: no version opens the ballots of another.
VERSION = 1

KEY_BYTES = 32  # of an X25519 key, public or private
# What each seal adds: the sender's key for this one ballot, and the tag that shows every change.
SEAL_BYTES = KEY_BYTES + 16
MOST_SEALS = 2
BALLOT = contribution.BALLOT
BODY_BYTES = contribution.SEALED_BYTES  # of every request

_FINGERPRINT = re.compile("[0-9a-f]{64}")
_CODES = {
    contribution.body(code).encode("ascii"): code for detail in get_args(Detail) for code in all_codes(detail)
}
[PLAINTEXT_BYTES] = {len(contents) for contents in _CODES}


class BallotError(ValueError):
    """The contents of an opened ballot are not those of any code: the ballot is spoilt."""


def info(survey_id: str, instrument_fingerprint: str, detail: Detail) -> bytes:
    """Return what a seal is bound to: it opens only for the same version, survey, instrument and detail.

    The detail, since a code of another one is spoilt: by the number of spoilt ballots an urn that says a
    false one would tell what people have. Each value has a readable line of its own: none can contain the
    end of a line. Raises ``ValueError`` for a text that is no survey's id, no fingerprint of
    ``questionnaire.fingerprint``, or no detail.
    """
    if not is_survey_id(survey_id):
        raise ValueError(f"survey_id is {survey_id!r}; expected a-z, 0-9 and single hyphens")
    if not _FINGERPRINT.fullmatch(instrument_fingerprint):
        raise ValueError(
            f"instrument_fingerprint is {instrument_fingerprint!r}; expected 64 hexadecimal digits"
        )
    if detail not in get_args(Detail):
        raise ValueError(f"detail is {detail!r}; expected one of {', '.join(get_args(Detail))}")
    lines = (
        f"lastbild sealed ballot {VERSION}",
        f"survey {survey_id}",
        f"instrument {instrument_fingerprint}",
        f"detail {detail}",
    )
    return "\n".join(lines).encode("ascii")


def plaintext(code: str) -> bytes:
    """Return the bytes that are sealed for ``code``: always ``PLAINTEXT_BYTES``.

    Raises ``ValueError`` for a text that is no code at any detail.
    """
    if code not in _CODES.values():
        raise ValueError(f"code is {code!r}; expected one of {', '.join(_CODES.values())}")
    return contribution.body(code).encode("ascii")


def code_of(contents: bytes) -> str:
    """Return the code in the ``contents`` of an opened ballot.

    Raises ``BallotError`` for contents that ``plaintext`` gives for no code. Whoever sealed them can have
    written anything, so the message does not quote them.
    """
    code = _CODES.get(bytes(contents))
    if code is None:
        raise BallotError(
            f"{len(contents)} bytes that are no contribution; expected a code in {PLAINTEXT_BYTES} bytes"
        )
    return code


def sealed_bytes(seals: int) -> int:
    """Return the length of every sealed ballot with so many seals: one for each trustee.

    Raises ``ValueError`` if there is none, or more than ``MOST_SEALS``.
    """
    if not 1 <= seals <= MOST_SEALS:
        raise ValueError(f"seals is {seals!r}; expected 1 to {MOST_SEALS}")
    return PLAINTEXT_BYTES + seals * SEAL_BYTES


def body(ballot: bytes, slip: str | None = None) -> str:
    """Return the request body that contributes a sealed ``ballot``: JSON, and spaces up to ``BODY_BYTES``."""
    return contribution.sealed_body(base64.urlsafe_b64encode(ballot).decode("ascii"), slip)
