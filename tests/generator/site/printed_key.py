"""A person with a pencil: reads the key as it stands on the paper version's page, and follows it.

Knows nothing of the rule and nothing of ``questionnaire.paper_key``: only the words and numbers on the page.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from questionnaire.paper_key import CLOSE_LINES

Ticks = Mapping[int, str]  # question number -> the words of the answer that is ticked


@dataclass(frozen=True, slots=True)
class Column:
    """A column of crosses: the name above it, and the numbers of its two questions."""

    name: str
    first: int
    second: int


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the key: its columns; its lines by the two answers in them; the words at each line's end."""

    columns: tuple[Column, ...]
    lines: Mapping[tuple[str, str], int]
    ends: tuple[str, ...]

    def crosses(self, ticks: Ticks) -> dict[str, int]:
        """Return the line of the cross in each column that gets one, counted from the top."""
        found = ((c.name, (ticks[c.first], ticks[c.second])) for c in self.columns)
        return {name: self.lines[answers] for name, answers in found if answers in self.lines}


@dataclass(frozen=True, slots=True)
class Found:
    """What a person finds by the key, in the words of the page."""

    heaviest: tuple[str, ...]
    present: tuple[str, ...]
    close: tuple[str, ...]  # those of which the page says that it is close
    paths: tuple[str, ...]  # of each of ``heaviest``


@dataclass(frozen=True, slots=True)
class PrintedKey:
    """The two tables of the key."""

    lines: Table
    paths: Table
    close_lines: int = CLOSE_LINES

    @classmethod
    def on(cls, page: str) -> PrintedKey:
        """Return the key that stands on ``page``, the HTML of the paper version."""
        return cls(_table(page, "lines"), _table(page, "paths"))

    def follow(self, ticks: Ticks) -> Found:
        """Take the key's steps with a sheet of twelve ticks."""
        crosses = self.lines.crosses(ticks)
        top = min(crosses.values(), default=0)
        heaviest = tuple(name for name, line in crosses.items() if line == top)
        close = tuple(name for name, line in crosses.items() if top < line <= top + self.close_lines)
        paths = self.paths.crosses(ticks)
        return Found(
            heaviest, tuple(crosses), close, tuple(self.paths.ends[paths[name]] for name in heaviest)
        )


def questions(page: str) -> dict[int, str]:
    """Return the statement of each question on ``page``, by its printed number."""
    legends = re.findall(r"<legend>(.*?)</legend>", page, re.DOTALL)
    split = (re.fullmatch(r"(\d+)\s+(.+)", _text(legend), re.DOTALL) for legend in legends)
    return {int(each[1]): each[2] for each in split if each}


def _table(page: str, name: str) -> Table:
    table = re.search(rf'<table [^>]*data-table="{name}">(.*?)</table>', page, re.DOTALL)
    assert table
    head, *body = (
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
        for row in re.findall(r"<tr>(.*?)</tr>", table[1], re.DOTALL)
    )
    columns = tuple(_column(cell) for cell in head[2:6])
    lines: dict[tuple[str, str], int] = {}
    for place, cells in enumerate(body):
        for answers in ((a, b) for a in _answers(cells[0]) for b in _answers(cells[1])):
            assert answers not in lines, "a person could not decide between two lines"
            lines[answers] = place
        assert [_text(cell) for cell in cells[2:6]] == [""] * 4
    return Table(columns, lines, tuple(_text(cell) for cells in body for cell in cells[6:]))


def _column(cell: str) -> Column:
    name, _, numbers = cell.partition("<span>")
    first, second = re.findall(r"\d+", numbers)
    return Column(_text(name), int(first), int(second))


def _answers(cell: str) -> list[str]:
    return [_text(part) for part in cell.split('<span class="answer">')[1:]]


def _text(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", markup)).split())
