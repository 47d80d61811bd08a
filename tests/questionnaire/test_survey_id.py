"""The id of a survey: one rule, wherever it is typed, sent or stored."""

from __future__ import annotations

import datetime as dt

import pytest
from pydantic import ValidationError

from collector import CollectorError
from collector import Survey as Collected
from generator.configuration.schema import SurveyTable as Configured
from questionnaire.survey_id import is_survey_id

DAY = dt.date(2027, 1, 11)
GOOD = ("hafen-2027", "a", "0", "a-b-c", "x" * 64)
BAD = ("", "-", "a-", "-a", "a--b", "Hafen", "a b", "a_b", "häfen", "a\n", "a/b", "x" * 65, "\ud800")


@pytest.mark.parametrize("text", [*GOOD, *BAD])
def test_site_and_collector_take_the_same_ids(text: str) -> None:
    """The collector takes every id that site.toml allows, and refuses every other one, too."""
    assert is_survey_id(text) == (text in GOOD)
    if text in GOOD:
        assert Configured(id=text, title="t").id == text
        assert Collected(text, "open", "type", DAY, DAY, 10, 140).id == text
    else:
        with pytest.raises(ValidationError):
            Configured(id=text, title="t")
        with pytest.raises(CollectorError, match=r"survey\.id"):
            Collected(text, "open", "type", DAY, DAY, 10, 140)
