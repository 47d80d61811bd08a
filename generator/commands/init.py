"""``lastbild init``: asks what a first site needs, checks each answer at once, and writes the beginning."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

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
def init(directory: Path, *, yes: bool, **given: str | None) -> None:
    """Write a commented site.toml and a placeholder logo into DIR.

    In a terminal it asks for what is not given as an option; Enter takes the default.
    """
    from generator.init import answers, starter

    starter.refuse_taken(directory)
    answered: Answered = {name: answer for name, answer in given.items() if answer is not None}
    wrong = {fault.key for fault in answers.faults(answered)}
    options_pass = not any(
        question.name in answered and f"--{question.option}" in wrong for question in QUESTIONS
    )
    if options_pass and not yes and _at_a_terminal():
        _ask_the_rest(answered)
    for path in starter.write(directory, answers.site_toml(answered)):
        click.echo(f"wrote {path}")
    click.echo(
        f"Next: edit {directory / 'site.toml'}, then run: lastbild serve --config {directory / 'site.toml'}"
    )


def _at_a_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def _ask_the_rest(answered: Answered) -> None:
    """Ask every question that no option answered, and put the answers into ``answered``."""
    click.echo("Enter takes what stands in [brackets]; everything can be changed in site.toml later.")
    for question in QUESTIONS:
        if question.name not in answered:
            answered.update(_ask(question, answered))


def _ask(question: Question, answered: Answered) -> Answered:
    """Return the answer to ``question``, asked again until it passes; nothing where the default was taken."""
    from generator.init import answers

    usual = answers.defaults(answered).get(question.name, "")
    while True:
        answer = _prompted(question.asked, usual)
        new = {} if answer == usual else {question.name: answer}
        faults = [
            fault for fault in answers.faults({**answered, **new}) if fault.key == f"--{question.option}"
        ]
        if not faults:
            return new
        for fault in faults:
            click.echo(f"  {fault.said}", err=True)


def _prompted(asked: str, usual: str | dict[str, str]) -> str | dict[str, str]:
    """Return what is typed: one text, or one for each language that ``usual`` has."""
    from generator.init import answers

    if isinstance(usual, str):
        return str(click.prompt(asked, default=usual, show_default=bool(usual))).strip()
    several = len(usual) > 1
    return {
        code: str(
            click.prompt(f"{asked} ({answers.language_name(code)})" if several else asked, default=text)
        ).strip()
        for code, text in usual.items()
    }
