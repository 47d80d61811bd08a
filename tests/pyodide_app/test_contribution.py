"""What the page learns about a slip that was typed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyodide_app import contribution
from questionnaire import slips

DRAWS = st.integers(0, 2**32).map(lambda seed: slips.draw(random.Random(seed).randrange))  # noqa: S311 (repeatable)


@given(DRAWS, st.booleans())
def test_a_slip_is_read_however_it_is_typed(slip: str, lower: bool) -> None:  # noqa: FBT001 (drawn)
    """Grouped or not, in small letters or not, with blanks: the page gets the slip as it was drawn."""
    for typed in (
        slip,
        slips.grouped(slip),
        f"  {' '.join(slip)}\t",
        slips.grouped(slip).replace("-", " - "),
    ):
        assert contribution.read_slip(typed.lower() if lower else typed) == {"slip": slip}


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("", "length"),
        ("ABCD-EFGH", "length"),
        ("ABCD-EFGH-JKMNP-Q", "length"),
        ("0BCD-EFGH-JKMNP", "characters"),
        ("ABCD-EFGH-JKLNP", "characters"),
        ("äBCD-EFGH-JKMNP", "characters"),
        ("ABCD_EFGH", "characters"),
    ],
)
def test_the_page_learns_what_is_wrong_with_a_slip(typed: str, kind: str) -> None:
    """A character that is on no slip comes before a wrong length; never an exception."""
    assert contribution.read_slip(typed) == {"mistyped": kind}


@given(DRAWS, st.integers(0, slips.LENGTH - 1), st.sampled_from(slips.ALPHABET))
def test_one_wrong_character_is_a_typing_error(slip: str, place: int, character: str) -> None:
    """Any other character at any one place is noticed before anything is sent."""
    typed = slip[:place] + character + slip[place + 1 :]
    expected = {"slip": slip} if typed == slip else {"mistyped": "check"}
    assert contribution.read_slip(typed) == expected


@given(st.text(max_size=40))
def test_whatever_is_typed_has_an_answer(typed: str) -> None:
    """Any text at all is a slip or one of three kinds of mistake."""
    told = dict(contribution.read_slip(typed))
    assert told.keys() == {"slip"} or told.get("mistyped") in ("characters", "length", "check")
