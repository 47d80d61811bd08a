"""How commands ask a yes/no question, so that German answers count, too."""

from __future__ import annotations

import sys
from gettext import gettext as _
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from questionnaire.faults import Fault

_YES = {"y", "yes", "j", "ja"}
_NO = {"n", "no", "nein"}


def must_have_a_terminal(*faults: Fault) -> None:
    """Raise ``InputError`` with ``faults`` where nobody can be asked: ``echo n | …`` is no answer."""
    from questionnaire.faults import InputError

    if not sys.stdin.isatty():
        raise InputError(faults)


def confirm(question: str, *, default: bool = False, abort: bool = False) -> bool:
    """Ask ``question`` until the answer is yes or no, in either language; Enter answers ``default``.

    Raises ``click.Abort``, which ends the command, after a no if ``abort`` is set, and where nobody types.
    """
    hint = _("Y/n") if default else _("y/N")
    while True:
        answer = str(click.prompt(f"{question} [{hint}]", default="", show_default=False)).strip().lower()
        if answer in _YES or (default and not answer):
            return True
        if answer in _NO or not answer:
            if abort:
                raise click.Abort
            return False
        click.echo(_("Error: invalid input"))
