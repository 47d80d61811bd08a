"""The ``lastbild`` command: all its commands in one group.

Exit status: 0 done, 1 the input is at fault (all faults at once, each on a line), 2 wrong usage, 70 a mistake
of ours.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from gettext import gettext as _
from typing import Any

import click

from generator import __version__
from generator.commands import (
    campaign,
    collect,
    collection,
    count,
    decisions,
    extend,
    handbook,
    init,
    keys,
    migrate,
    plan,
    poster,
    rehearse,
    report,
    serve,
    site,
    status,
    studio,
    tally,
    texts,
    verify,
)
from generator.commands.console import write_every_letter
from generator.commands.language import named_language, speaking
from generator.commands.terminal import MISTAKE_OF_OURS, print_every_sign, tell_of_mistake
from generator.commands.translated import OrderedGroup, language_option, translated

COMMANDS: tuple[click.Command, ...] = (
    init.init,
    site.check,
    site.build,
    serve.serve,
    texts.texts,
    status.status,
    rehearse.rehearse,
    verify.verify,
    studio.studio,
    campaign.campaign,
    collection.slips,
    collect.collect,
    extend.extend,
    collection.close,
    count.count,
    tally.tally,
    report.report,
    plan.plan,
    decisions.decisions,
    poster.poster,
    keys.keys,
    migrate.migrate,
    handbook.handbook,
)


class SpeakingGroup(OrderedGroup):
    """A group of commands that speaks the language of whoever calls it."""

    def main(
        self,
        args: Sequence[str] | None = None,
        *rest: Any,  # noqa: ANN401 (as Click's)
        **options: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401
        """Run the command that ``args`` name, in the language that they or the system name."""
        print_every_sign()
        write_every_letter()
        given = list(sys.argv[1:] if args is None else args)
        with speaking(named_language(given, os.environ)):
            spoken = translated(self)
            spoken.params = [*spoken.params, language_option()]
            try:
                return OrderedGroup.main(spoken, args, *rest, **options)
            except Exception as error:  # noqa: BLE001 (nobody who uses it is to read a trace)
                tell_of_mistake(error)
                sys.exit(MISTAKE_OF_OURS)


def _show_version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:  # noqa: FBT001
    if asked:
        click.echo(_("lastbild, version {version}").format(version=__version__))
        context.exit()


@click.group("lastbild", cls=SpeakingGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_show_version,
    help="Show the version and exit.",
)
def main() -> None:
    """Make load in customer service visible: build the survey site, collect, report."""
    # Imports and pages make many objects and few cycles; collecting at every 700th costs a tenth of the time.
    gc.set_threshold(10_000)


for command in COMMANDS:
    main.add_command(command)
