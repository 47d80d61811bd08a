"""Bech32 (BIP-173): a few bytes as a text that people can copy, with a check against typing errors.

A text is a prefix that says what it is, the sign ``1``, and signs of an alphabet of 32 without ``1 B I O``.
The last six are the check: it notices up to four wrong signs in a text of at most 89, hence also any two
that are swapped. The reader expects one length, so that it notices signs that are missing or added, too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_CHECK_SIGNS = 6
_BITS = 5  # of a sign
_GENERATORS = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


class Bech32Error(ValueError):
    """The text is not what was expected.

    ``kind`` is the message's key in the catalogue, ``details`` are the values that it shows. They hold
    nothing of the text, which may be secret, but the signs that no such text has.
    """

    def __init__(self, kind: str, **details: object) -> None:
        super().__init__(kind)
        self.kind = kind
        self.details = details


def written(prefix: str, symbols: Sequence[int]) -> str:
    """Return the text of ``symbols``, numbers from 0 to 31, in small letters."""
    checked = [*symbols, *_check(prefix, symbols)]
    return f"{prefix}1{''.join(ALPHABET[symbol] for symbol in checked)}"


def read(prefix: str, text: str, number: int) -> list[int]:
    """Return the ``number`` symbols in ``text``, where case and white space do not matter.

    Raises ``Bech32Error`` if ``text`` has another prefix, a strange sign, another length or a wrong check.
    """
    typed = "".join(text.split()).lower()
    start = f"{prefix}1"
    if not typed.startswith(start):
        raise Bech32Error("typed_key.prefix", prefix=start)
    signs = typed.removeprefix(start)
    if strange := sorted(set(signs) - set(ALPHABET)):
        raise Bech32Error("typed_key.characters", characters="".join(strange))
    expected = number + _CHECK_SIGNS
    if len(signs) != expected:
        raise Bech32Error("typed_key.length", number=len(typed), expected=len(start) + expected)
    symbols = [ALPHABET.index(sign) for sign in signs]
    if _check(prefix, symbols[:number]) != symbols[number:]:
        raise Bech32Error("typed_key.check")
    return symbols[:number]


def symbols_of(contents: bytes) -> list[int]:
    """Return ``contents`` as symbols of five bits; the last symbol is filled up with zeros."""
    number = -(-len(contents) * 8 // _BITS)
    value = int.from_bytes(contents, "big") << (number * _BITS - len(contents) * 8)
    return [value >> (_BITS * place) & 31 for place in reversed(range(number))]


def bytes_of(symbols: Sequence[int]) -> bytes:
    """Return the bytes in ``symbols``; raises ``Bech32Error`` if what fills them up is not zero."""
    value = 0
    for symbol in symbols:
        value = value << _BITS | symbol
    length, filling = divmod(len(symbols) * _BITS, 8)
    if value & ((1 << filling) - 1):
        raise Bech32Error("typed_key.check")
    return (value >> filling).to_bytes(length, "big")


def _check(prefix: str, symbols: Sequence[int]) -> list[int]:
    expanded = [*(ord(sign) >> _BITS for sign in prefix), 0, *(ord(sign) & 31 for sign in prefix)]
    remainder = _remainder([*expanded, *symbols, *([0] * _CHECK_SIGNS)]) ^ 1
    return [remainder >> (_BITS * place) & 31 for place in reversed(range(_CHECK_SIGNS))]


def _remainder(symbols: Iterable[int]) -> int:
    """Return what remains of ``symbols``, taken as a polynomial, after division by BIP-173's generator."""
    remainder = 1
    for symbol in symbols:
        top = remainder >> 25
        remainder = (remainder & 0x1FFFFFF) << _BITS ^ symbol
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                remainder ^= generator
    return remainder
