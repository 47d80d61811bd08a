"""Sealed ballots in the hands of whoever has them and not every key: read, altered, moved, forged."""

from __future__ import annotations

import hashlib
import itertools
import secrets
from contextlib import suppress

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import ChaCha20

from generator.sealing import hpke
from generator.sealing.hpke import SealError
from generator.sealing.keys import TrusteeKey
from questionnaire.sealed_ballot import code_of, info, plaintext
from tests.attacks.attack import Found, attack
from tests.attacks.sealed_ballots import CODES, INFO, INSTRUMENT, drawn_codes, opened, sealed, trustee

_MANY = 100

# Points of low order, after RFC 7748 and https://cr.yp.to/ecdh.html#validate: with each of them the shared
# secret is zero, whatever the other key is.
_LOW_ORDER = (
    bytes(32),
    (1).to_bytes(32, "little"),
    bytes.fromhex("e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"),
    bytes.fromhex("5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157"),
    (2**255 - 20).to_bytes(32, "little"),
    (2**255 - 19).to_bytes(32, "little"),
    (2**255 - 18).to_bytes(32, "little"),
)


@attack(
    family="sealed urn",
    attacker="operator",
    wants="read codes from ballots by trying all 18 codes, as the public key is known to everybody",
    naive="Codes are hashed with the survey's salt, so that equal codes look alike: 100 of 100 are read.",
    product="Each seal has a key of its own, so that no two ballots are alike: 0 of 100 are read.",
)
def test_every_code_is_tried(found: Found) -> None:
    """What somebody seals or hashes himself is compared with what came."""
    codes, salt = drawn_codes(_MANY), secrets.token_bytes(16)
    hashed = [hashlib.sha256(salt + code.encode()).digest() for code in codes]
    known = {hashlib.sha256(salt + code.encode()).digest(): code for code in CODES}
    naive = sum(known.get(one) == code for one, code in zip(hashed, codes, strict=True))
    ballots = sealed(codes)
    tried = dict(zip(sealed(CODES), CODES, strict=True))
    ours = sum(tried.get(one) == code for one, code in zip(ballots, codes, strict=True))
    assert len({ballot[:32] for ballot in ballots}) == len({ballot[32:] for ballot in ballots}) == _MANY
    assert len(set(map(len, ballots))) == 1
    found(f"{naive} of {_MANY} are read", f"{ours} of {_MANY} are read")


@attack(
    family="sealed urn",
    attacker="trustee",
    wants="read ballots without the other of two trustees, with one key and all ballots",
    naive="Both trustees have a copy of one key: either alone reads 100 of 100.",
    product="One seal stands inside the other: the first alone reads 0 of 100; the second, who takes the "
    "outer seals off, 0 of 100. Both together read 100 of 100.",
)
def test_one_of_two_trustees_reads_nothing(found: Found) -> None:
    """Each with one key, on the ballots as they came and on what the other would hand over."""
    codes, first, second = drawn_codes(_MANY), trustee(1), trustee(2)
    naive = _read(sealed(codes, first), codes, first)
    ballots = sealed(codes, first, second)
    inner = [hpke.unseal(ballot, [second.secret], INFO) for ballot in ballots]
    alone = [_read(ballots, codes, first), _read(ballots, codes, second) + _read(inner, codes, second)]
    assert not {ballot[:32] for ballot in ballots} & {ballot[:32] for ballot in inner}
    assert _read(inner, codes, first) == _MANY
    together = _read(ballots, codes, first, second)
    found(
        f"either alone reads {naive} of {_MANY}",
        f"the first alone reads {alone[0]} of {_MANY}; the second, who takes the outer "
        f"seals off, {alone[1]} of {_MANY}. Both together read {together} of {_MANY}",
    )


def _read(ballots: list[bytes], codes: list[str], *keys: TrusteeKey) -> int:
    """Return how many codes of ``ballots`` somebody reads with ``keys``."""
    return sum(opened(ballot, *keys) == code for ballot, code in zip(ballots, codes, strict=True))


@attack(
    family="sealed urn",
    attacker="operator",
    wants="alter ballots, bit by bit, into ballots with another code",
    naive="A cipher without a tag lets flipped bits through: 306 of 306 ballots become another code.",
    product="The tag shows every change: 0 of 504 single bits leave a ballot that opens. It is spoilt.",
)
def test_no_bit_of_a_ballot_can_be_changed(found: Found) -> None:
    """The plaintext is known as far as somebody guesses it: the difference of two codes is enough."""
    pairs = list(itertools.permutations(CODES, 2))
    naive = sum(_turned(one, other) == other for one, other in pairs)
    [ballot] = sealed(["A-ST"])
    altered = [
        bytes([*ballot[:place], ballot[place] ^ 1 << bit, *ballot[place + 1 :]])
        for place in range(len(ballot))
        for bit in range(8)
    ]
    ours = sum(opened(one) is not None for one in altered)
    found(f"{naive} of {len(pairs)} ballots", f"{ours} of {len(altered)} single bits")


