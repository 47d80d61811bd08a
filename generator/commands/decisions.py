"""The command that tells employees what came of a survey: decisions."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.named_files import read_plan
from generator.commands.options import (
    config_option,
    exit_1_on_faults,
    out_option,
    shown_fault,
    survey_option,
)

if TYPE_CHECKING:
    from generator.configuration.survey import Site, Survey
    from generator.poster.files import Size
    from questionnaire.action_plan import ActionPlan, Decision


@click.command()
@config_option
@survey_option
@click.argument("plan_path", metavar="PLAN", type=click.Path(dir_okay=False, path_type=Path))
@out_option("decisions")
@click.option(
    "--size",
    default="A4",
    show_default=True,
    type=click.Choice(["A4", "A3"], case_sensitive=False),
    help="The paper to print the poster on.",
)
@exit_1_on_faults
def decisions(config_path: Path, survey_id: str | None, plan_path: Path, out: Path, size: Size) -> None:
    """Write what came of the survey, from the plan.json of the action plan, in every language of the site.

    A page for all employees, a poster, and a text for a mail. The site itself shows the page with
    decisions = "plan.json" under [survey] of site.toml; poster and mail then lead there.
    """
    from generator import output
    from generator.configuration import load
    from generator.configuration.plan_file import reports
    from generator.decisions.folder import folder_files
    from generator.decisions.joint import as_reported
    from generator.decisions.page import DecidedSurvey
    from generator.decisions.plan import must_be_told, untranslated
    from generator.poster.decisions import decision_posters, page_addresses
    from generator.rendering.wordings import load_wordings

    plan = read_plan(plan_path)
    site = load.load_site(config_path)
    survey = _survey_of(plan, site, survey_id, plan_path.name)
    must_be_told(plan, survey, plan_path.name, reports(plan_path.parent, config_path.parent))
    survey = as_reported(survey, plan, site.surveys[0].teams)
    output.check_target(out, "decisions")
    decided = DecidedSurvey(survey, plan, load_wordings(survey.config))
    files = {**folder_files(decided, page_addresses(survey)), **decision_posters(decided, size)}
    output.write(files, out, "decisions")
    click.echo(_("wrote {path}").format(path=out))
    for warning in untranslated(plan, survey.config.site.languages):
        click.echo(shown_fault(warning, config_path))
    _say_what_to_look_at(survey, plan)


def _survey_of(plan: ActionPlan, site: Site, survey_id: str | None, file: str) -> Survey:
    """Return the survey with the id, else the one that ``plan`` answers, or all of them together."""
    from generator.configuration.survey import survey_with_id
    from questionnaire.faults import Fault, InputError
    from questionnaire.levels_file import whole_id

    answered = plan.report.wave.survey_id
    ids, teams = [each.config.survey.id for each in site.surveys], site.surveys[0].teams
    if survey_id is None and teams and answered == whole_id(teams):
        return _all_together(plan, site)
    if survey_id is None and len(ids) > 1 and answered not in ids:
        details = {"found": answered, "wanted": ", ".join(ids)}
        raise InputError([Fault("action_plan.other_survey", details=details, file=file)])
    chosen = answered if survey_id is None and answered in ids else survey_id
    return survey_with_id(site.surveys, chosen)


def _all_together(plan: ActionPlan, site: Site) -> Survey:
    """Return all surveys as one; its page in the site is that of the first survey that shows the plan."""
    from dataclasses import replace

    from generator.configuration.joint_survey import one_survey

    survey = one_survey(site, plan.report)
    told = next((each for each in site.surveys if each.config.survey.decisions), site.first).config
    table = survey.config.survey.model_copy(update={"decisions": told.survey.decisions})
    where = survey.config.site.model_copy(update={"address": told.site.address})  # with its folder
    return replace(survey, config=survey.config.model_copy(update={"survey": table, "site": where}))


def _say_what_to_look_at(survey: Survey, plan: ActionPlan) -> None:
    if not plan.decisions:
        click.echo(_("The plan holds no decision: the page says that nothing has been decided so far."))
    named = [name for each in plan.decisions for name in _people(each)]
    if names := dict.fromkeys(" ".join(name.split()) for name in (*named, plan.contact) if name):
        said = _("Everybody can read these names and positions; ask the people before: {names}")
        click.echo(said.format(names=", ".join(names)))
    if survey.config.survey.decisions is None:
        click.echo(
            _(
                "The site does not show it yet, and poster and mail lead nowhere: set decisions under "
                "[survey] to the plan's file, run `lastbild build`, then this command again."
            )
        )


def _people(decision: Decision) -> tuple[str, ...]:
    """Return whom the page names with ``decision``."""
    return (decision.owner, decision.who) if decision.status == "decided" else ()
