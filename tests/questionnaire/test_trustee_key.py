"""The trustee's public key as a text: what is written is read, and a typing error is always noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionnaire import bech32, messages, trustee_key
from questionnaire.bech32 import ALPHABET, Bech32Error

KEYS = st.binary(min_size=32, max_size=32)
TEXT = trustee_key.written(bytes(range(32)))
DATA = len("lastbild1")  # where the signs begin that the check covers


def refusal(text: str) -> Bech32Error:
    """Return the error with which ``text`` is refused."""
    with pytest.raises(Bech32Error) as caught:
        trustee_key.read(text)
    return caught.value


@given(KEYS)
def test_what_is_written_is_read(key: bytes) -> None:
    """Every 32 bytes come back; the text is short, and says at its beginning what it is."""
    text = trustee_key.written(key)
    assert trustee_key.read(text) == key
    assert text.startswith("lastbild1q")
    assert len(text) == 68


@given(KEYS)
def test_case_and_white_space_do_not_matter(key: bytes) -> None:
    """The text may come out of a mail, broken into lines, or out of a QR code in capital letters."""
    text = trustee_key.written(key)
    assert trustee_key.read(f"  {text[:30].upper()}\n {text[30:]}\t") == key


@given(KEYS, st.data())
def test_one_wrong_sign_is_noticed(key: bytes, data: st.DataObject) -> None:
    """Wherever it is, and whatever stands there instead."""
    text = trustee_key.written(key)
    place = data.draw(st.integers(DATA, len(text) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != text[place]]))
    assert refusal(text[:place] + wrong + text[place + 1 :]).kind == "typed_key.check"


@given(KEYS, st.data())
def test_two_swapped_signs_are_noticed(key: bytes, data: st.DataObject) -> None:
    """Neighbours or not, in the key or in the check."""
    text = trustee_key.written(key)
    places = st.integers(DATA, len(text) - 1)
    pairs = st.tuples(places, places).filter(lambda pair: text[pair[0]] != text[pair[1]])
    first, second = sorted(data.draw(pairs))
    swapped = text[:first] + text[second] + text[first + 1 : second] + text[first] + text[second + 1 :]
    assert refusal(swapped).kind == "typed_key.check"


@given(KEYS, st.data())
def test_up_to_four_wrong_signs_are_noticed(key: bytes, data: st.DataObject) -> None:
    """That is what the code promises for texts of this length."""
    signs = list(trustee_key.written(key))
    places = data.draw(st.sets(st.integers(DATA, len(signs) - 1), min_size=2, max_size=4))
    for place in places:
        signs[place] = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != signs[place]]))
    assert refusal("".join(signs)).kind == "typed_key.check"


@given(KEYS, st.integers(DATA, 67), st.sampled_from(ALPHABET))
def test_a_missing_and_an_added_sign_are_noticed(key: bytes, place: int, sign: str) -> None:
    """The message has both lengths."""
    text = trustee_key.written(key)
    assert refusal(text[:place] + text[place + 1 :]).details == {"number": 67, "expected": 68}
    assert refusal(text[:place] + sign + text[place:]).details == {"number": 69, "expected": 68}


@pytest.mark.parametrize(
    ("text", "kind", "details"),
    [
        ("", "typed_key.prefix", {"prefix": "lastbild1"}),
        ("age1nw8ers9v2d7mx8l8vzfmmfhq7edrp99fg5zx2rupsu02456ggpzsjw7nky", "typed_key.prefix", None),
        ("-----BEGIN PUBLIC KEY-----", "typed_key.prefix", None),
        ("lastbi1d" + TEXT[8:], "typed_key.prefix", None),
        (TEXT[:-2] + "bö", "typed_key.characters", {"characters": "bö"}),
        (bech32.written("lastbild", [1, *bech32.symbols_of(bytes(32))]), "typed_key.version", {}),
        (bech32.written("lastbild", [0, *bech32.symbols_of(bytes(32))[:-1], 1]), "typed_key.check", {}),
    ],
)
def test_another_text_is_refused(text: str, kind: str, details: dict[str, str] | None) -> None:
    """Each for its own reason, which both catalogues can say."""
    error = refusal(text)
    assert error.kind == kind
    assert details is None or error.details == details
    for language in ("en", "de"):
        assert messages.say(error.kind, error.details, messages.load(language))


@pytest.mark.parametrize("length", [0, 31, 33])
def test_only_32_bytes_are_a_key(length: int) -> None:
    """A text that nobody could read is not written either."""
    with pytest.raises(ValueError, match="expected 32"):
        trustee_key.written(bytes(length))


def test_a_text_of_another_program_is_read() -> None:
    """``bech32`` is BIP-173: these texts are of the standard, and of ``age-keygen``."""
    assert bech32.written("a", []) == "a12uel5l"
    assert bech32.read("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw", 32) == list(range(32))
    assert bech32.written("split", bech32.read("split", SPLIT, 48)) == SPLIT


SPLIT = "split1checkupstagehandshakeupstreamerranterredcaperred2y9e3w"


@given(KEYS)
def test_a_fingerprint_is_six_groups_of_five_digits(key: bytes) -> None:
    """Short enough to be read aloud; the key itself, however it is typed, always gives the same."""
    groups = trustee_key.fingerprint(key).split(" ")
    assert [len(group) for group in groups] == [5] * 6
    assert all(group.isascii() and group.isdigit() for group in groups)
    assert trustee_key.fingerprint(trustee_key.read(trustee_key.written(key).upper())).split(" ") == groups


@given(KEYS, KEYS)
def test_another_key_has_another_fingerprint(one: bytes, other: bytes) -> None:
    """A page with a swapped key shows another one."""
    assert (trustee_key.fingerprint(one) == trustee_key.fingerprint(other)) == (one == other)


def test_a_fingerprint_never_changes() -> None:
    """It is printed on posters: another version of Lastbild must show the same."""
    assert trustee_key.fingerprint(bytes(32)) == "25792 78020 57687 61030 99964 35310"
    assert trustee_key.fingerprint(bytes(range(32))) == "97779 36304 33662 21994 77703 82413"
    assert TEXT == "lastbild1qqqqsyqcyq5rqwzqfpg9scrgwpugpzysnzs23v9ccrydpk8qarc0szkg4fv"


@given(KEYS)
def test_the_secret_key_has_a_text_of_the_same_shape(key: bytes) -> None:
    """It comes back, and neither text is ever taken for the other: nobody puts a secret into a site.toml."""
    text = trustee_key.written_secret(key)
    assert text.startswith("LASTBILD-SECRET1Q")
    assert text == text.upper()
    assert trustee_key.read_secret(f" {text[:20].lower()}\n{text[20:]}") == key
    assert refusal(text).details == {"prefix": "lastbild1"}
    with pytest.raises(Bech32Error) as caught:
        trustee_key.read_secret(trustee_key.written(key))
    assert caught.value.details == {"prefix": "lastbild-secret1"}
