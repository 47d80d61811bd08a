"""Which survey a plan answers: one of the site, or several teams that are released together."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import main
from generator.configuration import load
from generator.configuration.survey import Site, Survey
from generator.plan.answered import answered_survey
from generator.report.waves import title_of, wave_of
from harness import sites
from harness.releases import RELEASES
from harness.teams import site_toml
from questionnaire import release_file
from questionnaire.faults import InputError
from questionnaire.release_file import Reach, ReleaseFile


def site_of(folder: Path, release: str) -> Site:
    """Return a site that releases its surveys as ``release`` says."""
    text = site_toml({"nord-2027": 60, "west-2027": 30}, release=release, languages=("de", "en"))
    return load.load_site(sites.write(folder, text))


def released(survey: Survey, **changes: object) -> ReleaseFile:
    """Return a release whose wave is that of ``survey``, with ``changes``."""
    wave = replace(wave_of(survey.config), **changes)  # type: ignore[arg-type]
    return ReleaseFile(wave, RELEASES["partly"], Reach(90, None, 400), "Alle Teams gemeinsam")


@pytest.mark.parametrize("release", ["each", "teams"])
def test_a_team_with_a_release_of_its_own_is_found(tmp_path: Path, release: str) -> None:
    """Whichever of the site's it is."""
    site = site_of(tmp_path, release)
    for survey in site.surveys:
        assert answered_survey(site, released(survey)) is survey


def test_teams_that_are_released_together_have_one_plan(tmp_path: Path) -> None:
    """With the title, the days and the number of the release; the command makes its page."""
    site = site_of(tmp_path, "whole")
    file = released(site.surveys[0], survey_id="whole-2027")
    found = answered_survey(site, file)
    assert (wave_of(found.config), title_of(found.config)) == (file.wave, "Alle Teams gemeinsam")
    assert found.config.survey.headcount == 90
    (tmp_path / "report.json").write_bytes(release_file.dump(file))
    given = ("--release", tmp_path / "report.json", "--config", tmp_path / "site.toml", "--out", tmp_path)
    done = CliRunner().invoke(main, ["plan", "page", *map(str, given)])
    assert done.exit_code == 0, done.output
    assert "Alle Teams gemeinsam" in (tmp_path / "plan.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("release", "changes"),
    [
        ("each", {"survey_id": "whole-2027"}),
        ("teams", {"survey_id": "whole-2026"}),
        ("teams", {"opens": dt.date(2026, 1, 11)}),
    ],
    ids=["none together", "another year", "other days"],
)
def test_a_release_of_no_survey_of_the_site_is_refused(
    tmp_path: Path, release: str, changes: dict[str, object]
) -> None:
    """Also one of teams together where each is released on its own."""
    site = site_of(tmp_path, release)
    with pytest.raises(InputError):
        answered_survey(site, released(site.surveys[0], **changes))
