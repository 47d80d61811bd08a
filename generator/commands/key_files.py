"""How commands ask for a key file: read it, ask for its passphrase, and say in one line what is wrong."""

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable
from getpass import GetPassWarning
from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import click

from generator.commands.named_files import read_named

if TYPE_CHECKING:
    from generator.sealing.keys import TrusteeKey

T = TypeVar("T")


def hidden(question: str) -> str:
    """Ask for a text that is not shown while it is typed."""
    with warnings.catch_warnings():
        warnings.simplefilter("error", GetPassWarning)
        try:
            return str(click.prompt(question, hide_input=True, default="", show_default=False))
        except GetPassWarning:  # what comes from a file is shown nowhere
            if sys.stdin.isatty():
                click.echo(_("This window shows what you type."), err=True)
    return str(click.prompt(question, default="", show_default=False))


def unlock(path: Path, option: str, question: str | None = None) -> TrusteeKey:
    """Return the key in the file ``path``; ask for its passphrase, in the words of ``question`` if given.

    Raises ``InputError`` at ``option`` if the file gives no key.
    """
    from generator.sealing.key_file import public_text_in, unlocked

    def read(contents: bytes) -> TrusteeKey:
        public_text_in(contents)  # nobody types a passphrase for a file that is no key
        return unlocked(contents, hidden(question or _("Passphrase")))

    return _read(path, option, read)


def public_key_of(path: Path, option: str) -> str:
    """Return the public key that the key file names; raises ``InputError`` at ``option`` if it is none."""
    from generator.sealing.key_file import public_text_in

    return _read(path, option, public_text_in)


def _read(path: Path, option: str, read: Callable[[bytes], T]) -> T:
    from questionnaire.faults import Fault

    return read_named(
        path, option, read, lambda reason: Fault("key_file.unreadable", details={"reason": reason})
    )
