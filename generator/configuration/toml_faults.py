"""A site.toml that cannot be read at all: where it breaks, and what to write there instead."""

from __future__ import annotations

import re
from collections.abc import Callable

# What a word processor makes of a quotation mark.
_CURVED = "„“”‚‘’«»‹›"
_CODINGS = ((b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


def wrong_coding(contents: bytes, place: int) -> str:
    """Return what was expected of ``contents``, whose byte at ``place`` is no UTF-8, and what to do."""
    again = "save the file again with the encoding UTF-8"
    for mark, name in _CODINGS:
        if contents.startswith(mark):
            return f"expected text in UTF-8, but: it is saved as {name} (some editors say Unicode); {again}"
    line = contents.count(b"\n", 0, place)
    broken = contents.split(b"\n")[line].decode("cp1252", "replace").strip()
    return f"expected text in UTF-8, but: line {line + 1} is in another encoding: {broken[:80]}; {again}"


def no_toml(text: str, error: Exception) -> tuple[str, str]:
    """Return which line of ``text`` broke the reading, such as ``line 16``, and what to write there."""
    lines = text.splitlines() or [""]
    begun = [number for number, line in enumerate(lines, 1) if line.count('"""') % 2]
    if len(begun) % 2:
        return (
            f"line {begun[-1]}",
            'a text over several lines begins and ends with """; one of the two is missing',
        )
    found = re.search(r"at line (\d+)", str(error))
    number = min(int(found[1]), len(lines)) if found else len(lines)
    while number > 1 and not lines[number - 1].strip():
        number -= 1
    line = lines[number - 1].strip()
    return f"line {number}", f"{_advice(line, str(error))}; there stands now: {line[:120]}"


def _advice(line: str, error: str) -> str:
    if re.search(r"declare|overwrite|mutate|already|twice|immutable", error):
        return (
            "this heading or key stands twice; keep one of them (several surveys or contacts: [[surveys]], "
            "[[contacts]] in two pairs of brackets each)"
        )
    key, equals, value = (part.strip() for part in line.partition("="))
    if not equals:
        return "expected key = value, or a heading in [brackets]; a line that is only a remark begins with #"
    return next(advice for holds, advice in _rules(key) if holds(value)).format(value=_plain(value))


def _rules(key: str) -> tuple[tuple[Callable[[str], object], str], ...]:
    """Return, in the order to try, what a value looks like and what to do then."""
    written = f'write: {key} = "{{value}}"'
    return (
        (lambda value: "\\" in value, 'in a path write / in place of \\, as in "pictures/logo.svg"'),
        (
            lambda value: "{" in value,
            'expected all languages on one line, with a comma between them: { de = "…", en = "…" }'.translate(
                _BRACES
            ),
        ),
        (lambda value: value[:1] in _CURVED, f"expected straight quotation marks; {written}"),
        (
            re.compile(r"\W*\d{1,4}[.\-–/]\d{1,2}[.\-–/]\d{1,4}\b").match,
            "expected a day that there is: year, month and day with hyphens, such as 2027-01-11",
        ),
        (
            re.compile(r"(?i)(ja|nein|yes|no|on|off|true|false|wahr|falsch)\b").match,
            "expected true or false, in small letters",
        ),
        (lambda value: value.count('"') % 2, f"a quotation mark is missing; {written}"),
        (lambda value: value.startswith('"'), 'within a text no further " may stand; write „…“ there'),
        (lambda value: value.startswith("["), 'expected a list such as ["de", "en"]'),
        (lambda _: True, f"a text stands between two quotation marks; {written}"),
    )


_BRACES = {ord("{"): "{{", ord("}"): "}}"}  # for str.format


def _plain(value: str) -> str:
    """Return ``value`` without the quotation marks around it."""
    return value.strip(f"\"' {_CURVED}")
