"""The ``lastbild`` command: all its commands in one group.

Exit status: 0 done, 1 the input is at fault (all faults at once, each on a line), 2 wrong usage.
"""

from __future__ import annotations

import gc

import click

from generator import __version__
from generator.commands import (
    campaign,
    collect,
    collection,
    count,
    init,
    keys,
    poster,
    report,
    serve,
    site,
    studio,
    tally,
    verify,
)

COMMANDS: tuple[click.Command, ...] = (
    init.init,
    site.check,
    site.build,
    serve.serve,
    verify.verify,
    studio.studio,
    campaign.campaign,
    collection.slips,
    collect.collect,
    collection.close,
    count.count,
    tally.tally,
    report.report,
    poster.poster,
    keys.keys,
)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="lastbild")
def main() -> None:
    """Make load in customer service visible: build the survey site, collect, report."""
    # Imports and pages make many objects and few cycles; collecting at every 700th costs a tenth of the time.
    gc.set_threshold(10_000)


for command in COMMANDS:
    main.add_command(command)
