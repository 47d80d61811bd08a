"""Figures on the page for employees are those of the report: a plan that says something else is refused."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from generator.site.files import configured_site_files
from harness import sites
from harness.decided_plans import plan_of
from harness.releases import EVERYTHING, PARTLY, released
from questionnaire import action_plan, release_file
from questionnaire.action_plan import ActionPlan
from questionnaire.disclosure import Withheld
from questionnaire.faults import InputError
from questionnaire.release_file import ReleaseFile
from tests.generator.decisions.test_command import SURVEY_ID, TEXT, run

PLAN = plan_of(SURVEY_ID)
GENUINE = replace(PLAN.report, title="Wie geht es uns?")
NAMED = TEXT.replace('detail = "levers"', 'detail = "levers"\ndecisions = "plan.json"')
SAID = "plan.json: report: holds other figures or days than the report.json of this survey"


def forged(result: object) -> ActionPlan:
    """Return the plan with another result, as somebody writes it by hand."""
    return replace(PLAN, report=replace(PLAN.report, result=result))  # type: ignore[arg-type]


def put(folder: Path, report: ReleaseFile, place: str = "report.json") -> None:
    """Write the report.json of ``report`` to its place in ``folder``."""
    path = folder / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(release_file.dump(report))


@pytest.mark.parametrize("place", ["report.json", "report/report.json", "report/team/report.json"])
@pytest.mark.parametrize("result", [released(PARTLY), Withheld()])
def test_another_result_than_the_reports_is_refused(tmp_path: Path, result: object, place: str) -> None:
    """Wherever reports are written; nothing is told to anybody then. The genuine plan is told."""
    assert PLAN.report.result == released(EVERYTHING)
    put(tmp_path, GENUINE, place)
    refused = run(tmp_path, forged(result))
    assert (refused.exit_code, refused.output.startswith(SAID)) == (1, True), refused.output
    assert not (tmp_path / "out").exists()
    assert run(tmp_path, PLAN).exit_code == 0


def test_the_site_refuses_it_too(tmp_path: Path) -> None:
    """The plan that site.toml names is compared with the same reports."""
    put(tmp_path, GENUINE, "report/report.json")
    (tmp_path / "plan.json").write_bytes(action_plan.dump(forged(released(PARTLY))))
    path = sites.write(tmp_path, NAMED)
    with pytest.raises(InputError) as refused:
        configured_site_files(path)
    fault = str(refused.value.faults[0])
    assert fault.startswith(SAID)


def test_more_invited_people_than_the_report_says_are_refused(tmp_path: Path) -> None:
    """The number is a figure of the page, too."""
    assert GENUINE.reach
    put(tmp_path, GENUINE)
    reach = replace(GENUINE.reach, invited=GENUINE.reach.invited - 20)
    refused = run(tmp_path, replace(PLAN, report=replace(PLAN.report, reach=reach)))
    assert refused.output.startswith(SAID)


@pytest.mark.parametrize("other", [{"survey_id": "sued-2027"}, {"opens": None}])
def test_the_report_of_another_survey_or_wave_says_nothing(tmp_path: Path, other: dict[str, object]) -> None:
    """The folder of reports may hold any: only the one that the plan answers counts."""
    put(tmp_path, replace(GENUINE, wave=replace(GENUINE.wave, **other), result=Withheld()))  # type: ignore[arg-type]
    (tmp_path / "report").mkdir()
    (tmp_path / "report" / "report.json").write_bytes(b"{}")
    assert run(tmp_path, PLAN).exit_code == 0


def test_other_days_than_those_of_the_survey_are_refused(tmp_path: Path) -> None:
    """Without any report: the page would say a period that was not."""
    assert PLAN.report.wave.closes
    wave = replace(PLAN.report.wave, closes=PLAN.report.wave.closes.replace(day=30))
    refused = run(tmp_path, replace(PLAN, report=replace(PLAN.report, wave=wave)))
    assert (refused.exit_code, refused.output.startswith("plan.json: report: ")) == (1, True)


def test_figures_that_the_rule_never_gives_are_refused_without_any_report(tmp_path: Path) -> None:
    """An exact number of contributions is none that a release has."""
    exact = replace(released(EVERYTHING), contributions=63)
    refused = run(tmp_path, forged(exact))
    assert (refused.exit_code, refused.output.startswith("plan.json: report: ")) == (1, True)
