"""The commands that make a site: check and build."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator import clock
from generator.commands.language import language_of_faults, megabytes
from generator.commands.options import config_option, exit_1_on_faults, shown_fault

if TYPE_CHECKING:
    from questionnaire.faults import Fault


strict_option = click.option(
    "--strict", is_flag=True, help="End with status 1 and write nothing if there is a warning."
)


@click.command()
@config_option
@strict_option
@exit_1_on_faults
def check(config_path: Path, *, strict: bool) -> None:
    """Check the configuration and every text it uses; write nothing.

    It warns of what would go live as it is: placeholders, days that are over, a missing imprint.
    """
    from generator.site.files import configured_site_files

    pages = [name for name in configured_site_files(config_path) if name.endswith(".html")]
    if strict:
        refuse_warnings(config_path)
    found = _("{path}: no faults; a build would make {pages} pages")
    click.echo(found.format(path=config_path, pages=len(pages)))
    print_warnings(config_path)


@click.command()
@config_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write; a former one of ours is replaced at the end only.  [default: dist]  "
    "With --single-file: the file, if the name ends in .html, or the folder to put it into.  "
    "[default: ID.html, after the survey's id; lastbild.html if there are several]",
)
@click.option(
    "--single-file",
    is_flag=True,
    help="Build one HTML file instead, for a USB stick, a mail or a file share. It can send nothing. "
    "A survey on paper gets auswertung.html beside it, which counts the ballots.",
)
@strict_option
@exit_1_on_faults
def build(config_path: Path, out: Path | None, *, single_file: bool, strict: bool) -> None:
    """Build the site into a folder that any static web server can serve, or into a single file.

    It warns of what will go live as it is: placeholders, days that are over, a missing imprint.
    """
    from generator.configuration import load
    from generator.site.build import build_site

    if strict:
        refuse_warnings(config_path)
    if single_file:
        _build_single_file(config_path, out)
    else:
        folder = out or Path("dist")
        report_build(folder, build_site(config_path, folder))
    print_warnings(config_path)
    # No page counts one of several surveys that are released in one act.
    apart = [survey for survey in load.load_surveys(config_path) if not survey.teams]
    if not single_file and any(survey.config.collection.mode == "paper" for survey in apart):
        click.echo(
            _("Ballots: `lastbild count` writes auswertung.html, the page that counts them in a browser.")
        )


def _build_single_file(config_path: Path, out: Path | None) -> None:
    from generator.count.single_file import write_count_files
    from generator.site.build import build_single_file

    path, size = build_single_file(config_path, out)
    click.echo(_("Built {path}: one file, {size}").format(path=path, size=megabytes(size)))
    for count, size in write_count_files(config_path, path.parent).items():
        built = _("Built {path}, which counts the ballots: one file, {size}")
        click.echo(built.format(path=count, size=megabytes(size)))


def report_build(out: Path, files: dict[str, bytes]) -> None:
    """Say what was built into ``out``."""
    size = megabytes(sum(map(len, files.values())))
    click.echo(_("Built {path}: {files} files, {size}").format(path=out, files=len(files), size=size))


def refuse_warnings(config_path: Path) -> None:
    """Raise ``InputError`` with every warning of the site, if there is one beside recommendations."""
    from generator.configuration.warnings import RECOMMENDED
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    found = _warnings(config_path)
    if any(each.kind not in RECOMMENDED for each in found):
        raise InputError([*found, Fault("command.strict", "--strict", file=COMMAND_LINE)])


def print_warnings(config_path: Path) -> None:
    """Say what works, but goes live as it is, if somebody should look at it before."""
    from questionnaire import messages

    if found := _warnings(config_path):
        sentences = messages.load(language_of_faults(config_path))
        click.echo(messages.say("place.goes_live", {}, sentences))
        for warning in found:
            click.echo(f"  {shown_fault(warning, config_path)}")


def _warnings(config_path: Path) -> list[Fault]:
    from generator.configuration.load import load_site, with_lines
    from generator.configuration.warnings import warnings

    return with_lines(warnings(load_site(config_path), clock.today()), config_path)
