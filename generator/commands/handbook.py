"""The command that opens the facilitator's handbook: handbook."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path

import click

from generator.commands.options import exit_1_on_faults


@click.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file, if the name ends in .html, or the folder to put it into; ours is replaced.  "
    "[default: handbuch.html]",
)
@click.option("--open/--no-open", "opening", default=True, help="Show it in the browser.")
@exit_1_on_faults
def handbook(out: Path | None, *, opening: bool) -> None:
    """Write the handbook as one page and show it in the browser; it is in German.

    It needs no network. Every chapter is in it, and the papers for IT and works council.
    """
    from generator import output_file
    from generator.commands.browser import open_in_browser
    from generator.handbook.page import MARK, NAME, handbook_page

    target = out or Path()
    path = target if output_file.is_named(target) else target / NAME
    output_file.write_file(handbook_page(), path, MARK)
    click.echo(_("Wrote {path}; open it by a double click").format(path=path))
    if opening:
        open_in_browser(path.resolve().as_uri())
