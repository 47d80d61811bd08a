"""Every sentence of the texts that promise something, and what docs/promises.md says holds it."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "docs" / "promises.md"

# What a sentence may be that no test holds.
KINDS = frozenset({"advice", "explanation", "law", "limit", "others decide"})

# Page, and the headings or keys under which it promises something; none: everywhere.
PAGES: dict[str, tuple[str, ...]] = {
    "questionnaire/languages/de/privacy.md": (),
    "questionnaire/languages/de/method.md": (
        "Wie gerechnet wird",
        "Was bei allen Antwortbögen herauskommt",
        "Was Ihr Gerät verlässt",
    ),
    "questionnaire/languages/de/survey.toml": (
        *("page.sends_off", "page.sends_paper", "page.sends_online", "page.sends_slips", "page.never"),
        *("page.start_facts", "page.promises", "page.promises_collecting", "page.how"),
        *("page.leaving", "page.leaving_collecting"),
        *("contribute.intro", "contribute.before", "contribute.slip_noted", "contribute.sent"),
        *("contribute.kept", "contribute.kept_after", "contribute.failed_network_slip"),
        "poster.promises",
    ),
    "docs/privacy.md": (),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence of the page at ``page``, and what holds it: tests ("path::name"), or one of ``KINDS``."""

    page: str
    sentence: str
    tests: tuple[str, ...]
    kind: str


def sentences(page: str) -> list[str]:
    """Return every sentence with which the page at this path promises something, each once, in its order."""
    text = (ROOT / page).read_text("utf-8")
    blocks = _texts(text, PAGES[page]) if page.endswith(".toml") else _blocks(text, PAGES[page])
    found: list[str] = []
    for block in blocks:
        found += re.split(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„(\[`*{])", " ".join(block.split()))
    return list(dict.fromkeys(found))


def _texts(text: str, keys: tuple[str, ...]) -> Iterator[str]:
    tables = tomllib.loads(text)
    for key in keys:
        value: Any = tables
        for part in key.split("."):
            value = value[part]
        yield from [value] if isinstance(value, str) else value


def _blocks(text: str, headings: tuple[str, ...]) -> Iterator[str]:
    """Yield the paragraphs and list items of a page in Markdown that stand under one of ``headings``."""
    text = re.sub(r"^\{%.*?%\}$|^```.*?^```", "\n", text, flags=re.MULTILINE | re.DOTALL)
    heading = ""
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#]|\d\.) |\|)", re.sub(r"\{%.*?%\}", " ", text)):
        if block.strip().startswith("#"):
            heading = block.strip().lstrip("# ")
        elif block.strip() and not block.startswith("|") and (not headings or heading in headings):
            yield re.sub(r"^\s*(?:[-*]|\d\.) ", "", block)


def entries() -> Iterator[Entry]:
    """Yield every row of docs/promises.md."""
    page = ""
    for line in REGISTER.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"## `(.+)`", line):
            page = heading[1]
        elif (row := re.fullmatch(r"\| (.+) \| (.+) \|", line)) and page:
            yield _entry(page, row[1], row[2])


def _entry(page: str, sentence: str, held_by: str) -> Entry:
    tests = tuple(re.findall(r"`([\w/]+\.py::\w+)`", held_by))
    return Entry(page, sentence, tests, "" if tests else held_by)


@cache
def declared_in(path: str) -> frozenset[str]:
    """Return the names of all tests in the file at ``path``; none if there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(
        one.name for one in ast.walk(ast.parse(file.read_bytes())) if isinstance(one, ast.FunctionDef)
    )
