"""What a person sees in the terminal whatever happens: no sign that breaks the output, no trace of Python."""

from __future__ import annotations

import codecs
import io
import os
import sys
from gettext import gettext as _

import click

MISTAKE_OF_OURS = 70  # the exit status of sysexits.h for a mistake in the software itself
_HANDLER = "lastbild.plain"
# What stands for a sign that an output does not have; a question mark for all others.
_PLAIN = {"„": '"', "“": '"', "”": '"', "’": "'", "–": "-", "…": "...", "→": "->", " ": " "} | {
    "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
}  # fmt: skip


def print_every_sign() -> None:
    """Have the outputs write a plain sign for one that their encoding lacks, in place of an error."""
    codecs.register_error(_HANDLER, _plainly)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=_HANDLER)


def _plainly(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


def tell_of_mistake(error: Exception) -> None:
    """Say that the software is at fault, and where the details are: in a file that only this person reads."""
    import tempfile

    details = _where_it_happened(error)
    try:
        handle, path = tempfile.mkstemp(prefix="lastbild-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(details)
    except OSError:  # no room for a file: better a strange end than none of the details
        click.echo(details, err=True)
        path = "stderr"
    said = _(
        "Something is wrong in Lastbild itself, not in what you wrote. "
        "Details, for the people who look after Lastbild: {path}. Nothing was sent."
    )
    click.echo(said.format(path=path), err=True)


def _where_it_happened(error: BaseException | None) -> str:
    """Return the kind of ``error`` and the lines of the software that led to it, and so for what caused it.

    Not its message: that may quote what somebody typed or stored, such as a passphrase or a slip, and people
    send such a file around.
    """
    import traceback

    told: list[str] = []
    met: set[int] = set()
    while error is not None and id(error) not in met:
        met.add(id(error))
        lines = "".join(traceback.format_tb(error.__traceback__))
        told.append(f"{lines}{type(error).__module__}.{type(error).__qualname__}\n")
        error = error.__cause__ or error.__context__
    return "\nwhich came of:\n".join(told)
