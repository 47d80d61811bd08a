"""A site.toml cut into statements: every heading, key, comment and blank line, each with its own text.

The texts joined are the file again, so whatever an edit does not touch stays as it was. Values are left to
tomllib and tomlkit.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Path = tuple[str | int, ...]  # ("contacts", 0, "label", "de")
Value = Any  # whatever TOML holds
Kind = Literal["blank", "comment", "heading", "entry", "key"]

_TOKEN = re.compile(
    r'(?s:"""(?:[^\\]|\\.)*?"{3,5}(?!")|' + r"'''.*?'{3,5}(?!'))"
    r'|"(?:[^"\\\n]|\\.)*"|' + r"'[^'\n]*'"
    r"|\#[^\n]*|\n|[\[\]{}]|[^\"'\#\n\[\]{}]+"
)
_DEEPER = {"[": 1, "{": 1, "]": -1, "}": -1}


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement and its ``text`` with the end of its last line.

    A ``heading`` is ``[brand]``, an ``entry`` is ``[[contacts]]``; ``path`` leads to the table, the entry or
    the value of the ``key`` from the top of the file. Blanks and comments have none.
    """

    kind: Kind
    text: str
    path: Path = ()

    @property
    def is_heading(self) -> bool:
        """Whether a table begins here."""
        return self.kind in ("heading", "entry")


def split(text: str) -> list[Statement]:
    """Return the statements of ``text``, which tomllib must be able to read."""
    counts: dict[Path, int] = {}
    table: Path = ()
    statements = []
    for piece in _pieces(text):
        kind = _kind(piece)
        path: Path = ()
        if kind == "key":
            path = (*table, *_names(f"{key_and_value(piece)[0]}= 0"))
        elif kind in ("heading", "entry"):
            path = table = _table(_names(piece), counts, is_entry=kind == "entry")
        statements.append(Statement(kind, piece, path))
    return statements


def joined(statements: Sequence[Statement]) -> str:
    """Return the text of ``statements``."""
    return "".join(statement.text for statement in statements)


def key_and_value(text: str) -> tuple[str, str, str]:
    """Return a key's statement as its key, its value, and what follows: blanks, a comment, the line's end."""
    key = re.match(r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[^"'=])*""", text)
    start = (key.end() if key else 0) + 1
    end = start
    for token in _TOKEN.finditer(text, start):
        if token[0].strip() and token[0][0] != "#":
            end = token.start() + len(token[0].rstrip())
    # A comment within a list of several lines belongs to the value; one behind it does not.
    return text[: start - 1], text[start:end], text[end:]


def entries(value: str) -> Iterator[int]:
    """Yield where in ``value`` each entry begins, if it is a list."""
    depth, awaited = 0, False
    for token in _TOKEN.finditer(value if value.lstrip().startswith("[") else ""):
        for part in _parts(token[0]):
            if depth == 1 and awaited and part not in {",", "]"}:
                yield token.start()
            depth += _DEEPER.get(part, 0)
            awaited = depth == 1 and part in {",", "["}


def _parts(token: str) -> list[str]:
    """Return the values and commas in ``token``; a comment holds none."""
    if token[0] in "\"'[]{}":
        return [token]
    return [] if token[0] == "#" else re.findall(r",|[^\s,]+", token)


def _pieces(text: str) -> Iterator[str]:
    start = depth = 0
    for token in _TOKEN.finditer(text):
        depth += _DEEPER.get(token[0], 0)
        if token[0] == "\n" and depth == 0:
            yield text[start : token.end()]
            start = token.end()
    if start < len(text):
        yield text[start:]


def _kind(piece: str) -> Kind:
    line = piece.strip()
    if not line:
        return "blank"
    if line.startswith("#"):
        return "comment"
    if line.startswith("["):
        return "entry" if line.startswith("[[") else "heading"
    return "key"


def _names(statement: str) -> tuple[str, ...]:
    names, inner = [], tomllib.loads(statement)
    while isinstance(inner, dict) and inner:
        ((name, inner),) = inner.items()
        names.append(name)
        inner = inner[0] if isinstance(inner, list) and inner else inner
    return tuple(names)


def _table(names: tuple[str, ...], counts: dict[Path, int], *, is_entry: bool) -> Path:
    """Return the path of the table with these ``names``; ``counts`` are the entries of each list so far."""
    path: Path = ()
    for name in names[:-1]:
        path = (*path, name)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, names[-1])
    if is_entry:
        counts[path] = counts.get(path, 0) + 1
        return (*path, counts[path] - 1)
    return path


def plain(value: Value) -> Value:
    """Return ``value`` without tables and lists that hold nothing: TOML may have no place for them."""
    if isinstance(value, dict):
        inner = {key: plain(each) for key, each in value.items()}
        return {key: each for key, each in inner.items() if each not in ({}, [])}
    return [plain(each) for each in value] if isinstance(value, list) else value
