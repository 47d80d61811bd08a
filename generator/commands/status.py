"""The command that says where a campaign stands: status."""

from __future__ import annotations

import shutil
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator import clock
from generator.commands.campaign_screen import Screen, steps
from generator.commands.campaign_state import Build, Campaign, Command, Step
from generator.commands.language import command_line, spoken
from generator.commands.options import config_option, database_option, exit_1_on_faults, survey_option

if TYPE_CHECKING:
    from collector.standing import Standing
    from generator.configuration.survey import Survey

_LINES, _COLUMNS = 24, 80  # of a terminal that does not say
_PROMPT = 1  # line below
_USUAL = Path("site.toml")
_OF_ONE_SURVEY = ("slips", "close", "tally", "report", "decisions")
_OF_ALL_TEAMS = ("report", "decisions")  # where all are released in one act
_WITH_DATABASE = ("slips", "close", "tally", "report", "collect")


@click.command()
@config_option
@survey_option
@database_option
@click.option(
    "--out",
    default="dist",
    show_default=True,
    type=click.Path(path_type=Path),
    help="The folder into which the site was built.",
)
@exit_1_on_faults
def status(config_path: Path, survey_id: str | None, database: str | None, out: Path) -> None:
    """Say where the campaign stands, what is missing for the next step, and the next command.

    It shows each survey from its preparation to its report on one screen, changes nothing, and never says how
    many contributions there are.
    """
    from generator.configuration import load
    from generator.configuration.survey import survey_with_id
    from generator.configuration.warnings import of_survey, warnings
    from questionnaire.faults import InputError

    try:
        site = load.load_site(config_path)
        build = _build(config_path, out)
    except InputError:
        _show_a_faulty_site(config_path)
        raise
    found = warnings(site, today := clock.today())
    campaigns = [
        Campaign(
            survey.config,
            today,
            build,
            _standing(config_path, database, survey),
            of_survey(found, survey),
            _has_report(survey),
            Path("plan.json").is_file(),
        )
        for survey in ([survey_with_id(site.surveys, survey_id)] if survey_id else site.surveys)
    ]
    for line in _screen(config_path, database, several=len(site.surveys) > 1).shown(campaigns):
        click.echo(line)


def _show_a_faulty_site(config_path: Path) -> None:
    click.echo(steps(Step.PREPARE))
    click.echo(_("Missing: a site.toml without faults. Its faults:"))
    click.echo(f"{_('Next:')} {command_line('lastbild', 'check', *_config(config_path))}")


def _build(config_path: Path, out: Path) -> Build:
    """Return how the folder ``out`` stands to the site; raises ``InputError`` for a fault in a text."""
    from generator import output
    from generator.site.files import configured_site_files

    wanted = output.manifest(configured_site_files(config_path))
    try:
        found = (out / output.MANIFEST).read_bytes()
    except OSError:
        return Build.MISSING
    return Build.CURRENT if found == wanted else Build.OUTDATED


def _standing(config_path: Path, database: str | None, survey: Survey) -> Standing | None:
    """Return where ``survey`` stands; ``None`` without a database, which is never made here."""
    from collector.database import connect
    from collector.storage import PATIENCE, Storage
    from generator.organisation.storage import database_exists, database_of, refusals_as_faults

    address = database_of(config_path, database)
    if survey.config.collection.mode == "off" or not database_exists(address):
        return None
    with refusals_as_faults(config_path, address):
        storage = Storage(connect(address, PATIENCE))  # only reads: makes no tables
        try:
            return storage.standing(survey.config.survey.id)
        finally:
            storage.dispose()


def _has_report(survey: Survey) -> bool:
    """Return whether the report of ``survey`` is in the folder that ``lastbild report`` writes by default."""
    from questionnaire import levels_file, release_file

    if survey.teams:
        try:
            found = levels_file.parse((Path("report") / "levels.json").read_bytes())
        except (OSError, release_file.ReleaseFileError):
            return False
        return found.teams == survey.teams
    try:
        wave = release_file.parse((Path("report") / "report.json").read_bytes()).wave
    except (OSError, release_file.ReleaseFileError):
        return False
    return (wave.survey_id, wave.opens) == (survey.config.survey.id, survey.config.survey.opens)


def _config(config_path: Path) -> list[object]:
    """Return the option that names the configuration, unless it is the usual one."""
    return [] if config_path == _USUAL else ["--config", config_path]


def _screen(config_path: Path, database: str | None, *, several: bool) -> Screen:
    from generator.organisation.storage import without_password

    size = shutil.get_terminal_size((_COLUMNS, _LINES))
    source = click.get_current_context().get_parameter_source("database")
    by_variable = source is ParameterSource.ENVIRONMENT  # holds for the next command, too

    def command(campaign: Campaign, following: Command) -> str:
        name, *rest = following.words
        options = _config(config_path)
        of_all = name in _OF_ALL_TEAMS and campaign.config.collection.release != "each"
        if name in _OF_ONE_SURVEY and several and not of_all:
            options += ["--survey", campaign.config.survey.id]
        if name in _WITH_DATABASE and database and not by_variable:
            options += ["--database", without_password(database)]
        return command_line("lastbild", name, *rest, *options)

    def sentence(campaign: Campaign, place: int) -> str:
        return campaign.told_warnings[place].said_in(spoken())

    return Screen(size.columns, size.lines - _PROMPT, command, sentence)
