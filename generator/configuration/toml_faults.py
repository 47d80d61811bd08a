"""The faults of a site.toml that cannot be parsed: the line, and the right spelling for it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.configuration import corrections
from generator.configuration.corrections import QUOTES, SPECIAL_SPACES, is_toml, kind_of
from questionnaire import language_folder
from questionnaire.faults import Fault

# The quotation marks that a word processor puts in place of straight ones.
_CURVED = "„“”‚‘’«»‹›"
_BYTE_ORDER_MARKS_OF_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_LONGEST_LINE, _LONGEST_BROKEN_LINE = 120, 80
_MOST_LINES = 30  # of one value; more are hardly one
_REPEATED = ("contacts", "surveys")  # headings in two pairs of brackets
_KINDS_OF_VALUES = {
    "day": "toml.no_day",
    "number": "toml.no_number",
    "boolean": "toml.no_boolean",
    "list": "toml.no_list",
}


def wrong_coding(contents: bytes, offset: int) -> Fault:
    """Return the fault of ``contents``, whose byte at ``offset`` is no UTF-8."""
    if contents.startswith(_BYTE_ORDER_MARKS_OF_UTF_16):
        return Fault("toml.utf_16")
    line = contents.count(b"\n", 0, offset)
    broken = contents.split(b"\n")[line].decode("cp1252", "replace").strip()
    return Fault("toml.other_encoding", details={"line": line + 1, "text": broken[:_LONGEST_BROKEN_LINE]})


def no_toml(text: str, error: Exception) -> Fault:
    """Return the fault of ``text``, which the parser refused with ``error``."""
    lines = text.split("\n")  # as tomllib counts them
    with_odd_quotes = [number for number, line in enumerate(lines, 1) if line.count('"""') % 2]
    if len(with_odd_quotes) % 2:
        return Fault("toml.open_lines", line=with_odd_quotes[-1])
    number = _line_of(error, lines)
    line = lines[number - 1].strip(" \t\r")
    if re.search(r"declare|overwrite|mutate|already|twice|immutable", str(error)):
        return Fault("toml.twice", details={"text": line[:_LONGEST_LINE]}, line=number)
    if over_lines := _over_lines(lines, number):
        return over_lines
    kind, written = _kind_and_correction(line)
    details = {"text": line[:_LONGEST_LINE], "correction": _checked(written, line)}
    return Fault(kind, details=details, line=number)


def _checked(correction: str | None, line: str) -> str | None:
    """Return ``correction`` if it is TOML, and another line than the faulty one."""
    return correction if correction and correction != line and is_toml(correction) else None


# tomllib gives the line and the reason in its message only.
def _line_of(error: Exception, lines: list[str]) -> int:
    found = re.search(r"at line (\d+)", str(error))
    number = min(int(found[1]), len(lines)) if found else len(lines)
    while number > 1 and not lines[number - 1].strip():
        number -= 1
    return number


def _over_lines(lines: Sequence[str], number: int) -> Fault | None:
    """Return the fault of a table or list that goes over several lines up to, or from, line ``number``."""
    begin = next(
        (
            first
            for first in range(number, max(number - _MOST_LINES, 0), -1)
            if is_toml("\n".join(lines[: first - 1]))
        ),
        number,
    )
    key, equals, value = lines[begin - 1].strip().partition("=")
    bracket = value.strip()[:1]
    if not equals or bracket not in {"{", "["}:
        return None
    whole = list(_value_lines(lines[begin - 1 :], "}" if bracket == "{" else "]"))
    if len(whole) == 1 and begin == number:
        return None
    joined = " ".join(" ".join(whole).partition("=")[2].split())
    meant = joined if is_toml(f"a = {joined}") else corrections.correction(key.strip(), joined)
    kind = "toml.no_inline_table" if bracket == "{" else "toml.no_list"
    last = begin + len(whole) - 1
    details = {
        "text": lines[begin - 1].strip()[:_LONGEST_LINE],
        "last": last if last > begin else None,
        "correction": _checked(f"{key.strip()} = {meant}" if meant else None, lines[begin - 1].strip()),
    }
    return Fault(kind, details=details, line=begin)


