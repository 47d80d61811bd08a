"""The handbook taken apart: its chapters, code blocks, words in code, links, pictures."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = ROOT / "docs" / "handbuch"
CHAPTERS = tuple(sorted(HANDBOOK.glob("[0-9]*.md")))
DOCUMENTS = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)")


def blocks(path: Path, *kinds: str) -> list[str]:
    """Return the contents of the code blocks of these kinds, such as ``"sh"``."""
    return [text for kind, text in _BLOCK.findall(path.read_text("utf-8")) if kind in kinds]


def words_in_code(path: Path) -> list[str]:
    """Return the texts in single backquotes outside code blocks."""
    return _CODE.findall(_BLOCK.sub("", path.read_text("utf-8")))


def links(path: Path) -> Iterator[tuple[bool, str, str]]:
    """Yield for each link outside code blocks whether it is a picture, its text and its target."""
    for mark, text, target in _LINK.findall(_BLOCK.sub("", path.read_text("utf-8"))):
        yield mark == "!", text, target


def anchors(path: Path) -> set[str]:
    """Return the names of the headings of a document, as links use them."""
    headings = re.findall(r"^#+ (.+)$", _BLOCK.sub("", path.read_text("utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def commands(path: Path) -> Iterator[list[str]]:
    """Yield the arguments of every ``lastbild …`` in a document's code blocks or text."""
    lines = [line for block in blocks(path, "sh", "bat") for line in block.splitlines()]
    for line in [*lines, *words_in_code(path)]:
        if re.match(r"lastbild\b(?!-)", line):
            arguments = shlex.split(line, comments=True)[1:]
            yield arguments


def put_together(base: Mapping[str, Any], block: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``base`` with the values of ``block`` in place of its own; several surveys replace one."""
    merged = {name: value for name, value in base.items() if not (name == "survey" and "surveys" in block)}
    for name, value in block.items():
        previous = merged.get(name)
        both = isinstance(value, dict) and isinstance(previous, dict)
        merged[name] = put_together(previous or {}, value) if both else value
    return merged


def toml(value: object) -> str:
    """Return ``value`` as TOML writes it within a line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {toml(one)}" for name, one in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, ensure_ascii=False)


def messages(path: Path) -> Iterator[tuple[str, str, str]]:
    """Yield every message about a value in site.toml that a document quotes: key, value as TOML, the message.

    The message is without the number of the line, which depends on the file.
    """
    for block in blocks(path, "text"):
        for line in re.split(r"\n(?=site\.toml: )", block.strip()):
            whole = " ".join(line.split())
            if match := re.match(r'site\.toml: line \d+: (([\w.]+) = ("[^"]*"|\d+): .*)', whole):
                yield match[2], match[3], f"site.toml: {match[1]}"
