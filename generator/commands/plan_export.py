"""The command that makes documents of an action plan: plan export."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.named_files import read_plan
from generator.commands.options import config_option, exit_1_on_faults, out_option, shown_fault

if TYPE_CHECKING:
    from generator.configuration.survey import Site, Survey
    from generator.documents.files import Format
    from questionnaire.action_plan import ActionPlan


@click.command()
@click.argument("plan_path", metavar="PLAN", type=click.Path(dir_okay=False, path_type=Path))
@config_option
@out_option("plan")
@click.option(
    "--format",
    "formats",
    multiple=True,
    metavar="FORM",
    type=click.Choice(["docx", "xlsx", "pptx", "csv"], case_sensitive=False),
    help="One of docx, xlsx, pptx and csv; give it again for another.  [default: all of them]",
)
@exit_1_on_faults
def export(plan_path: Path, config_path: Path, out: Path, formats: tuple[Format, ...]) -> None:
    """Make Word, Excel, PowerPoint and CSV of PLAN, the plan.json that the page of the plan has saved.

    They say of the contributions what the report says, and nothing more. What is still missing in the plan is
    told, and marked in the documents.
    """
    from generator import output
    from generator.configuration.load import load_site
    from generator.documents.files import FORMATS, plan_files

    site = load_site(config_path)
    plan = read_plan(plan_path)
    survey = _survey_of(plan, site, plan_path)
    _must_be_of_the_report(plan, plan_path, config_path)
    output.check_target(out, "plan")
    files = plan_files(plan, survey.config, survey.brand_files, formats or FORMATS)
    output.write(files, out, "plan")
    for name in files:
        click.echo(_("wrote {path}").format(path=out / name))
    _tell_gaps(plan, plan_path, config_path)


def _survey_of(plan: ActionPlan, site: Site, path: Path) -> Survey:
    """Return the survey that ``plan`` answers; raises ``InputError`` if the site has none such.

    If it answers several teams that were released together, one survey stands for all of them.
    """
    from dataclasses import replace

    from generator.plan.answered import answered_survey
    from generator.report.waves import wave_of
    from questionnaire.action_plan import not_of
    from questionnaire.faults import Fault, InputError

    by_id = {survey.config.survey.id: survey for survey in site.surveys}
    survey = by_id.get(plan.report.wave.survey_id)
    if survey is None:
        try:
            survey = answered_survey(site, plan.report)
        except InputError as error:
            details = {"found": plan.report.wave.survey_id, "wanted": ", ".join(by_id)}
            raise InputError([Fault("action_plan.other_survey", details=details, file=path.name)]) from error
    if fault := not_of(plan, wave_of(survey.config)):
        raise InputError([replace(fault, file=path.name)])
    return survey


def _must_be_of_the_report(plan: ActionPlan, path: Path, config_path: Path) -> None:
    """Raise ``InputError`` if a report.json at hand says of the release what ``plan`` does not."""
    from dataclasses import replace

    from generator.configuration.plan_file import reports
    from generator.decisions.plan import not_of_reports
    from questionnaire.faults import InputError

    if faults := list(not_of_reports(plan, reports(path.parent, config_path.parent))):
        raise InputError(replace(fault, file=path.name) for fault in faults)


def _tell_gaps(plan: ActionPlan, path: Path, config_path: Path) -> None:
    """Say what is missing before the plan can be told to employees."""
    from dataclasses import replace

    from questionnaire.action_plan import gaps

    if found := gaps(plan):
        click.echo(_("Still open in the plan:"))
        for fault in found:
            click.echo(f"  {shown_fault(replace(fault, file=path.name), config_path)}")
