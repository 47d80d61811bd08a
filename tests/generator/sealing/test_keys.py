"""A trustee's key and its written forms: each gives the same key back, and a typing error is told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.sealing import keys
from generator.sealing.keys import TrusteeKey, from_secret_text, from_words
from questionnaire.bech32 import Bech32Error
from questionnaire.faults import InputError
from tests.generator.sealing.vectors import PUBLIC_TEXT, QR_CODE_TEXT, WORDS

KEY = from_secret_text(QR_CODE_TEXT)
SECRETS = st.binary(min_size=32, max_size=32)


def faults(words: str) -> list[str]:
    """Return what is said about ``words``."""
    with pytest.raises(InputError) as caught:
        from_words(words)
    return [str(fault) for fault in caught.value.faults]


def replaced(place: int, word: str) -> str:
    """Return the words of the key with another one at ``place``, counted from 1."""
    words = WORDS.split()
    words[place - 1] = word
    return " ".join(words)


def test_every_form_is_what_other_programs_make_of_the_same_key() -> None:
    """The words, the public key and the text of the QR code agree with the libraries that a page uses."""
    assert from_words(WORDS) == KEY
    assert KEY.words() == tuple(WORDS.split())
    assert KEY.secret_text() == QR_CODE_TEXT
    assert KEY.public_text == PUBLIC_TEXT


@given(SECRETS)
def test_every_key_comes_back_from_paper(secret: bytes) -> None:
    """From the words as from the QR code."""
    key = TrusteeKey(secret)
    assert from_words(" ".join(key.words())) == key
    assert from_secret_text(key.secret_text()) == key
    assert len(key.words()) == keys.WORDS


@given(SECRETS)
def test_four_letters_numbers_and_commas_are_read(secret: bytes) -> None:
    """A person may type the numbers of the sheet, capital letters, and the beginnings of the words only."""
    key = TrusteeKey(secret)
    typed = ", ".join(f"{place}. {word[:4].title()}" for place, word in enumerate(key.words(), 1))
    assert from_words(typed) == key


def test_new_keys_differ() -> None:
    """They come from the system's source of randomness."""
    assert len({keys.draw().secret for _ in range(20)}) == 20


def test_nothing_shows_the_secret_by_accident() -> None:
    """A log or a traceback with the key in it tells nothing."""
    assert repr(KEY) == "TrusteeKey()"


def test_every_mistyped_word_is_named_with_its_number() -> None:
    """All at once, with the word that was probably meant."""
    wrong = replaced(2, "lunhc").replace("harvest", "xyzzyx")
    assert faults(wrong) == [
        "words: word 2 (lunhc) is not on the list; did you mean 'lunch'?",
        "words: word 21 (xyzzyx) is not on the list",
    ]


@pytest.mark.parametrize(
    ("typed", "number"), [("", 0), (WORDS.rpartition(" ")[0], 23), (f"{WORDS} maid", 25)]
)
def test_a_word_too_few_or_too_many_is_told(typed: str, number: int) -> None:
    """The message has the number of words."""
    assert faults(typed)[0].startswith(f"words: there are {number} words; expected all 24")


@pytest.mark.parametrize("typed", [replaced(1, "lunch"), WORDS.replace("truck wolf", "wolf truck")])
def test_a_wrong_check_is_told(typed: str) -> None:
    """A word mistaken for another on the list, and two that have changed places."""
    assert faults(typed)[0].startswith("words: every word is on the list, but together they are no key")


def test_most_mistaken_words_are_noticed() -> None:
    """The check of BIP-39 lets one in 256 through: the fingerprint on the sheet is for these."""
    others = [word for word in keys._list() if word != "mistake"][::4]  # noqa: SLF001
    passed = 0
    for word in others:
        try:
            passed += from_words(replaced(1, word)) != KEY
        except InputError:
            continue
    assert passed < len(others) / 64


@given(
    st.integers(len("LASTBILD-SECRET1"), len(QR_CODE_TEXT) - 1),
    st.sampled_from("QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L"),
)
def test_a_wrong_sign_of_the_qr_codes_text_is_noticed(place: int, sign: str) -> None:
    """Somebody may type it, too."""
    typed = QR_CODE_TEXT[:place] + sign + QR_CODE_TEXT[place + 1 :]
    if typed == QR_CODE_TEXT:
        assert from_secret_text(typed) == KEY
    else:
        with pytest.raises(Bech32Error) as caught:
            from_secret_text(typed)
        assert caught.value.kind == "typed_key.check"
        assert caught.value.details == {}