def _value_lines(lines: Sequence[str], closing: str) -> Iterator[str]:
    """Yield the lines of the value that begins in the first of ``lines``, to the one with the bracket."""
    known = language_folder.available()
    for number, line in enumerate(lines[:_MOST_LINES]):
        key = re.match(r"\s*([\w.-]+)\s*=", line)
        another = not line.strip() or line.lstrip().startswith("[") or (key and key[1] not in known)
        if number and another:
            return
        yield line.split(" #")[0]
        if closing in line:
            return


def _kind_and_correction(line: str) -> tuple[str, str | None]:
    """Return the kind of the fault of ``line``, and the line as it was probably meant."""
    plain = SPECIAL_SPACES.sub(" ", line).strip()
    if plain != line and is_toml(plain):
        return "toml.special_space", plain
    if plain.startswith(("[", "(")):
        return "toml.no_key", _heading(plain)
    key, equals, value = (piece.strip() for piece in plain.partition("="))
    if not equals or not re.fullmatch(r"""[\w.-]+|"[^"]*"|'[^']*'""", key):
        return "toml.no_key", _with_equals(plain)
    if not value:
        return "toml.no_value", f"# {key} ="
    return _of_value(key, value)


def _heading(line: str) -> str | None:
    names = re.findall(r"[A-Za-z][\w-]*", line.partition("#")[0])
    several = names[:1] and names[0] in _REPEATED
    heading = f"[[{'.'.join(names)}]]" if several else f"[{'.'.join(names)}]"
    return heading if names and is_toml(heading) else None


def _with_equals(line: str) -> str:
    """Return ``line`` with the sign that it lacks between key and value; one that has no key, as a remark."""
    found = re.fullmatch(r"([A-Za-z][\w.-]*)\s*:\s*(\S.*)", line) or re.fullmatch(
        r"([a-z_]+)\s+([\"'„“«\d{].*)", line
    )
    if found:
        key, value = found[1], _without_remark(found[2])
        meant = value if is_toml(f"a = {value}") else corrections.correction(key.rpartition(".")[2], value)
        if meant:
            return f"{key} = {meant}"
    return f"# {line}"


def _of_value(key: str, value: str) -> tuple[str, str | None]:
    name = key.strip("\"'").rpartition(".")[2]
    remark = re.fullmatch(r"(.*?)\s*(?:(?://|--|<!--)\s*(.*)|[;,])", value)
    if remark and remark[1] and is_toml(f"a = {remark[1]}"):
        behind = f" # {remark[2]}" if remark[2] else ""
        return "toml.behind_a_value", f"{key} = {remark[1]}{behind}"
    value = _without_remark(value)
    meant = corrections.correction(name, value)
    written = f"{key} = {meant}" if meant and is_toml(f"{key} = {meant}") else None
    kind = _KINDS_OF_VALUES.get(kind_of(name)) or _kind_of_text(value)
    return kind, written


def _without_remark(value: str) -> str:
    """Return ``value`` without a remark behind it; a colour such as #2f5d62 is none."""
    return re.split(r"(?<=.)\s+#(?![0-9a-fA-F]{3,8}\b)", value)[0]


def _kind_of_text(value: str) -> str:
    if "\\" in value:
        return "toml.backslash"
    if value.startswith("{"):
        straight = re.sub(r'"[^"]*"', "", value)
        curved = re.search(rf"[=:]\s*[{_CURVED}]", straight)
        return "toml.curly_quotes" if curved else "toml.no_inline_table"
    if value.startswith(tuple(_CURVED)):
        return "toml.curly_quotes"
    if value.count('"') % 2:
        return "toml.open_quote"
    if value[0] in QUOTES:
        return "toml.quote_within"
    return "toml.no_list" if value.startswith("[") else "toml.no_quotes"
