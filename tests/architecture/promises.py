"""Every sentence of the texts that promise something, and what docs/promises.md says holds it.

``python -m tests.architecture.promises`` prints what is missing there, as rows to fill in, and how many
sentences are held by what.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

import click

from questionnaire.language_schema import flatten

ROOT = Path(__file__).parents[2]
REGISTER = ROOT / "docs" / "promises.md"

# What a sentence may be that no test holds; a limit may have tests that show it.
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
        *("page.start_facts", "page.promises*", "page.sends_o*", "page.sends_[ps]*", "page.never"),
        *("page.how", "page.leaving*", "single.*", "who_sees.*_*", "who_sees.together"),
        *("page.idle_text", "page.idle_wiped", "page.failed_*", "page.neighbour", "page.language_failed"),
        *("conversation.note", "conversation.copied"),
        *("end.report", "end.keep", "end.delete_text", "end.deleted"),
        *("paper.yours_*", "paper.ballot.free"),
        *("contribute.intro", "contribute.meaning_only", "contribute.preview", "contribute.before"),
        *("contribute.seal_[bfis]*", "contribute.seal_contents", "contribute.seal_ready"),
        *("contribute.slip_noted", "contribute.slip_empty", "contribute.sent", "contribute.kept*"),
        *("contribute.failed_*", "contribute.sheet_card"),
        *("poster.lead", "poster.promises", "invitation.body", "invitation.slip"),
    ),
    "questionnaire/languages/de/decisions.toml": (
        *("start.still", "found.contributions", "found.figures", "found.rest_means", "found.withheld"),
        *("ask.intro", "next.about", "mail.body"),
    ),
    "docs/privacy.md": (),
    "README.md": ("Lastbild", "For facilitators: a site of your own"),
}

_END = re.compile(r"(?<=[.!?])\s+(?=[A-ZÄÖÜ„(\[`*{])")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence of the page at ``page``, and what holds it: ``tests`` ("path::name").

    Or what it is instead (``kind``): a limit, for example, which may have tests that show it.
    """

    page: str
    sentence: str
    tests: tuple[str, ...]
    kind: str


def sentences(page: str) -> list[str]:
    """Return every sentence with which the page at this path promises something, each once, in its order.

    Of a link only its words: where it leads is another place in docs/promises.md.
    """
    text = (ROOT / page).read_text("utf-8")
    blocks = _texts(text, PAGES[page]) if page.endswith(".toml") else _blocks(text, PAGES[page])
    found: list[str] = []
    for block in blocks:
        found += _END.split(" ".join(_LINK.sub(r"\1", block).split()))
    return list(dict.fromkeys(found))


def _texts(text: str, keys: tuple[str, ...]) -> Iterator[str]:
    for key, value in flatten(tomllib.loads(text)).items():
        if any(fnmatchcase(key, pattern) for pattern in keys):
            yield from map(str, value if isinstance(value, list) else [value])


def _blocks(text: str, headings: tuple[str, ...]) -> Iterator[str]:
    """Yield the paragraphs and list items of a page in Markdown that stand under one of ``headings``."""
    text = re.sub(r"^\{%.*?%\}$|^```.*?^```", "\n", text, flags=re.MULTILINE | re.DOTALL)
    heading = ""
    for block in re.split(r"\n\s*\n|\n(?=\s*(?:[-*#]|\d\.) |\|)", _every_branch(text)):
        if block.strip().startswith("#"):
            heading = block.strip().lstrip("# ")
        elif block.strip() and not block.startswith(("|", "![")) and (not headings or heading in headings):
            yield re.sub(r"^\s*(?:[-*]|\d\.) ", "", block)


def _every_branch(text: str) -> str:
    """Return ``text`` with all that Jinja would choose from: sentences in a row, parts as "this / that"."""
    text = re.sub(r"(?<=[.!?])\{% else %\}", " ", text)
    text = re.sub(r"\{% else %\}", " / ", text)
    return re.sub(r"\{%.*?%\}", "", text)


def entries() -> Iterator[Entry]:
    """Yield every row of docs/promises.md."""
    page = ""
    for line in REGISTER.read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"## `(.+)`", line):
            page = heading[1]
        elif (row := re.fullmatch(r"\| (.+) \| (.+) \|", line)) and page and row[1] != "sentence":
            yield _entry(page, row[1], row[2])


def _entry(page: str, sentence: str, held_by: str) -> Entry:
    kind, _, rest = held_by.partition(": ")
    if kind not in KINDS:
        kind, rest = "", held_by
    tests = tuple(re.findall(r"`([\w/]+\.py::\w+)`", rest))
    return Entry(page, sentence, tests, kind)


def not_listed(page: str) -> list[str]:
    """Return the sentences of the page at this path for which docs/promises.md has no row."""
    listed = {entry.sentence for entry in entries() if entry.page == page}
    return [one for one in sentences(page) if one not in listed]


def no_longer_said(page: str) -> list[str]:
    """Return the sentences of rows in docs/promises.md that the page at this path does not say any more."""
    said = sentences(page)
    return [entry.sentence for entry in entries() if entry.page == page and entry.sentence not in said]


@cache
def declared_in(path: str) -> frozenset[str]:
    """Return the names of all tests in the file at ``path``; none if there is no such file."""
    file = ROOT / path
    if not file.is_file():
        return frozenset()
    return frozenset(
        one.name for one in ast.walk(ast.parse(file.read_bytes())) if isinstance(one, ast.FunctionDef)
    )


def main() -> None:
    """Print what docs/promises.md lacks and what it has too much, and how many sentences are held by what."""
    for page in PAGES:
        click.echo(f"## `{page}`")
        for sentence in not_listed(page):
            click.echo(f"| {sentence} | what holds it? |")
        for sentence in no_longer_said(page):
            click.echo(f"no longer said: {sentence}")
    listed = list(entries())
    held = sum(not one.kind for one in listed)
    click.echo(f"{len(listed)} sentences, {held} of them held by tests")
    for kind, number in sorted(Counter(one.kind for one in listed if one.kind).items()):
        shown = sum(one.kind == kind and bool(one.tests) for one in listed)
        click.echo(f"{number} {kind}" + (f", {shown} of them shown by tests" if shown else ""))


if __name__ == "__main__":
    main()
