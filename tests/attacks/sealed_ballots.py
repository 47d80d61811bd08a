"""Sealed ballots for the attacks, and what somebody does who has ballots and perhaps a key."""

from __future__ import annotations

import random
from collections.abc import Sequence
from contextlib import suppress
from functools import cache

from generator.sealing import hpke
from generator.sealing.hpke import SealError
from generator.sealing.keys import TrusteeKey, draw
from questionnaire import all_codes
from questionnaire.sealed_ballot import BallotError, code_of, info, plaintext

INSTRUMENT = "5" * 64
SURVEY_ID = "hafen-2027"
INFO = info(SURVEY_ID, INSTRUMENT, "levers")
CODES = all_codes("levers")


@cache
def trustee(number: int = 0) -> TrusteeKey:
    """Return the key of trustee ``number``: the same one each time."""
    del number
    return draw()


def drawn_codes(number: int, seed: int = 18) -> list[str]:
    """Return the codes of ``number`` people, the same for the same seed."""
    return random.Random(seed).choices(CODES, k=number)  # noqa: S311 (repeatable)


def sealed(codes: Sequence[str], *trustees: TrusteeKey, info_bytes: bytes = INFO) -> list[bytes]:
    """Return each of ``codes`` as a ballot sealed to ``trustees``, the first innermost."""
    keys = [one.public_key for one in trustees or (trustee(),)]
    return [hpke.seal(plaintext(code), keys, info_bytes) for code in codes]


def opened(ballot: bytes, *trustees: TrusteeKey, info_bytes: bytes = INFO) -> str | None:
    """Return the code in ``ballot``, or ``None`` where these keys do not open it or it holds no code."""
    keys = [one.secret for one in trustees or (trustee(),)]
    with suppress(SealError, BallotError):
        return code_of(hpke.unseal(ballot, keys, info_bytes))
    return None
