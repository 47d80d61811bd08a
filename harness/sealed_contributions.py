"""Sealed surveys, ballots that are sealed as a page seals them, and what stands in them."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from typing import Any

from collector import SealedSubmission, Survey
from generator.sealing import hpke
from harness.contributions import rows, survey
from harness.trustees import COUNCIL, OFFICER
from questionnaire import sealed_ballot

TRUSTEES = (COUNCIL, OFFICER)  # the first counts, the second opens first
INSTRUMENT = hashlib.sha256(b"the questions").hexdigest()


def public_texts(seals: int = 1) -> tuple[str, ...]:
    """Return the public keys of so many trustees, as they stand in site.toml."""
    return tuple(trustee.public_text for trustee in TRUSTEES[:seals])


def sealed_survey(seals: int = 1, **changes: Any) -> Survey:  # noqa: ANN401 (any setting)
    """Return a survey with slips that is sealed to one or two trustees, or with other settings."""
    return survey(**{"mode": "slips", "seal": public_texts(seals), **changes})


def ballot(code: str = "A-ST", *, to: str = "hafen-2027", seals: int = 1) -> bytes:
    """Return a new sealed ballot with ``code``: no two are equal."""
    keys = [trustee.public_key for trustee in TRUSTEES[:seals]]
    return hpke.seal(sealed_ballot.plaintext(code), keys, sealed_ballot.info(to, INSTRUMENT, "levers"))


def send_sealed(contents: bytes, slip: str | None = None, to: str = "hafen-2027") -> SealedSubmission:
    """Return a submission of a sealed ballot."""
    return SealedSubmission(to, contents, slip)


def code_in(contents: bytes, *, to: str = "hafen-2027", seals: int = 1) -> str:
    """Return the code in a sealed ballot, as all its trustees together read it."""
    keys = [trustee.secret for trustee in TRUSTEES[:seals]]
    return sealed_ballot.code_of(hpke.unseal(contents, keys, sealed_ballot.info(to, INSTRUMENT, "levers")))


def codes_in(ballots: Iterable[bytes], *, to: str = "hafen-2027", seals: int = 1) -> Counter[str]:
    """Return how often each code stands in ``ballots``."""
    return Counter(code_in(one, to=to, seals=seals) for one in ballots)


def stored_ballots(url: str, of: str = "hafen-2027") -> list[bytes]:
    """Return the ballots in the database, in the order in which it gives them; also while a survey runs."""
    return [bytes(row[2]) for row in rows(url, "ballots") if row[0] == of]  # type: ignore[call-overload]
