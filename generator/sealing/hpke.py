"""Seal a ballot to the keys of one or two trustees, and open it: HPKE (RFC 9180), by ``cryptography``.

The mode is base, the suite is DHKEM(X25519, HKDF-SHA256), HKDF-SHA256 and ChaCha20-Poly1305: the page's
``seal.js`` uses the same. A seal is the sender's key for this one ballot (32 bytes) and the ciphertext with
its tag, joined. With two trustees the seal for the second stands around the seal for the first: the second
opens first, and neither reads a ballot alone.

HPKE cannot tell why a seal does not open. Whoever wants to know whether it is the key compares
``public_key_of`` with the key that the ballots were sealed to, before opening any.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from questionnaire.sealed_ballot import KEY_BYTES, MOST_SEALS, SEAL_BYTES

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class SealError(ValueError):
    """Something cannot be sealed or opened.

    ``kind`` is ``"key"`` (bytes that are no key), ``"length"`` (too short to be sealed), or ``"unopened"``
    (sealed to another key, for another survey or instrument, or damaged).
    """

    def __init__(self, kind: Literal["key", "length", "unopened"], message: str) -> None:
        super().__init__(message)
        self.kind = kind


def seal(contents: bytes, public_keys: Sequence[bytes], info: bytes) -> bytes:
    """Return ``contents`` sealed to each of one or two keys, the first innermost, and bound to ``info``.

    Each seal adds ``SEAL_BYTES``. Raises ``SealError`` ("key") for bytes that are no public key, and
    ``ValueError`` for another number of keys, or for one key twice: a single trustee would open both seals.
    """
    _check_number(public_keys)
    sealed = contents
    for key in public_keys:
        try:
            sealed = _SUITE.encrypt(sealed, X25519PublicKey.from_public_bytes(key), info)
        except ValueError:
            raise SealError("key", f"{len(key)} bytes that are no public key for X25519") from None
    return sealed


def unseal(sealed: bytes, private_keys: Sequence[bytes], info: bytes) -> bytes:
    """Return what is under the seals to ``private_keys``, which stand in the order of ``seal``.

    One key takes the outermost seal off: two trustees open one after the other, each on a machine of their
    own, the second first. Raises ``SealError``, and ``ValueError`` as ``seal`` does.
    """
    _check_number(private_keys)
    keys = [_private_key(key) for key in private_keys]
    least = SEAL_BYTES * len(keys)
    if len(sealed) < least:
        raise SealError("length", f"{len(sealed)} bytes; expected {least} or more")
    contents = sealed
    for key in reversed(keys):
        contents = _without_seal(contents, key, info)
    return contents


def public_key_of(private_key: bytes) -> bytes:
    """Return the public key that belongs to ``private_key``; raises ``SealError`` ("key") if it is none."""
    return _private_key(private_key).public_key().public_bytes_raw()


def _without_seal(sealed: bytes, key: X25519PrivateKey, info: bytes) -> bytes:
    try:
        return _SUITE.decrypt(sealed, key, info)
    except (InvalidTag, ValueError):  # ValueError: the sender's key is a point of low order
        reasons = "it is sealed to another key, for another survey or instrument, or damaged"
        raise SealError("unopened", f"the seal does not open: {reasons}") from None


def _private_key(key: bytes) -> X25519PrivateKey:
    if len(key) != KEY_BYTES:
        raise SealError("key", f"{len(key)} bytes; a private key has {KEY_BYTES}")
    return X25519PrivateKey.from_private_bytes(key)


def _check_number(keys: Sequence[bytes]) -> None:
    if not 1 <= len(keys) <= MOST_SEALS:
        raise ValueError(f"{len(keys)} keys; expected 1 to {MOST_SEALS}")
    if len(set(keys)) < len(keys):
        raise ValueError("the same key twice; expected two trustees, each with a key of their own")
