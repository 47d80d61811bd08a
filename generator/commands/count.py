"""The command that writes the page on which ballots are counted in a browser."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from generator.commands.options import config_option, exit_1_on_faults


@click.command()
@config_option
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file, if the name ends in .html, or the folder to put it into; ours is replaced.  "
    "[default: auswertung.html; auswertung-ID.html for each survey on paper if the site holds several]",
)
@exit_1_on_faults
def count(config_path: Path, out: Path | None) -> None:
    """Write the page that counts ballots and makes the report, in a browser and without a server.

    Whoever opens it needs no Lastbild; it stores its state in that browser and sends nothing.
    """
    from generator.configuration import load
    from generator.count.single_file import write_count_files
    from questionnaire.faults import Fault, InputError

    written = write_count_files(config_path, out or Path())
    if not written:
        survey = load.load_site(config_path).first
        fault = Fault("command.not_on_paper", "collection.mode", survey.config.collection.mode)
        raise InputError([replace(fault.renamed(survey.key), file=config_path.name)])
    for path, size in written.items():
        click.echo(f"Wrote {path}: one file, {size / 1e6:.1f} MB; open it by a double click")
