"""Days are written as people of each language write them."""

from __future__ import annotations

import datetime as dt

import pytest

from questionnaire import language_folder, survey_texts
from questionnaire.dates import written


@pytest.mark.parametrize(
    ("language", "day"), [("de", "5. März 2027"), ("de-leicht", "5. März 2027"), ("en", "5 March 2027")]
)
def test_a_day_is_written_as_the_language_writes_it(language: str, day: str) -> None:
    """Day, month and year in its own order."""
    assert written(dt.date(2027, 3, 5), survey_texts.load(language)["dates"]) == day


@pytest.mark.parametrize("language", language_folder.available())
def test_every_month_has_a_name_of_its_own(language: str) -> None:
    """Twelve words, none twice."""
    months = survey_texts.load(language)["dates"]["months"]
    assert len(set(months)) == 12
    assert all(month.isalpha() for month in months)
