"""The trustee's commands: make a key on their machine, show it, print a copy, restore it from the copy."""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.commands.asking import confirm
from generator.commands.key_files import hidden, unlock
from generator.commands.language import megabytes, spoken
from generator.commands.options import exit_1_on_faults
from generator.commands.translated import OrderedGroup

if TYPE_CHECKING:
    from generator.sealing.keys import TrusteeKey

KEY_FILE, KEY_COPY = "trustee-key.json", "trustee-key-copy.html"

_key_file_argument = click.argument(
    "key_file", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path)
)
_out_option = click.option(
    "--out",
    default=".",
    show_default=True,
    metavar="DIR",
    type=click.Path(file_okay=False, path_type=Path),
    help="The folder to write into; nothing in it is overwritten.",
)


@click.group(cls=OrderedGroup)
def keys() -> None:
    """Make and keep the key of a sealed survey; for the trustee, such as the works council.

    The key opens the urn. Make it on the trustee's machine, never on that of the organisation.
    """


@keys.command()
@_out_option
@exit_1_on_faults
def new(out: Path) -> None:
    """Make a key: a file that a passphrase protects, and a copy to print.

    Nobody can count anything if file or passphrase are lost and the printed copy, too.
    """
    from generator.sealing.key_file import locked
    from generator.sealing.keys import draw
    from generator.sealing.private_files import check_targets, write_private

    file, sheet = out / KEY_FILE, out / KEY_COPY
    check_targets((file, sheet))
    key = draw()
    write_private({file: locked(key, _new_passphrase()), sheet: _sheet(key)})
    click.echo(_("wrote {path}; the passphrase opens it").format(path=file))
    _tell_of_copy(sheet)
    _show(key)


@keys.command()
@_key_file_argument
@exit_1_on_faults
def show(key_file: Path) -> None:
    """Show the public key and the fingerprint of the key in FILE; asks for the passphrase."""
    _show(unlock(key_file, "FILE"))


@keys.command()
@_key_file_argument
@_out_option
@exit_1_on_faults
def copy(key_file: Path, out: Path) -> None:
    """Write another copy to print of the key in FILE; asks for the passphrase."""
    from generator.sealing.private_files import check_targets, write_private

    sheet = out / KEY_COPY
    check_targets((sheet,))
    write_private({sheet: _sheet(unlock(key_file, "FILE"))})
    _tell_of_copy(sheet)


@keys.command()
@_out_option
@exit_1_on_faults
def restore(out: Path) -> None:
    """Make the key file anew from the printed copy: from its words, or from the text of its QR code.

    Of each word, four letters are enough; end with an empty line if a word is missing.
    """
    from generator.sealing.key_file import locked
    from generator.sealing.private_files import check_targets, write_private

    file = out / KEY_FILE
    check_targets((file,))
    key = _typed_key()
    _show(key)
    if not confirm(_("Does the printed copy show the same fingerprint?")):
        click.echo(_("Nothing was written."))
        raise SystemExit(1)
    write_private({file: locked(key, _new_passphrase())})
    click.echo(_("wrote {path}; the new passphrase opens it").format(path=file))


@keys.command()
@click.argument("public_key")
@exit_1_on_faults
def fingerprint(public_key: str) -> None:
    """Show the fingerprint of PUBLIC_KEY, the text after `seal =` in a site.toml."""
    from questionnaire import trustee_key
    from questionnaire.bech32 import Bech32Error
    from questionnaire.faults import COMMAND_LINE, Fault, InputError

    try:
        click.echo(trustee_key.fingerprint(trustee_key.read(public_key)))
    except Bech32Error as error:
        fault = Fault(error.kind, "PUBLIC_KEY", public_key, error.details, file=COMMAND_LINE)
        raise InputError([fault]) from error


@keys.command()
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The file, if the name ends in .html, or the folder to put it into; ours is replaced.  "
    "[default: treuhand.html]",
)
@exit_1_on_faults
def page(out: Path | None) -> None:
    """Write the page that makes a key and opens an urn in a browser, for a trustee without Lastbild.

    It is one file; it asks for nothing on the network, sends nothing and stores nothing.
    """
    from generator.trustee.single_file import write_trustee_page

    path, size = write_trustee_page(out or Path())
    wrote = _("Wrote {path}: one file, {size}; the trustee opens it by a double click")
    click.echo(wrote.format(path=path, size=megabytes(size)))


def _new_passphrase() -> str:
    """Ask for a new passphrase until one is long enough and is typed the same twice."""
    from generator.sealing.key_file import SHORTEST_PASSPHRASE, is_too_short
    from questionnaire.messages import load, say

    sentences = load(spoken())
    while True:
        passphrase = hidden(_("New passphrase"))
        if is_too_short(passphrase):
            click.echo(say("passphrase.too_short", {"least": SHORTEST_PASSPHRASE}, sentences), err=True)
        elif hidden(_("The same once more")) != passphrase:
            click.echo(say("passphrase.differs", {}, sentences), err=True)
        else:
            return passphrase


def _typed_key() -> TrusteeKey:
    """Ask for words, on as many lines as a person likes, or for the text of the QR code."""
    from generator.sealing import keys as trustee_keys
    from questionnaire.bech32 import Bech32Error
    from questionnaire.faults import Fault, InputError

    typed, question = "", _("The words, or the text of the QR code")
    while line := str(click.prompt(question, default="", show_default=False)):
        typed, question = f"{typed} {line}", _("More words")
        if trustee_keys.is_secret_text(typed):
            break
        if len(trustee_keys.typed_words(typed)) >= trustee_keys.WORDS:
            return trustee_keys.from_words(typed)
    if not trustee_keys.is_secret_text(typed):
        return trustee_keys.from_words(typed)
    try:
        return trustee_keys.from_secret_text(typed)
    except Bech32Error as error:
        raise InputError([Fault(error.kind, _("QR code"), details=error.details)]) from error


def _sheet(key: TrusteeKey) -> bytes:
    """Return the printed copy of ``key``."""
    from generator.trustee.key_copy import key_copy

    return key_copy(
        public_text=key.public_text,
        fingerprint=key.fingerprint,
        secret_text=key.secret_text(),
        words=key.words(),
    )


def _tell_of_copy(sheet: Path) -> None:
    wrote = _("wrote {path}; print it, lock it away, then delete it: whoever has it can open the urn")
    click.echo(wrote.format(path=sheet))


def _show(key: TrusteeKey) -> None:
    click.echo(f'seal = "{key.public_text}"')
    click.echo(_("Fingerprint: {fingerprint}").format(fingerprint=key.fingerprint))
