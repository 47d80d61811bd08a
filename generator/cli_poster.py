"""The command that makes poster and invitation."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.options import config_option, ending_with_1_for_faults, out_option

if TYPE_CHECKING:
    from generator.poster.plan import Size


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
@ending_with_1_for_faults
def poster(config: Path, out: Path, size: Size) -> None:
    """Write a poster to print and an invitation to send, in every language of the site.

    Both lead to site.address. Print the poster from a browser; paste the invitation into a mail.
    """
    from generator import output
    from generator.poster import plan as posters

    output.check_target(out, "poster")
    files = posters.plan(config, size)
    output.write(files, out, "poster")
    for name in files:
        click.echo(f"wrote {out / name}")
