"""The command that tells employees what came of a survey: decisions."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import (
    config_option,
    exit_1_on_faults,
    out_option,
    shown_fault,
    survey_option,
)

if TYPE_CHECKING:
    from generator.configuration.survey import Survey
    from generator.poster.files import Size
    from questionnaire.action_plan import ActionPlan, Decision


@click.command()
@config_option
@survey_option
@click.argument("plan_path", metavar="PLAN", type=click.Path(exists=True, dir_okay=False, path_type=Path))
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
    from generator.configuration.survey import survey_with_id
    from generator.decisions.folder import folder_files
    from generator.decisions.page import DecidedSurvey
    from generator.decisions.plan import plan_to_tell, untranslated
    from generator.poster.decisions import decision_posters, page_addresses
    from generator.rendering.wordings import load_wordings

    survey = survey_with_id(load.load_surveys(config_path), survey_id)
    plan = plan_to_tell(plan_path.read_bytes(), survey.config, plan_path.name, survey.teams)
    output.check_target(out, "decisions")
    decided = DecidedSurvey(survey, plan, load_wordings(survey.config))
    files = {**folder_files(decided, page_addresses(survey)), **decision_posters(decided, size)}
    output.write(files, out, "decisions")
    click.echo(_("wrote {path}").format(path=out))
    for warning in untranslated(plan, survey.config.site.languages):
        click.echo(shown_fault(warning, config_path))
    _say_what_to_look_at(survey, plan)


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
