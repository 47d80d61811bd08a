"""The question before a survey is closed for good, and what it needs."""

from __future__ import annotations

from gettext import gettext as _
from typing import TYPE_CHECKING

import click

from generator.commands import asking, language

if TYPE_CHECKING:
    from generator.organisation.storage import CollectingSurvey


def must_have_a_terminal() -> None:
    """Raise ``InputError`` unless somebody can be asked whether to close."""
    from questionnaire.faults import COMMAND_LINE, Fault

    asking.must_have_a_terminal(Fault("organisation.close_unconfirmed", "--yes", file=COMMAND_LINE))


def ask(survey: CollectingSurvey) -> None:
    """Say what a close means today, and ask; "no" ends the command."""
    from generator import clock

    counted = survey.counted
    if clock.today() <= counted.closes:
        said = _("The survey runs from {opens} to {closes}: its last day has not passed.")
        click.echo(said.format(opens=language.day(counted.opens), closes=language.day(counted.closes)))
    click.echo(_("Nobody can contribute after the close, and a closed survey never opens again."))
    has_slips = counted.mode == "slips"
    question = (
        _("Close '{survey}' for good, and delete its slips?")
        if has_slips
        else _("Close '{survey}' for good?")
    )
    asking.confirm(question.format(survey=counted.id), abort=True)
