"""The command for everything that surrounds a survey: campaign."""

from __future__ import annotations

from gettext import gettext as _
from gettext import ngettext
from pathlib import Path

import click

from generator.commands.options import config_option, exit_1_on_faults, out_option, survey_option


@click.command()
@config_option
@survey_option
@out_option("kampagne")
@exit_1_on_faults
def campaign(config_path: Path, survey_id: str | None, out: Path) -> None:
    """Write the campaign's folder: letters, sheets, posters and a calendar, in every language of the site.

    Open index.html in it first: it lists the texts, and the few places that only you can fill in.
    """
    from generator import output
    from generator.campaign.edited import check_unedited
    from generator.campaign.files import campaign_files

    output.check_target(out, "campaign")
    check_unedited(out)
    files = campaign_files(config_path, survey_id)
    output.write(files, out, "campaign")
    texts = sum(name.endswith(".txt") for name in files)
    said = ngettext("wrote {out} with {number} text", "wrote {out} with {number} texts", texts)
    click.echo(said.format(out=out, number=texts))
    click.echo(_("Open {page} in a browser.").format(page=out / "index.html"))
