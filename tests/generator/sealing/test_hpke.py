"""Sealing and opening on a computer: the RFC's vectors, one and two trustees, and every refusal."""

from __future__ import annotations

import secrets
from typing import get_args

import pytest
from cryptography.hazmat.bindings._rust import openssl
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from hypothesis import given
from hypothesis import strategies as st

from generator.sealing.hpke import SealError, public_key_of, seal, unseal
from harness import hpke_vectors as vectors
from questionnaire import all_codes, sealed_ballot
from questionnaire.model import Detail

CODES = sorted({code for detail in get_args(Detail) for code in all_codes(detail)})
INFO = sealed_ballot.info("hafen-2027", "0123456789abcdef" * 4, "levers")
FIRST, SECOND, STRANGER = (bytes([number]) * 32 for number in (1, 2, 3))
TRUSTEES = pytest.mark.parametrize("keys", [[FIRST], [FIRST, SECOND]], ids=["one trustee", "two trustees"])
BALLOT = sealed_ballot.plaintext("A-ST")


def sealed_to(keys: list[bytes], contents: bytes = BALLOT, info: bytes = INFO) -> bytes:
    """Return ``contents`` sealed to the public keys of ``keys``."""
    return seal(contents, [public_key_of(key) for key in keys], info)


def test_the_vector_of_the_rfc_opens() -> None:
    """The library opens the first message of RFC 9180, A.2.1, with the suite that we use.

    The vectors have associated data, which our seals do without; the library takes them for its own tests.
    """
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    sealed = vectors.SENDER_PUBLIC_KEY + bytes.fromhex(vectors.CIPHERTEXTS[0])
    key = X25519PrivateKey.from_private_bytes(vectors.PRIVATE_KEY)
    given_data = vectors.associated_data(0)
    opened = openssl.hpke._decrypt_with_aad(suite, sealed, key, vectors.INFO, given_data)  # noqa: SLF001
    assert opened == vectors.PLAINTEXT
    assert public_key_of(vectors.PRIVATE_KEY) == vectors.PUBLIC_KEY
    assert public_key_of(vectors.SENDER_PRIVATE_KEY) == vectors.SENDER_PUBLIC_KEY


def test_a_seal_is_the_suite_of_the_rfc_without_associated_data() -> None:
    """What we seal opens by the parameters of the RFC, and the other way round: nothing is added to them."""
    suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)
    private = X25519PrivateKey.from_private_bytes(FIRST)
    ours = sealed_to([FIRST])
    theirs = openssl.hpke._encrypt_with_aad(suite, BALLOT, private.public_key(), INFO, b"")  # noqa: SLF001
    assert openssl.hpke._decrypt_with_aad(suite, ours, private, INFO, b"") == BALLOT  # noqa: SLF001
    assert unseal(theirs, [FIRST], INFO) == BALLOT


@TRUSTEES
@pytest.mark.parametrize("code", CODES)
def test_every_code_is_sealed_in_one_length_and_opens(keys: list[bytes], code: str) -> None:
    """Sealed twice it looks different, is as long as every other code, and gives the code back."""
    sealed, again = (sealed_to(keys, sealed_ballot.plaintext(code)) for _ in range(2))
    assert len(sealed) == len(again) == sealed_ballot.sealed_bytes(len(keys))
    assert sealed[:32] != again[:32]
    assert sealed[32:] != again[32:]
    assert sealed_ballot.code_of(unseal(sealed, keys, INFO)) == code


@given(st.binary(max_size=64), st.binary(min_size=32, max_size=32), st.binary(max_size=64))
def test_whatever_is_sealed_opens(contents: bytes, key: bytes, info: bytes) -> None:
    """Any contents, key and info: the same contents again, ``SEAL_BYTES`` longer while they are sealed."""
    sealed = sealed_to([key], contents, info)
    assert len(sealed) == len(contents) + sealed_ballot.SEAL_BYTES
    assert unseal(sealed, [key], info) == contents


def test_two_trustees_open_one_after_the_other() -> None:
    """The second takes off the outer seal and learns nothing; only then can the first open."""
    sealed = sealed_to([FIRST, SECOND])
    inner = unseal(sealed, [SECOND], INFO)
    assert len(inner) == sealed_ballot.sealed_bytes(1)
    with pytest.raises(sealed_ballot.BallotError):
        sealed_ballot.code_of(inner)
    assert unseal(inner, [FIRST], INFO) == BALLOT
    for alone in ([FIRST], [STRANGER]):
        assert refused(sealed, alone) == "unopened"
    assert refused(inner, [SECOND]) == "unopened"
    assert refused(sealed, [SECOND, FIRST]) == "unopened"


