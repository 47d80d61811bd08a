"""The trustee's key as texts with a check, and the fingerprint of its public part for people to compare.

The public key stands in site.toml (``[collection] seal``): ``lastbild1``, a sign for the kind of key, the 32
bytes of an X25519 key, and a check that notices every typing error of up to four signs, see ``bech32``. It
does not help against somebody who swaps the key on purpose: for that, people compare the fingerprint.

The secret key has a text of the same shape, which begins with ``lastbild-secret1``. It stands in the QR code
of the printed copy and nowhere else.
"""

from __future__ import annotations

import hashlib

from questionnaire import bech32
from questionnaire.bech32 import Bech32Error

LENGTH = 32  # bytes of an X25519 key (RFC 7748)
_PREFIX = "lastbild"
_PRIVATE_PREFIX = "lastbild-secret"
_X25519 = 0  # the kind of key; another kind gets the next number
_SYMBOLS = 1 + len(bech32.symbols_of(bytes(LENGTH)))

# 30 digits are almost 100 bits: nobody finds a second key with the same fingerprint. Nobody mistakes a digit
# for another when it is read aloud, and every language has them; messengers compare keys in the same way.
_DIGITS, _GROUP = 30, 5
_PURPOSE = b"lastbild trustee key\0"


def written(public_key: bytes) -> str:
    """Return the text of ``public_key``; raises ``ValueError`` unless it has 32 bytes."""
    return _written(_PREFIX, public_key)


def read(text: str) -> bytes:
    """Return the 32 bytes of the public key in ``text``, where case and white space do not matter.

    Raises ``Bech32Error``, whose ``kind`` says what is wrong, if it is not the text of a trustee's key.
    """
    return _read(_PREFIX, text)


def written_secret(secret: bytes) -> str:
    """Return the text of a ``secret`` key, in capital letters: a QR code of these is smaller.

    Raises ``ValueError`` unless it has 32 bytes.
    """
    return _written(_PRIVATE_PREFIX, secret).upper()


def read_secret(text: str) -> bytes:
    """Return the 32 bytes of the secret key in ``text``; raises ``Bech32Error`` as ``read`` does."""
    return _read(_PRIVATE_PREFIX, text)


def _written(prefix: str, key: bytes) -> str:
    if len(key) != LENGTH:
        raise ValueError(f"{len(key)} bytes; expected {LENGTH}")
    return bech32.written(prefix, [_X25519, *bech32.symbols_of(key)])


def _read(prefix: str, text: str) -> bytes:
    kind, *symbols = bech32.read(prefix, text, _SYMBOLS)
    if kind != _X25519:
        raise Bech32Error("typed_key.version")
    return bech32.bytes_of(symbols)


def fingerprint(public_key: bytes) -> str:
    """Return the fingerprint of ``public_key``: six groups of five digits, the same everywhere.

    It is SHA-256 of a fixed text and the key, as a number, of which the last 30 digits count.
    """
    digest = hashlib.sha256(_PURPOSE + public_key).digest()
    digits = f"{int.from_bytes(digest, 'big') % 10**_DIGITS:0{_DIGITS}}"
    return " ".join(digits[start : start + _GROUP] for start in range(0, _DIGITS, _GROUP))
