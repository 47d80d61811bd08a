"""The command that writes the studio: the page with which a site is made in a browser."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from generator.commands.language import megabytes
from generator.commands.options import exit_1_on_faults, out_option


@click.command()
@out_option("studio")
@exit_1_on_faults
def studio(out: Path) -> None:
    """Write the studio into a folder that any static web server can serve.

    Whoever opens it makes a site by forms, in the browser: nothing is installed, and nothing is sent.
    """
    from generator import output
    from generator.studio.files import studio_files

    output.check_target(out, "studio")
    files = studio_files()
    output.write(files, out, "studio")
    wrote = _("Wrote {folder}: {number} files, {size}; open index.html from a web server")
    size = megabytes(sum(map(len, files.values())))
    click.echo(wrote.format(folder=out, number=len(files), size=size))