def refused(sealed: bytes, keys: list[bytes], info: bytes = INFO) -> str:
    """Return the kind of the refusal to open."""
    with pytest.raises(SealError) as error:
        unseal(sealed, keys, info)
    return error.value.kind


@TRUSTEES
def test_another_key_opens_nothing(keys: list[bytes]) -> None:
    """Each trustee's key is needed; any other in its place is refused."""
    sealed = sealed_to(keys)
    for place in range(len(keys)):
        wrong = [*keys[:place], STRANGER, *keys[place + 1 :]]
        assert refused(sealed, wrong) == "unopened"


@TRUSTEES
@pytest.mark.parametrize(
    "other",
    [
        sealed_ballot.info("hafen-2028", "0123456789abcdef" * 4, "levers"),
        sealed_ballot.info("hafen-2027", "f" * 64, "levers"),
        sealed_ballot.info("hafen-2027", "0123456789abcdef" * 4, "type"),
        INFO.replace(b"ballot 1", b"ballot 2"),
        b"",
    ],
    ids=["another survey", "another instrument", "another detail", "another version", "nothing"],
)
def test_a_ballot_of_another_survey_opens_nowhere_else(keys: list[bytes], other: bytes) -> None:
    """A ballot cannot be carried into another survey, wave or version."""
    assert refused(sealed_to(keys), keys, other) == "unopened"


@TRUSTEES
def test_every_flipped_bit_is_noticed(keys: list[bytes]) -> None:
    """Each bit of a sealed ballot counts.

    So does the one that X25519 ignores, the highest of the sender's key: the key schedule takes it as sent.
    """
    sealed = sealed_to(keys)
    for bit in range(len(sealed) * 8):
        damaged = bytearray(sealed)
        damaged[bit // 8] ^= 1 << bit % 8
        assert refused(bytes(damaged), keys) == "unopened"


@TRUSTEES
def test_a_ballot_cut_off_or_lengthened_is_refused(keys: list[bytes]) -> None:
    """At every length but its own; where there is no room for the seals, that is what the error says."""
    sealed = sealed_to(keys)
    least = sealed_ballot.SEAL_BYTES * len(keys)
    for length in range(len(sealed)):
        kind = refused(sealed[:length], keys)
        assert kind == ("length" if length < least else "unopened")
    assert refused(sealed + b"\0", keys) == "unopened"


def test_random_bytes_are_no_ballot() -> None:
    """Whatever a stranger sends in the right length is refused, a sender's key of low order included."""
    length = sealed_ballot.sealed_bytes(1)
    for noise in (bytes(length), bytes([1]) + bytes(length - 1), secrets.token_bytes(length)):
        assert refused(noise, [FIRST]) == "unopened"


@pytest.mark.parametrize("key", [b"", FIRST[1:], FIRST + b"\1", bytes(32)], ids=["no", "31", "33", "zeros"])
def test_nobody_seals_to_bytes_that_are_no_key(key: bytes) -> None:
    """A key of another length, and a point to which everybody would know the shared secret, are refused."""
    for keys in ([key], [public_key_of(FIRST), key]):
        with pytest.raises(SealError, match="no public key") as error:
            seal(BALLOT, keys, INFO)
        assert error.value.kind == "key"


@pytest.mark.parametrize("key", [b"", FIRST[1:], FIRST + b"\1"])
def test_a_private_key_of_another_length_is_refused_and_not_quoted(key: bytes) -> None:
    """The error says how long it is and how long a key is."""
    with pytest.raises(SealError, match=rf"^{len(key)} bytes; a private key has 32$") as error:
        unseal(sealed_to([FIRST]), [key], INFO)
    assert error.value.kind == "key"


@pytest.mark.parametrize("keys", [[], [FIRST] * 2, [FIRST, SECOND, STRANGER]], ids=["none", "twice", "three"])
def test_one_or_two_trustees_and_each_has_a_key_of_their_own(keys: list[bytes]) -> None:
    """No key, three keys, or one key for both trustees is a fault of the caller."""
    with pytest.raises(ValueError, match="expected"):
        sealed_to(keys)
    with pytest.raises(ValueError, match="expected"):
        unseal(sealed_to([FIRST, SECOND]), keys, INFO)
