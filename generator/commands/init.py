"""``lastbild init``: asks about a new site, checks each answer at once, and writes the first files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from gettext import gettext as _
from pathlib import Path
from typing import TypeVar

import click

from generator.commands.language import command_line, spoken
from generator.commands.options import exit_1_on_faults
from generator.init.questions import QUESTIONS, Question

F = TypeVar("F", bound=Callable[..., object])
Answered = dict[str, str | dict[str, str]]


def _question_options(command: F) -> F:
    for question in reversed(QUESTIONS):
        command = click.option(f"--{question.option}", metavar="TEXT", help=question.help)(command)
    return command


@click.command()
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@_question_options
@click.option("--yes", is_flag=True, help="Ask nothing: what is not given has its default.")
@exit_1_on_faults
def init(directory: Path, *, yes: bool, **options: str | None) -> None:
    """Write a commented site.toml and a placeholder logo into DIR.

    In a terminal it asks for what is not given as an option; Enter takes the default.
    """
    from generator.init import answers, starter

    starter.refuse_taken(directory)
    answered: Answered = {name: answer for name, answer in options.items() if answer is not None}
    faulty = {fault.key for fault in answers.faults(answered)}
    options_pass = not any(
        question.name in answered and f"--{question.option}" in faulty for question in QUESTIONS
    )
    if options_pass and not yes and at_a_terminal():
        _ask_the_rest(answered)
    for path in starter.write(directory, answers.site_toml(answered)):
        click.echo(_("wrote {path}").format(path=path))
    config_path = directory / "site.toml"
    serve = command_line("lastbild", "serve", "--config", config_path)
    click.echo(_("Next: edit {path}, then run: {command}").format(path=config_path, command=serve))
    click.echo(
        _(
            "To collect contributions: sealed, with slips, is what we recommend. "
            "Begin with the trustee's key, on their machine: lastbild keys new"
        )
    )


def at_a_terminal() -> bool:
    """Return whether a person types here and reads what is printed."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask_the_rest(answered: Answered) -> None:
    """Ask every question that no option answered, and put the answers into ``answered``."""
    click.echo(_("Enter takes what stands in [brackets]; everything can be changed in site.toml later."))
    for question in QUESTIONS:
        if question.name not in answered:
            answered.update(_ask(question, answered))


def _ask(question: Question, answered: Answered) -> Answered:
    """Ask ``question`` until the answer passes; return the answer, or nothing if it is the default."""
    from generator.init import answers

    default = answers.defaults(answered).get(question.name, "")
    while True:
        answer = _prompt(_(question.prompt), default)
        new = {} if answer == default else {question.name: answer}
        faults = [
            fault for fault in answers.faults({**answered, **new}) if fault.key == f"--{question.option}"
        ]
        if not faults:
            return new
        for fault in faults:
            click.echo(f"  {fault.said_in(spoken())}", err=True)


def _prompt(text: str, default: str | dict[str, str]) -> str | dict[str, str]:
    """Return the typed answer to ``text``: one text, or one for each language that ``default`` has."""
    from generator.init import answers

    if isinstance(default, str):
        return str(click.prompt(text, default=default, show_default=bool(default))).strip()
    several = len(default) > 1
    return {
        code: str(
            click.prompt(f"{text} ({answers.language_name(code)})" if several else text, default=usual)
        ).strip()
        for code, usual in default.items()
    }
