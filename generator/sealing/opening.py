"""Open an urn: each trustee's key takes one seal off, the outermost first.

Every ballot is bound to the survey and the instrument that the urn names, so an urn that says something else
than what its ballots were sealed for holds spoilt ballots only.
"""

from __future__ import annotations

from collections.abc import Collection

from generator.sealing.hpke import SealError, unseal
from generator.sealing.keys import TrusteeKey
from questionnaire import urn as urns
from questionnaire.faults import Fault
from questionnaire.urn import Counted, Urn


def objection(urn: Urn, public_key: str, at_hand: Collection[str]) -> Fault | None:
    """Return the reason why a key takes no seal off ``urn`` now; ``None`` if it does.

    ``at_hand`` has the public keys of all trustees whose keys are there.
    """
    details = {"fingerprint": urn.next_fingerprint}
    if public_key in urn.opened:
        return Fault("urn.seal_is_off", details=details)
    if public_key not in urn.seals:
        return Fault("urn.another_key", details=details)
    outer = urn.seals[urn.seals.index(public_key) + 1 :]
    return None if set(outer) <= set(at_hand) else Fault("urn.other_key_first", details=details)


def without_outer_seal(urn: Urn, key: TrusteeKey) -> Urn:
    """Return the urn for the next trustee; raises ``ValueError`` if ``key`` is not that of the last seal."""
    return urns.with_one_seal_less(urn, _opened(urn, key))


def counted(urn: Urn, key: TrusteeKey) -> Counted:
    """Return the exact counts of an urn with one seal; raises ``ValueError`` as ``without_outer_seal``.

    They go into the rule of disclosure and nowhere else: nobody prints, logs or saves them.
    """
    return urns.counted(urn, _opened(urn, key))


def _opened(urn: Urn, key: TrusteeKey) -> list[bytes | None]:
    if key.public_text != urn.seals[-1]:
        raise ValueError(f"the key is {key.public_text}; expected {urn.seals[-1]}")
    return [_under_seal(ballot, key, urn.info) for ballot in urn.ballots]


def _under_seal(ballot: bytes, key: TrusteeKey, info: bytes) -> bytes | None:
    try:
        return unseal(ballot, [key.secret], info)
    except SealError:
        return None  # spoilt: HPKE does not tell why
