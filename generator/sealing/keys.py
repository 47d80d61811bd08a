"""A trustee's key: it opens the urn, and only it does.

Its secret part has two written forms: the text of ``trustee_key.written_secret``, which the QR code of the
printed copy holds, and 24 words of BIP-39, which other programs read, too. BIP-39 has no German list;
everybody types the English words, of which four letters are enough.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from mnemonic import Mnemonic

from questionnaire import trustee_key
from questionnaire.faults import Fault, InputError, nearest

WORDS = 24  # 256 bits and 8 bits of check, eleven bits each
_WORD = re.compile(r"[^\W\d_]+")  # the numbers beside the printed words may be typed, too


@dataclass(frozen=True, slots=True)
class TrusteeKey:
    """A key pair; ``secret`` has the 32 bytes of the X25519 key that opens the urn, and is never shown."""

    secret: bytes = field(repr=False)

    @property
    def public_key(self) -> bytes:
        """The 32 bytes that everybody may know; ballots are sealed with them."""
        return X25519PrivateKey.from_private_bytes(self.secret).public_key().public_bytes_raw()

    @property
    def public_text(self) -> str:
        """The public key as it stands in site.toml."""
        return trustee_key.written(self.public_key)

    @property
    def fingerprint(self) -> str:
        """The fingerprint of the public key."""
        return trustee_key.fingerprint(self.public_key)

    def secret_text(self) -> str:
        """Return the secret key as the text of the QR code."""
        return trustee_key.written_secret(self.secret)

    def words(self) -> tuple[str, ...]:
        """Return the secret key as 24 words."""
        return tuple(_words().to_mnemonic(self.secret).split())


def draw() -> TrusteeKey:
    """Return a new key, from the system's source of randomness."""
    return TrusteeKey(X25519PrivateKey.generate().private_bytes_raw())


def from_secret_text(text: str) -> TrusteeKey:
    """Return the key in ``text``, that of a QR code; raises ``Bech32Error`` if it holds no secret key."""
    return TrusteeKey(trustee_key.read_secret(text))


def is_secret_text(typed: str) -> bool:
    """Tell whether ``typed`` begins as the text of the QR code does, and not with a word."""
    return typed.strip().lower().startswith("lastbild")


def typed_words(typed: str) -> list[str]:
    """Return the words in ``typed``, in small letters, without numbers and punctuation."""
    return _WORD.findall(typed.lower())


def from_words(typed: str) -> TrusteeKey:
    """Return the key of the 24 words in ``typed``, each of them whole or its first four letters.

    Raises ``InputError`` with every word that is not on the list, or if the number or the check is wrong.
    """
    words = [_words().expand_word(word) for word in typed_words(typed)]
    if strange := [_strange(place, word) for place, word in enumerate(words, 1) if word not in _list()]:
        raise InputError(strange)
    if len(words) != WORDS:
        raise InputError(
            [Fault("typed_key.number_of_words", "words", details={"number": len(words), "wanted": WORDS})]
        )
    try:
        return TrusteeKey(bytes(_words().to_entropy(words)))
    except ValueError as error:  # every word is on the list
        raise InputError([Fault("typed_key.words_check", "words")]) from error


def _strange(place: int, word: str) -> Fault:
    details = {"place": place, "word": word, "meant": nearest(word, _list())}
    return Fault("typed_key.unknown_word", "words", details=details)


@cache
def _words() -> Mnemonic:
    return Mnemonic("english")


@cache
def _list() -> tuple[str, ...]:
    return tuple(_words().wordlist)
