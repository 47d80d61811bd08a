"""A sealed ballot: its contents, its lengths, and what its seal is bound to."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from questionnaire import all_codes, contribution, sealed_ballot
from questionnaire.model import Detail
from questionnaire.survey_id import PATTERN, is_survey_id

CODES = sorted({code for detail in get_args(Detail) for code in all_codes(detail)})
FINGERPRINT = "0123456789abcdef" * 4

survey_ids = st.from_regex(PATTERN, fullmatch=True).filter(is_survey_id)
fingerprints = st.text("0123456789abcdef", min_size=64, max_size=64)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_sealed_as_it_is_shown_and_read_back(code: str) -> None:
    """The contents are the contribution without a slip, and give the same code again."""
    contents = sealed_ballot.plaintext(code)
    assert contents == contribution.body(code).encode()
    assert sealed_ballot.code_of(contents) == code


def test_no_length_tells_one_code_or_detail_from_another() -> None:
    """All codes of all details have contents of one length, which the sealed lengths are made of."""
    assert {len(sealed_ballot.plaintext(code)) for code in CODES} == {sealed_ballot.PLAINTEXT_BYTES}
    assert [sealed_ballot.sealed_bytes(seals) for seals in (1, 2)] == [15 + 32 + 16, 15 + 2 * (32 + 16)]


@pytest.mark.parametrize("seals", [-1, 0, 3])
def test_a_ballot_has_one_seal_or_two(seals: int) -> None:
    """Any other number of seals is refused."""
    with pytest.raises(ValueError, match=rf"seals is {seals}; expected 1 to 2"):
        sealed_ballot.sealed_bytes(seals)


@given(st.binary(max_size=40))
def test_nothing_else_is_a_ballot(contents: bytes) -> None:
    """Bytes that no code gives are refused, and never quoted."""
    assume(contents not in map(sealed_ballot.plaintext, CODES))
    with pytest.raises(sealed_ballot.BallotError, match=rf"^{len(contents)} bytes that are no contribution"):
        sealed_ballot.code_of(contents)


@given(st.sampled_from(CODES), st.data())
def test_a_ballot_altered_anywhere_is_no_other_spelling(code: str, data: st.DataObject) -> None:
    """One byte changed, added or taken away gives another code or a refusal, never the same code."""
    contents = bytearray(sealed_ballot.plaintext(code))
    at = data.draw(st.integers(0, len(contents) - 1))
    how = data.draw(st.sampled_from(["change", "add", "take away"]))
    if how == "take away":
        del contents[at]
    elif how == "add":
        contents.insert(at, data.draw(st.integers(0, 255)))
    else:
        contents[at] ^= data.draw(st.integers(1, 255))
    try:
        read = sealed_ballot.code_of(bytes(contents))
    except sealed_ballot.BallotError:
        return
    assert read != code
    assert bytes(contents) == sealed_ballot.plaintext(read)


@pytest.mark.parametrize("code", ["", "a", "A-", "E", "A-ST ", "A-ST\n", "M-ST"])
def test_only_codes_are_sealed(code: str) -> None:
    """A text that is no code has no contents."""
    with pytest.raises(ValueError, match="expected one of"):
        sealed_ballot.plaintext(code)


def test_a_seal_is_bound_to_these_bytes() -> None:
    """They are written down here: a change of them opens no ballot that is sealed already."""
    assert sealed_ballot.info("hafen-2027", FINGERPRINT, "levers") == (
        b"lastbild sealed ballot 1\nsurvey hafen-2027\ninstrument "
        + FINGERPRINT.encode()
        + b"\ndetail levers"
    )


_bound_to = st.tuples(survey_ids, fingerprints, st.sampled_from(get_args(Detail)))


@given(_bound_to, _bound_to)
def test_no_two_surveys_instruments_or_details_share_what_a_seal_is_bound_to(
    one: tuple[str, str, Detail], other: tuple[str, str, Detail]
) -> None:
    """Different values give different bytes, from which all values can be read again."""
    bound = sealed_ballot.info(*one)
    assert [line.split()[-1] for line in bound.decode().splitlines()[1:]] == list(one)
    assert (bound == sealed_ballot.info(*other)) is (one == other)


@pytest.mark.parametrize("survey_id", ["", "Hafen", "a\nb", "a b", "a--b", "x" * 65, "a\n"])
def test_no_other_text_passes_as_a_survey(survey_id: str) -> None:
    """A text that could be read as more than one value is refused."""
    with pytest.raises(ValueError, match="survey_id is"):
        sealed_ballot.info(survey_id, FINGERPRINT, "levers")


@pytest.mark.parametrize("fingerprint", ["", FINGERPRINT[1:], FINGERPRINT.upper(), f"{FINGERPRINT}\n"])
def test_no_other_text_passes_as_an_instrument(fingerprint: str) -> None:
    """A text that is no fingerprint is refused."""
    with pytest.raises(ValueError, match="instrument_fingerprint is"):
        sealed_ballot.info("hafen-2027", fingerprint, "levers")


def test_no_other_text_passes_as_a_detail() -> None:
    """A text that is none is refused."""
    with pytest.raises(ValueError, match="detail is"):
        sealed_ballot.info("hafen-2027", FINGERPRINT, "levers\n")  # type: ignore[arg-type]
