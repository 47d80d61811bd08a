"""Write where letters are lacking, such as to a file or pipe of Windows: no command ends because of one.

There Python writes by the code page of the country, which has ä and ß, but no arrow and not every quotation
mark.
"""

from __future__ import annotations

import codecs
import io
import sys

# What stands in for a letter that a code page lacks; a question mark for any other.
_INSTEAD = {"„": '"', "“": '"', "”": '"', "‚": "'", "‘": "'", "’": "'", "–": "-", "—": "-", "→": "->"} | {
    "…": "...",
    "·": "-",
    "\N{NO-BREAK SPACE}": " ",
    "\N{NARROW NO-BREAK SPACE}": " ",
}
_NAME = "lastbild"
_PYTHONS_OWN = ("strict", "backslashreplace")  # of the output, and of the error output


def _instead(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    return "".join(_INSTEAD.get(letter, "?") for letter in lacking), error.end


def write_every_letter() -> None:
    """Have the output and the error output write something in place of each letter that they lack."""
    codecs.register_error(_NAME, _instead)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper) and stream.errors in _PYTHONS_OWN:
            stream.reconfigure(errors=_NAME)