def _turned(one: str, other: str) -> str:
    """Encrypt a code without a tag, flip the bits in which ``other`` differs; return what is decrypted."""
    key = secrets.token_bytes(32)
    hidden = _stream(key, plaintext(one))
    flips = (a ^ b for a, b in zip(plaintext(one), plaintext(other), strict=True))
    return code_of(_stream(key, bytes(a ^ b for a, b in zip(hidden, flips, strict=True))))


def _stream(key: bytes, contents: bytes) -> bytes:
    return Cipher(ChaCha20(key, bytes(16)), mode=None).encryptor().update(contents)


@attack(
    family="sealed urn",
    attacker="operator",
    wants="move ballots of another survey, or of another version of the questions, into the urn",
    naive="A seal that is bound to nothing opens anywhere: 36 of 36 ballots count.",
    product="A seal is bound to the survey and to the fingerprint of the instrument: 0 of 36 open.",
)
def test_a_ballot_of_another_survey_does_not_open(found: Found) -> None:
    """With the right key: both surveys have the same trustee."""
    elsewhere = (info("hafen-2028", INSTRUMENT, "levers"), info("hafen-2027", "6" * 64, "levers"))
    naive = [opened(ballot, info_bytes=b"") for _ in elsewhere for ballot in sealed(CODES, info_bytes=b"")]
    ours = [opened(ballot) for other in elsewhere for ballot in sealed(CODES, info_bytes=other)]
    found(
        f"{sum(code is not None for code in naive)} of {len(naive)} ballots",
        f"{sum(code is not None for code in ours)} of {len(ours)} open",
    )


@attack(
    family="sealed urn",
    attacker="operator",
    wants="have ballots sealed to, or count ballots sealed from, a key with which everybody knows the secret",
    naive="X25519 as it is computes a secret of zeros with 7 of 7 points of low order.",
    product="A secret of zeros is refused: 0 of 7 points seal or open. Such a ballot is spoilt.",
)
def test_points_of_low_order_are_refused(found: Found) -> None:
    """As the trustee's public key, and as the sender's."""
    naive = sum(not any(_x25519(trustee().secret, point)) for point in _LOW_ORDER)
    accepted = sum(
        _seals_to(point) or opened(point + sealed(["M"])[0][32:]) is not None for point in _LOW_ORDER
    )
    found(f"{naive} of {len(_LOW_ORDER)} points", f"{accepted} of {len(_LOW_ORDER)} points")


def _seals_to(point: bytes) -> bool:
    with suppress(SealError):
        return bool(hpke.seal(plaintext("M"), [point], INFO))
    return False


_PRIME = 2**255 - 19


def _x25519(private: bytes, public: bytes) -> bytes:
    """Return the shared secret as RFC 7748, section 5, computes it: without a check."""
    scalar = int.from_bytes(private, "little") & ~7 & ~(1 << 255) | 1 << 254
    x1 = int.from_bytes(public, "little") % 2**255
    x2, z2, x3, z3, swapped = 1, 0, x1, 1, 0
    for place in reversed(range(255)):
        bit = scalar >> place & 1
        if swapped != bit:
            x2, z2, x3, z3 = x3, z3, x2, z2
        swapped = bit
        x2, z2, x3, z3 = _ladder(x1, x2, z2, x3, z3)
    if swapped:
        x2, z2 = x3, z3
    return (x2 * pow(z2, _PRIME - 2, _PRIME) % _PRIME).to_bytes(32, "little")


def _ladder(x1: int, x2: int, z2: int, x3: int, z3: int) -> tuple[int, ...]:
    a, b, c, d = x2 + z2, x2 - z2, x3 + z3, x3 - z3
    aa, bb, da, cb = a * a, b * b, d * a, c * b
    e = aa - bb
    return (
        aa * bb % _PRIME,
        e * (aa + 121665 * e) % _PRIME,
        (da + cb) ** 2 % _PRIME,
        x1 * (da - cb) ** 2 % _PRIME,
    )


def test_the_naive_exchange_is_x25519() -> None:
    """It computes what the library does with a point that is none of low order."""
    ours, other = trustee(1), trustee(2)
    library = X25519PrivateKey.from_private_bytes(ours.secret)
    shared = library.exchange(X25519PublicKey.from_public_bytes(other.public_key))
    assert _x25519(ours.secret, other.public_key) == shared
