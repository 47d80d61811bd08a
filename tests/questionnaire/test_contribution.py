"""A contribution: its bytes, and its largest size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_args

import pytest

from questionnaire import all_codes, contribution, slips
from questionnaire.model import Detail

CODES = sorted({code for detail in get_args(Detail) for code in all_codes(detail)})
OPERATIONS = Path(__file__).resolve().parents[2] / "docs" / "operations.md"


def test_a_contribution_is_these_bytes() -> None:
    """The code, the slip where there is one, and after them only spaces."""
    assert contribution.body("A-ST") == '{"code":"A-ST"}'
    assert contribution.body("N", "ABCDEFGHJKMNP") == '{"code":"N","slip":"ABCDEFGHJKMNP"}   '


@pytest.mark.parametrize("detail", get_args(Detail))
@pytest.mark.parametrize("slip", [None, "ABCDEFGHJKMNP"])
def test_all_contributions_to_a_survey_are_equally_long(detail: Detail, slip: str | None) -> None:
    """Whoever watches the encrypted connection sees no length that tells one code from another."""
    assert len({len(contribution.body(code, slip)) for code in all_codes(detail)}) == 1


@pytest.mark.parametrize("code", CODES)
def test_every_code_fits_with_and_without_a_slip(code: str) -> None:
    """Each body keeps to the largest size, has one byte a character, and is read back unchanged."""
    longest = slips.grouped(slips.draw(lambda below: below - 1))
    for slip in (None, longest):
        sent = contribution.body(code, slip)
        assert sent.isascii()
        assert len(sent.encode()) <= contribution.MOST_BYTES == 256
        assert json.loads(sent) == ({"code": code} | ({"slip": slip} if slip else {}))


def test_whoever_sets_up_a_proxy_is_told_the_size() -> None:
    """The guide for operators names the limit of the collector."""
    assert f"A body has at most {contribution.MOST_BYTES} bytes" in OPERATIONS.read_text("utf-8")


@pytest.mark.parametrize("signs", [84, 148])
@pytest.mark.parametrize("slip", [None, "2345678923456"])
def test_every_sealed_contribution_is_equally_long(signs: int, slip: str | None) -> None:
    """With one seal or two, with a slip or without: a body of one length, within the largest size."""
    sent = contribution.sealed_body("-_Az" * (signs // 4), slip)
    assert len(sent.encode("ascii")) == contribution.SEALED_BYTES <= contribution.MOST_BYTES
    assert json.loads(sent) == {"ballot": "-_Az" * (signs // 4)} | ({"slip": slip} if slip else {})
