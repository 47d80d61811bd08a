"""The commands as they are shown in the language that is spoken: help, and names of values, translated.

In the code, help and names are plain English; the catalogue has their German under the same English text.
"""

from __future__ import annotations

import copy
import inspect
from gettext import gettext
from typing import TypeVar

import click

from generator.commands.language import OPTION, SPOKEN

C = TypeVar("C", bound=click.Command)
P = TypeVar("P", bound=click.Parameter)

_LONGEST = 400  # characters of a sentence: Click cuts longer ones


class OrderedGroup(click.Group):
    """A group that lists its commands in the order in which they are used, with a whole sentence each."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (as Click's)
        """Return the names of the commands as they were added."""
        return list(self.commands)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write each command with the first sentence of its help, over several lines if it is long."""
        commands = [(name, self.commands[name]) for name in self.list_commands(ctx)]
        rows = [(name, each.get_short_help_str(_LONGEST)) for name, each in commands if not each.hidden]
        with formatter.section(gettext("Commands")):
            formatter.write_dl(rows)


def translated(command: C) -> C:
    """Return a copy of ``command``, and of all commands below, with every text in the spoken language."""
    shown = copy.copy(command)
    shown.help = in_spoken_language(_clean(command.help))
    shown.options_metavar = in_spoken_language(command.options_metavar or "")
    shown.params = [_shown_parameter(parameter) for parameter in command.params]
    if isinstance(shown, click.Group):
        shown.subcommand_metavar = gettext(shown.subcommand_metavar)
        shown.commands = {name: _below(each) for name, each in shown.commands.items()}
    return shown


def texts_of(command: click.Command) -> set[str]:
    """Return every English text of ``command``, and of all commands below, that ``translated`` translates."""
    texts = {_clean(command.help), command.options_metavar}
    for parameter in command.params:
        texts |= {_clean(getattr(parameter, "help", None)), _name_of_value(parameter), parameter.type.name}
    if isinstance(command, click.Group):
        texts.add(command.subcommand_metavar)
        texts.update(*(texts_of(each) for each in command.commands.values()))
    return {text for text in texts if isinstance(text, str) and text}


def in_spoken_language(text: str) -> str:
    """Return ``text`` in the spoken language; ``text`` itself if it is not in the catalogue."""
    return gettext(text) if text else text  # the catalogue's own head stands under the empty text


def _below(command: click.Command) -> click.Command:
    """Return ``command`` translated; it takes the language, too, which stands before it otherwise."""
    shown = translated(command)
    shown.params = [*shown.params, language_option(hidden=True)]
    return shown


def language_option(*, hidden: bool = False) -> click.Option:
    """Return the option of the language. The command line looks for it before it reads anything else."""
    return click.Option(
        [OPTION],
        type=click.Choice(SPOKEN, case_sensitive=False),
        expose_value=False,
        hidden=hidden,
        help=gettext("The language to speak; else that of LASTBILD_LANG, or of the system."),
    )


def _shown_parameter(parameter: P) -> P:
    shown = copy.copy(parameter)
    if isinstance(shown, click.Option):
        shown.help = in_spoken_language(_clean(shown.help))
    name = _name_of_value(parameter)
    if name and gettext(name) != name:
        shown.metavar = gettext(name)
    shown.type = copy.copy(parameter.type)
    shown.type.name = gettext(parameter.type.name)  # Click says it in its own messages
    return shown


def _name_of_value(parameter: click.Parameter) -> str | None:
    """Return the word that stands for a value in help, such as FILE; ``None`` if there is none."""
    if isinstance(parameter, click.Option) and (parameter.is_flag or parameter.count):
        return None
    if parameter.metavar is not None:
        return parameter.metavar
    if isinstance(parameter.type, click.Choice):
        return None
    return (
        (parameter.name or "").upper()
        if isinstance(parameter, click.Argument)
        else parameter.type.name.upper()
    )


def _clean(text: str | None) -> str:
    return inspect.cleandoc(text) if text else ""
