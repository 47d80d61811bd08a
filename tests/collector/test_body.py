"""A request's body: what our own pages send is known beforehand, and means what it says."""

from __future__ import annotations

import json
from typing import get_args

import pytest

from collector import Submission, body
from harness.contributions import drawn
from questionnaire import all_codes
from questionnaire.model import Detail

CODES = sorted({code for detail in get_args(Detail) for code in all_codes(detail)})


@pytest.mark.parametrize("space", ["", " "])
@pytest.mark.parametrize("code", CODES)
def test_a_code_is_the_same_however_it_is_written(code: str, space: str) -> None:
    """As our pages write it, or with spaces as others do: the very code that stands there."""
    content = json.dumps({"code": code}, separators=(",", f":{space}")).encode()
    assert body.parse("hafen-2027", content) == Submission("hafen-2027", code)


def test_nothing_that_was_sent_is_kept() -> None:
    """What is known beforehand are codes alone: no slip, and nothing is added by what is sent."""
    before = dict(body._AS_PAGES_SEND_IT)  # noqa: SLF001 (all that outlives a request)
    assert sorted(before.values()) == CODES
    (slip,) = drawn(1)
    content = json.dumps({"code": "M", "slip": slip}, separators=(",", ":")).encode()
    assert body.parse("hafen-2027", content) == Submission("hafen-2027", "M", slip)
    assert before == body._AS_PAGES_SEND_IT  # noqa: SLF001
