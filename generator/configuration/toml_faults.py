"""The faults of a site.toml that cannot be parsed: the line, and the correct spelling for it."""

from __future__ import annotations

import re
from collections.abc import Callable

from questionnaire.faults import Fault

# The quotation marks that a word processor puts in place of straight ones.
_CURVED = "„“”‚‘’«»‹›"
_BYTE_ORDER_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_LINE, _LONGEST_BROKEN_LINE = 120, 80


def wrong_coding(contents: bytes, offset: int) -> Fault:
    """Return the fault of ``contents``, whose byte at ``offset`` is no UTF-8."""
    if contents.startswith(_BYTE_ORDER_MARKS_OF_UTF_16):
        return Fault("toml.utf_16")
    line = contents.count(b"\n", 0, offset)
    broken = contents.split(b"\n")[line].decode("cp1252", "replace").strip()
    return Fault("toml.other_encoding", details={"line": line + 1, "text": broken[:_LONGEST_BROKEN_LINE]})


def no_toml(text: str, error: Exception) -> Fault:
    """Return the fault of ``text``, which the parser refused with ``error``."""
    lines = text.splitlines() or [""]
    with_odd_quotes = [number for number, line in enumerate(lines, 1) if line.count('"""') % 2]
    if len(with_odd_quotes) % 2:
        return Fault("toml.open_lines", line=with_odd_quotes[-1])
    number = _line_of(error, lines)
    line = lines[number - 1].strip()
    kind, shown = _kind(line, str(error)), {"text": line[:_LONGEST_LINE]}
    return Fault(kind, details=shown | _corrected(line) if kind in _WITH_CORRECTION else shown, line=number)


# tomllib gives the line and the reason in its message only.
def _line_of(error: Exception, lines: list[str]) -> int:
    found = re.search(r"at line (\d+)", str(error))
    number = min(int(found[1]), len(lines)) if found else len(lines)
    while number > 1 and not lines[number - 1].strip():
        number -= 1
    return number


def _kind(line: str, error: str) -> str:
    if re.search(r"declare|overwrite|mutate|already|twice|immutable", error):
        return "toml.twice"
    _, equals, value = line.partition("=")
    if not equals:
        return "toml.no_key"
    return next(kind for kind, applies in _SIGNS.items() if applies(value.strip()))


def _corrected(line: str) -> dict[str, str]:
    key, _, value = (piece.strip() for piece in line.partition("="))
    return {"written": f'{key} = "{value.strip(_QUOTES)}"'}


# Kind of fault -> whether a value, which is no TOML, has it; in the order to try.
_SIGNS: dict[str, Callable[[str], object]] = {
    "toml.backslash": lambda value: "\\" in value,
    "toml.no_inline_table": lambda value: "{" in value,
    "toml.curly_quotes": lambda value: value.startswith(tuple(_CURVED)),
    "toml.no_day": re.compile(r"\W*\d{1,4}[.\-–/]\d{1,2}[.\-–/]\d{1,4}\b").match,
    "toml.no_boolean": re.compile(r"(?i)(ja|nein|yes|no|on|off|true|false|wahr|falsch)\b").match,
    "toml.open_quote": lambda value: value.count('"') % 2,
    "toml.quote_within": lambda value: value.startswith('"'),
    "toml.no_list": lambda value: value.startswith("["),
    "toml.no_quotes": lambda _: True,
}
_WITH_CORRECTION = ("toml.curly_quotes", "toml.open_quote", "toml.no_quotes")
_QUOTES = f"\"' {_CURVED}"  # characters that people put around a text
