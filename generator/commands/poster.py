"""The command for poster and invitation."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.options import config_option, exit_1_on_faults, out_option

if TYPE_CHECKING:
    from generator.poster.files import Size


@click.command()
@config_option
@out_option("poster")
@click.option(
    "--size",
    default="A4",
    show_default=True,
    type=click.Choice(["A4", "A3"], case_sensitive=False),
    help="The paper to print on.",
)
@exit_1_on_faults
def poster(config_path: Path, out: Path, size: Size) -> None:
    """Write a poster to print and an invitation to send, in every language of the site.

    Both lead to site.address. Print the poster from a browser; paste the invitation into a mail.
    """
    from generator import output
    from generator.poster.files import poster_files

    output.check_target(out, "poster")
    files = poster_files(config_path, size)
    output.write(files, out, "poster")
    for name in files:
        click.echo(_("wrote {path}").format(path=out / name))
