"""A request's body means what it says, however it is written."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from collector import SealedSubmission, Submission, body
from harness.contributions import drawn
from questionnaire import all_codes, contribution, sealed_ballot
from questionnaire.model import Detail

CODES = sorted({code for detail in get_args(Detail) for code in all_codes(detail)})
(SLIP,) = drawn(1)


@pytest.mark.parametrize("slip", [None, SLIP])
@pytest.mark.parametrize("code", CODES)
def test_a_code_is_the_same_however_it_is_written(code: str, slip: str | None) -> None:
    """As our pages write it, or with blanks as others do: the very code and slip that stand there."""
    sent = contribution.body(code, slip)
    for written in (sent, json.dumps(json.loads(sent), indent=1)):
        assert body.parse("hafen-2027", written.encode()) == Submission("hafen-2027", code, slip)


@pytest.mark.parametrize("slip", [None, SLIP])
@pytest.mark.parametrize("seals", [1, 2])
def test_a_sealed_ballot_is_the_same_however_it_is_written(seals: int, slip: str | None) -> None:
    """As our pages write it, or with blanks as others do: the very bytes and slip that stand there."""
    contents = bytes(255 - number for number in range(sealed_ballot.sealed_bytes(seals)))
    sent = sealed_ballot.body(contents, slip)
    for written in (sent, json.dumps(json.loads(sent), indent=1)):
        parsed = body.parse_ballot("hafen-2027", written.encode())
        assert parsed == SealedSubmission("hafen-2027", contents, slip)
