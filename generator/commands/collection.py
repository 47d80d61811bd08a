"""The organisation's commands around a collection: slips before, close after."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import config_option, database_option, exit_1_on_faults, survey_option
from questionnaire.system_reasons import system_reason

if TYPE_CHECKING:
    from questionnaire.urn import Urn

MOST_SLIPS = 100_000


@click.command()
@click.argument("number", type=click.IntRange(1, MOST_SLIPS))
@config_option
@survey_option
@database_option
@click.option(
    "--out",
    help="The sheet to write; it is never overwritten.",
    default="slips.html",
    show_default=True,
    type=click.Path(path_type=Path, dir_okay=False),
)
@exit_1_on_faults
def slips(number: int, config_path: Path, survey_id: str | None, database: str, out: Path) -> None:
    """Draw NUMBER one-time slips and write them as a printable sheet; at most as many as people are invited.

    Only salted hashes go to the database; delete the sheet when it is printed.
    """
    import secrets

    from generator.organisation.storage import collecting_survey, open_storage
    from generator.slips.sheet import slip_sheet
    from questionnaire import slips as slip

    survey = collecting_survey(config_path, survey_id, modes=("slips",))
    config = survey.configured.config
    drawn = [slip.draw(secrets.randbelow) for _ in range(number)]
    sheet = slip_sheet(config, drawn, survey.configured.brand_files)
    with open_storage(config_path, database, survey) as storage:
        # The sheet comes first: if it cannot be written, the database holds no slips that nobody can draw.
        _write_sheet(out, sheet)
        try:
            storage.add_slips(survey.id, drawn)
            drawn_so_far = storage.slips_issued(survey.id)
        except BaseException:
            out.unlink()  # nobody may draw a slip that the database does not know
            raise
    click.echo(f"wrote {out} with {number} slips; print it, then delete it")
    click.echo(f"Drawn so far: {drawn_so_far} slips; {survey.counted.headcount} people are invited.")
    if config.site.address is None:
        click.echo("Note: site.address is not set, so the slips carry no QR code.", err=True)


def _write_sheet(out: Path, sheet: bytes) -> None:
    from generator.slips.sheet import write_slip_sheet
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    try:
        write_slip_sheet(out, sheet)
    except FileExistsError as error:
        raise InputError([Fault("output.slips_exist", "--out", str(out), file=COMMAND_LINE)]) from error
    except OSError as error:
        details = {"reason": system_reason(error)}
        raise InputError([Fault("output.failed", "--out", str(out), details, file=COMMAND_LINE)]) from error


@click.command()
@config_option
@survey_option
@database_option
@click.option(
    "--out",
    default=".",
    show_default=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="For a sealed survey: the folder to write the urn into; nothing in it is overwritten.",
)
@exit_1_on_faults
def close(config_path: Path, survey_id: str | None, database: str, out: Path) -> None:
    """Close the survey for good; nothing is counted afterwards.

    In a terminal it asks before: there is no opening again. The ballots of a sealed survey go into its urn, a
    file for the trustee, and are deleted here. If it breaks off, start it again.
    """
    from generator.organisation.storage import collecting_survey, open_storage
    from generator.organisation.urn_file import empty_into_urn

    survey = collecting_survey(config_path, survey_id)
    is_sealed = bool(survey.configured.config.collection.seal)
    if sys.stdin.isatty():
        click.confirm(f"Close {survey.id!r} for good, and delete its slips?", abort=True)
    with open_storage(config_path, database, survey, must_hold_it=True) as storage:
        if is_sealed:
            _tell_of_urn(empty_into_urn(storage, survey, out), out)
        else:
            storage.close(survey.id)
    click.echo(f"closed {survey.id!r}")


def _tell_of_urn(urn: Urn | None, out: Path) -> None:
    if urn is None:
        click.echo("The urn was written before, and the ballots are deleted; nothing was written now.")
        return
    click.echo(f"wrote {out / urn.file_name} with {urn.number} ballots; it is the only copy")
    click.echo("Pass it on to the trustee whose key has this fingerprint:")
    click.echo(urn.next_fingerprint)
