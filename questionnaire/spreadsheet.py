"""Tables as CSV that a German Excel opens in columns, and that no spreadsheet program runs.

Semicolons, because a comma is the decimal sign there; a byte order mark, without which Excel does not read
UTF-8; lines that end as on Windows. Never imported in the survey's page.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

# A cell that begins with one of these is a formula to some spreadsheet program, in wide letters, too.
_FORMULA = "=+@|%＝＋－＠-"
_PARTED = re.compile(rf"(\A|[,;\t\r\n\v\f\x85\u2028\u2029\"])(\s*[{_FORMULA}])")


def as_csv(rows: Iterable[Sequence[str | int]]) -> bytes:
    """Return ``rows`` as CSV; texts that a spreadsheet program would run as formulas are neutralised."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerows([_cell(value) for value in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _cell(value: str | int) -> str:
    """Return ``value`` as it stands in the file; an apostrophe before a formula makes it a text.

    Programs show that apostrophe. It is the price for "+49 221 …" staying a number that one can call. A
    program that parts cells at commas, as an English Excel does, begins one within a text: there, too.
    """
    return _PARTED.sub(r"\1'\2", str(value)) if isinstance(value, str) else str(value)
