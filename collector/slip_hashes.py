"""The stored form of a slip: a hash under its survey's own random key, never the slip itself."""

from __future__ import annotations

import hashlib

from questionnaire import slips

SALT_BYTES = 32
_HASH_BYTES = 16


def slip_hash(typed: str, salt: bytes) -> bytes:
    """Return the keyed hash of the slip in ``typed``; raises ``slips.SlipError`` if it cannot be a slip."""
    return hashlib.blake2b(slips.read(typed).encode(), key=salt, digest_size=_HASH_BYTES).digest()
