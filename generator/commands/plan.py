"""The commands of an action plan, in one group."""

from __future__ import annotations

import click

from generator.commands.plan_export import export
from generator.commands.translated import OrderedGroup


@click.group(cls=OrderedGroup)
def plan() -> None:
    """Write the action plan that answers a report, and make documents of it."""


plan.add_command(export)
