"""The commands of the action plan: the page on which it is written, and the documents that come of it."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.language import megabytes
from generator.commands.named_files import read_release, refusal
from generator.commands.options import config_option, exit_1_on_faults
from generator.commands.plan_export import export
from generator.commands.translated import OrderedGroup

if TYPE_CHECKING:
    from generator.configuration.survey import Survey
    from questionnaire.release_file import ReleaseFile


@click.group(cls=OrderedGroup)
def plan() -> None:
    """Write down what is decided after the report, and make documents of it.

    The folder of a report has the page of the plan, plan.html, already.
    """


plan.add_command(export)


@plan.command()
@click.option(
    "--release",
    "release_path",
    required=True,
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The report.json that the plan answers.",
)
@config_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file, if the name ends in .html, or the folder to put it into; ours is replaced.  "
    "[default: plan.html]",
)
@exit_1_on_faults
def page(release_path: Path, config_path: Path, out: Path | None) -> None:
    """Write the page on which decisions are ticked and written, for a report that has none.

    Such as one that was made on the page that counts ballots. It is one file: a browser opens it by a double
    click, and it saves the plan as plan.json. It sends nothing and stores nothing.
    """
    from generator.plan.single_file import load_program, write_plan_page

    survey, released = _survey_of(release_path, config_path)
    path, size = write_plan_page(survey.config, survey.brand_files, released, load_program(), out or Path())
    wrote = _("Wrote {path}: one file, {size}; open it by a double click")
    click.echo(wrote.format(path=path, size=megabytes(size)))


def _survey_of(path: Path, config_path: Path) -> tuple[Survey, ReleaseFile]:
    """Return the release in ``path`` and its survey; ``InputError`` says why the configuration has none."""
    from generator.configuration import load
    from generator.plan.answered import answered_survey
    from questionnaire.faults import InputError

    site = load.load_site(config_path)
    released = read_release(path, "--release")
    try:
        return answered_survey(site, released), released
    except InputError as error:
        raise refusal(path, "--release", *error.faults) from error
