"""The organisation's command for the result: report."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import (
    config_option,
    database_option,
    exit_1_on_faults,
    out_option,
    survey_option,
)
from questionnaire.system_reasons import system_reason

if TYPE_CHECKING:
    from generator.configuration.schema import Config
    from questionnaire import Release, Withheld


@click.command()
@config_option
@survey_option
@database_option
@out_option("report")
@click.option(
    "--close", "close_now", is_flag=True, help="Close the survey now, before its last day has passed."
)
@click.option(
    "--previous",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The report.json of an earlier wave to compare with.",
)
@exit_1_on_faults
def report(
    config_path: Path,
    survey_id: str | None,
    database: str,
    out: Path,
    close_now: bool,
    previous: Path | None,
) -> None:
    """Release the survey's pattern once and write it as a site.

    A second call renders the same release again and never counts anew.
    """
    from generator import output
    from generator.organisation.release import release_survey
    from generator.organisation.storage import collecting_survey, open_storage, today
    from generator.report import release_file
    from generator.report.files import load_texts, report_files

    survey = collecting_survey(config_path, survey_id)
    # Everything that can fail comes before the release: a survey must not be released without a report.
    texts = load_texts(survey.configured.config)
    before = _earlier_result(previous, survey.configured.config) if previous else None
    output.check_target(out, "report")
    with open_storage(config_path, database, survey, must_hold_it=True) as storage:
        released = release_survey(storage, survey, config_path, today=today(), close_now=close_now)
    configured, file = survey.configured, release_file.parse(released)
    files = report_files(configured.config, configured.brand_files, file, before=before, texts=texts)
    output.write(files, out, "report")
    click.echo(f"wrote {out}")


def _earlier_result(path: Path, config: Config) -> Release | Withheld:
    """Return the result of the earlier wave in ``path``; ``InputError`` says why it cannot be compared."""
    from dataclasses import replace

    from generator.report import release_file
    from generator.report.waves import not_comparable, wave_of
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    try:
        earlier = release_file.parse(path.read_bytes())
        fault = not_comparable(earlier.wave, wave_of(config))
    except OSError as error:
        fault = Fault("report_file.unreadable", details={"reason": system_reason(error)})
    except release_file.ReleaseFileError as error:
        fault = error.fault
    if fault:
        raise InputError([replace(fault, key="--previous", value=str(path), file=COMMAND_LINE)])
    return earlier.result
