"""The QR codes of printed ballots: what a person would type, and nothing that tells ballots apart."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from generator.configuration import load
from generator.configuration.survey import Survey
from generator.site.ballots import ballot_style, on_ballot
from generator.site.files import site_files
from harness.paths import EXAMPLE
from harness.single_files import on_paper
from questionnaire import all_codes

RULE = re.compile(
    r'#ballot-code \[value="([A-Z-]+)"\]::after\{display:block;line-height:0;content:url\("([^"]+)"\)\}'
)


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    """The example's survey, with ballots on paper."""
    [survey] = load.load_surveys(on_paper(tmp_path))
    return survey


def pictures(survey: Survey) -> dict[str, str]:
    """Return the picture of each code."""
    [sheet] = ballot_style(survey).values()
    assert sheet.startswith(b"@media print{")
    return dict(RULE.findall(sheet.decode()))


@pytest.mark.parametrize("detail", ["levers", "type"])
def test_each_code_has_one_picture_and_no_other_has_it(survey: Survey, detail: str) -> None:
    """Whoever counts can tell codes apart, and never two ballots with the same code."""
    table = survey.config.survey.model_copy(update={"detail": detail})
    drawn = pictures(replace(survey, config=survey.config.model_copy(update={"survey": table})))
    assert tuple(drawn) == all_codes(table.detail)
    assert len(set(drawn.values())) == len(drawn)


def test_pictures_depend_on_survey_and_code_alone(survey: Survey) -> None:
    """Neither day nor build, neither brand nor folder: the same code looks the same on everybody's ballot."""
    brand = survey.config.brand.model_copy(update={"name": "Andere GmbH"})
    other = replace(survey, folder="anders/", config=survey.config.model_copy(update={"brand": brand}))
    assert pictures(other) == pictures(survey) == pictures(survey)
    assert on_ballot(survey.config.survey.id, "A-SB") == f"{survey.config.survey.id.upper()} A-SB"


def test_only_the_page_of_a_survey_on_paper_loads_them(tmp_path: Path) -> None:
    """All codes at once, and for every visitor: no request tells who prints what."""
    paper = site_files(load.load_site(on_paper(tmp_path)))
    loading = [path for path in paper if path.endswith(".html") and b"ballots.css" in paper[path]]
    assert sorted(loading) == sorted(path for path in paper if path.endswith("index.html"))
    assert "assets/ballots.css" in paper
    assert len(paper["assets/ballots.css"]) < 40_000  # less than a hundredth of a visit
    assert not any("ballots.css" in path for path in site_files(load.load_site(EXAMPLE)))
