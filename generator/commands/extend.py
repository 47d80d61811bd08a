"""The command that gives a running survey more time, once: extend."""

from __future__ import annotations

import datetime as dt
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.asking import confirm, must_have_a_terminal
from generator.commands.language import command_line, day
from generator.commands.options import Day, config_option, database_option, exit_1_on_faults, survey_option

if TYPE_CHECKING:
    from generator.organisation.extending import Extension
    from generator.organisation.storage import CollectingSurvey


@click.command()
@click.option(
    "--until",
    required=True,
    metavar="DAY",
    type=Day(),
    help="The new last day, such as 2027-02-05 or 05.02.2027.",
)
@config_option
@survey_option
@database_option
@click.option("--yes", is_flag=True, help="Extend without a question, as where there is no terminal.")
@exit_1_on_faults
def extend(
    until: dt.date, config_path: Path, survey_id: str | None, database: str | None, *, yes: bool
) -> None:
    """Give a running survey more time: move its last day, once.

    It can be done while the survey runs, and only to a later day. It writes the new day into the database and
    into site.toml. The report tells both days. If it breaks off, start it again.
    """
    from generator import clock
    from generator.organisation.extending import extend_survey
    from generator.organisation.storage import collecting_survey, database_of

    database = database_of(config_path, database)
    survey = collecting_survey(config_path, survey_id)
    if not yes and survey.counted.extended_from is None:
        _ask(survey, until)
    done = extend_survey(config_path, database, survey, until, today=clock.today())
    _tell(survey, config_path, done)


def _ask(survey: CollectingSurvey, until: dt.date) -> None:
    """Ask whether the survey is to be extended; ``InputError`` where nobody can be asked."""
    from questionnaire.faults import COMMAND_LINE, Fault

    must_have_a_terminal(Fault("organisation.extend_unconfirmed", "--yes", file=COMMAND_LINE))
    click.echo(_("A survey is extended only once, and the report tells it."))
    question = _("Extend '{survey}' from {former} to {until}?")
    days = {"former": day(survey.counted.closes), "until": day(until)}
    confirm(question.format(survey=survey.id, **days), abort=True)


def _tell(survey: CollectingSurvey, config_path: Path, done: Extension) -> None:
    days = {"survey": survey.id, "former": day(done.former), "until": day(done.until)}
    if not done.is_new:
        said = _("'{survey}' was extended from {former} to {until} before; nothing was changed.")
        click.echo(said.format(**days))
        return
    click.echo(_("extended '{survey}': its last day is {until}, not {former}").format(**days))
    click.echo(_("Build the site and publish it again; its pages still name the former day:"))
    click.echo("  " + command_line("lastbild", "build", "--config", config_path))
    said = _(
        "{file} has the new day, too. Replace every other copy of it, such as the one beside the collector."
    )
    click.echo(said.format(file=config_path.name))
