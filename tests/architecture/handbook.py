"""The handbook taken apart: its chapters, code blocks, words in code, links, pictures."""

from __future__ import annotations

import datetime as dt
import json
import re
import shlex
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from harness import speech
from questionnaire import messages as catalogue

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

    It is in English or in German.

    The message is without the number of the line, which depends on the file.
    """
    for block in blocks(path, "text"):
        for line in re.split(r"\n(?=site\.toml: )", block.strip()):
            whole = " ".join(line.split())
            if match := re.match(r'site\.toml: (?:line|Zeile) \d+: (([\w.]+) = ("[^"]*"|\d+): .*)', whole):
                yield match[2], match[3], f"site.toml: {match[1]}"


def output_lines(block: str) -> list[str]:
    """Return the lines of a block of output; a message that the document breaks is one line again."""
    lines: list[str] = []
    for line in block.strip().splitlines():
        broken = lines and _BROKEN.match(lines[-1]) and not _BEGINS.match(line)
        lines = [*lines[:-1], f"{lines[-1]} {line}"] if broken else [*lines, line]
    return [line for line in lines if line != "…" and not line.startswith(_SAME_IN_EVERY_LANGUAGE)]


def is_german(line: str) -> bool:
    """Return whether the German catalogues hold the wording of ``line``; one that ends in … is cut."""
    if line.endswith("…"):
        return any(len(first := pieces[0].strip()) > _TELLING and first in line for pieces in _german())
    said = (line, _PLACE.sub("", line))
    wordings = (f"{'.*'.join(map(re.escape, pieces))}{_ANSWER}" for pieces in _german())
    return any(re.fullmatch(wording, each) for wording in wordings for each in said)


_SAME_IN_EVERY_LANGUAGE = ("seal = ", "A-ST ")
# A message of a fault goes on in the next line unless another begins there.
_BEGINS = re.compile(r"site\.toml: |Befehl: ")
_BROKEN = re.compile(r"site\.toml: Zeile |Befehl: |collection\.mode = ")
# Where a fault is: file, line, key and value.
_KEY = r"(?:[\w.\[\]-]+(?: = (?:\"[^\"]*\"|\w+))?: )?"
_PLACE = re.compile(rf"^(?:site\.toml: (?:Zeile \d+: )?|Befehl: |(?=collection)){_KEY}(?=[a-zäöü])")
# What a person types after a question, beside what it suggests.
_ANSWER = r"(?: \[[^\]]*\])?(?:[:>].*)?"
_TELLING = 8  # letters of a text that tell it from others


@cache
def _german() -> tuple[list[str], ...]:
    """Return every German text of the command line, in the pieces between what is filled in."""
    texts = [text for _, message in speech.german() for text in speech.forms(message.string)]
    whole = [*texts, *catalogue.load("de").values()]
    pieces = (re.split(r"\{[^{}]*\}", sentence) for sentence in whole)
    return tuple(each for each in pieces if sum(map(str.isalpha, "".join(each))) >= 5)
