"""Surveys that are released in one act, as one: its title in every language, its days, number and brand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from generator.configuration import load
from generator.configuration.joint_survey import one_survey, titles, titles_of
from harness import sites
from harness.releases import RELEASES
from harness.teams import site_toml
from questionnaire.fingerprint import InstrumentId
from questionnaire.release_file import Reach, ReleaseFile, Wave

WAVE = Wave("whole-2027", dt.date(2027, 1, 11), dt.date(2027, 2, 5), InstrumentId(2, "0f" * 32))
GERMAN, ENGLISH = "Die übrigen Teams gemeinsam", "The other teams together"


def released(title: str | None, reach: Reach | None = None) -> ReleaseFile:
    """Return a release of several teams, whose report has ``title``."""
    return ReleaseFile(WAVE, RELEASES["partly"], reach, title)


def test_a_language_without_reports_has_the_title_of_its_base_or_of_the_first_that_has_them() -> None:
    """*Leichte Sprache* has the German one; a language of the operator's own that of the site's first."""
    assert titles("together_title", ("de", "en")) == {"de": GERMAN, "en": ENGLISH}
    assert titles("together_title", ("en", "de-leicht", "fr")) == {
        "en": ENGLISH,
        "de-leicht": GERMAN,
        "fr": ENGLISH,
    }


@pytest.mark.parametrize("title", [GERMAN, ENGLISH])
def test_the_title_of_the_report_is_told_in_every_language(title: str) -> None:
    """Whichever language it was made in."""
    assert titles_of(released(title), ("de", "en")) == {"de": GERMAN, "en": ENGLISH}


def test_words_of_its_own_stay_and_a_report_without_a_title_is_on_all_teams() -> None:
    """As a report has them that another version made."""
    assert titles_of(released("Kundenservice"), ("de", "en")) == dict.fromkeys(("de", "en"), "Kundenservice")
    assert titles_of(released(None), ("de", "en")) == titles("title", ("de", "en"))


def test_one_survey_has_the_days_and_number_of_the_release_and_the_front_pages_brand(tmp_path: Path) -> None:
    """Where a release does not tell how many were invited, no team's number stands in its place."""
    site = load.load_site(sites.write(tmp_path, site_toml(brand="Hafenkontor")))
    survey = one_survey(site, released(GERMAN, Reach(110, None, 400))).config
    assert (survey.survey.id, survey.survey.opens, survey.survey.closes) == (
        WAVE.survey_id,
        WAVE.opens,
        WAVE.closes,
    )
    assert (survey.survey.headcount, survey.brand) == (110, site.first.config.brand)
    assert one_survey(site, released(GERMAN)).config.survey.headcount is None
