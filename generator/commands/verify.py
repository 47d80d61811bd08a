"""The command that compares a site on a server with its build: verify."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from generator.commands.options import exit_1_on_faults


@click.command()
@click.argument("address")
@click.option(
    "--config",
    "config_path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The configuration to build for the comparison.  [default: site.toml]",
)
@click.option(
    "--against",
    type=click.Path(path_type=Path),
    help="Compare with a kept manifest.json instead, or with a folder that holds one.",
)
@exit_1_on_faults
def verify(address: str, config_path: Path | None, against: Path | None) -> None:
    """Compare the site at ADDRESS with your own build of it, byte for byte.

    Asks for every file twice and for every page three times, with and without a browser's usual headers.
    """
    from generator.site import expected_sums
    from generator.site import verify as verification
    from generator.site.files import configured_site_files
    from questionnaire.faults import InputError

    if config_path and against:
        raise click.UsageError(_("--config and --against exclude each other."))
    if against:
        expected = expected_sums.of_manifest(against)
    else:
        expected = expected_sums.of_build(configured_site_files(config_path or Path("site.toml")))
    comparison = verification.verify(address, expected)
    found = _("{address}: {alike} of {all} files are as they were built")
    click.echo(found.format(address=address, alike=comparison.alike, all=len(expected)))
    click.echo(_("Not to be found so: a page that is served only to somebody else, or at another time"))
    if comparison.faults:
        raise InputError(comparison.faults)
