"""Markdown as HTML: ours and the facilitator's, with tables that scroll and nothing that acts."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup

from generator.rendering.bare_addresses import link_addresses

# Many surveys share most of their sections, so we render each by itself and cache it. A "## " at the margin
# ends everything before it except a fence; and an address named in one section serves in all.
_SECTIONS = re.compile(r"(?m)^(?=## )")
_ACROSS_SECTIONS = re.compile(r"```|~~~|\]:")
_COUNT = "sections"  # in markdown-it's ``env``: how many sections there are so far


def markdown(text: str) -> Markup:
    """Return the HTML of Markdown; HTML in it is shown as text, and no link can act.

    It shows no picture either, since no page fetches anything; ``configuration.own_page_checks`` refuses one.
    """
    parts, count = [], 0
    for part in [text] if _ACROSS_SECTIONS.search(text) else _SECTIONS.split(text):
        html, count = in_one_piece(part, count)
        parts.append(html)
    return Markup("".join(parts))  # noqa: S704 (made of escaped text by markdown-it)


def imprint(text: str) -> Markup:
    """Return the HTML of an imprint, in Markdown: a line stays a line, and an address is a link.

    People write an imprint as on an envelope. All else is as in ``markdown``.
    """
    return Markup(_IMPRINT.render(text, {_COUNT: 0}))  # noqa: S704 (made of escaped text by markdown-it)


@lru_cache(maxsize=1024)
def in_one_piece(text: str, count: int = 0) -> tuple[str, int]:
    """Return the HTML of ``text`` with ``count`` sections before it, and the count of sections after it."""
    env = {_COUNT: count}
    return str(_MARKDOWN.render(text, env)), env[_COUNT]


def _name_sections(state: StateCore) -> None:
    """Give each section an id, which names its tables; a table before the first section stays as it is."""
    first, *sections = _sections(state.tokens)
    state.tokens = first
    for number, section in enumerate(sections, start=state.env[_COUNT] + 1):
        section[0].attrSet("id", f"section-{number}")
        _name_rows_and_columns(section)
        state.tokens += _scrolling(section, f"section-{number}")
    state.env[_COUNT] += len(sections)


def _sections(tokens: Sequence[Token]) -> list[list[Token]]:
    """Return what precedes the first section, then each section with its heading."""
    sections: list[list[Token]] = [[]]
    for token in tokens:
        if token.type == "heading_open" and token.tag == "h2":
            sections.append([])
        sections[-1].append(token)
    return sections


def _name_rows_and_columns(tokens: Sequence[Token]) -> None:
    """Make the first cell of each row its header, which Markdown cannot, and give every header its scope."""
    for index, token in enumerate(tokens):
        if token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "tr_open" and tokens[index + 1].type == "td_open":
            opening, _, closing = tokens[index + 1 : index + 4]  # a cell is three tokens
            opening.attrSet("scope", "row")
            opening.tag = closing.tag = "th"


def _scrolling(tokens: Sequence[Token], name: str) -> Iterator[Token]:
    """Put each table into a region that scrolls, also by keyboard.

    The section's heading labels the region by its id ``name``. In a section with several tables, each one's
    first header labels it, too: no two regions may have the same name.
    """
    several = sum(token.type == "table_open" for token in tokens) > 1
    numbers = itertools.count(1)
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            label = name
            if several:
                first_header, own_name = tokens[index + 3], f"{name}-table-{next(numbers)}"
                first_header.attrSet("id", own_name)
                label = f"{name} {own_name}"
            region: dict[str, str | int | float] = {
                "class": "scroll",
                "role": "region",
                "aria-labelledby": label,
                "tabindex": "0",
            }
            yield from (Token("region_open", "div", 1, attrs=region), token)
        elif token.type == "table_close":
            token.block = False  # no line break: the end of the region follows
            yield from (token, Token("region_close", "div", -1, block=True))
        else:
            yield token


# Where a link may lead: a page, a part of this page, one mail address, or a number without commands to a
# telephone (* and #).
_LINK = re.compile(
    r"https?://.*|(?![a-z][a-z0-9+.-]*:)[^\s].*|mailto:[^?&]*|tel:\+?[0-9()./-]+", re.IGNORECASE | re.DOTALL
)


class _Markdown(MarkdownIt):
    """Markdown whose links lead where ``_LINK`` says; any other link is shown as text."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 (markdown-it's name)
        return super().validateLink(url) and bool(_LINK.fullmatch(url))


_OPTIONS = {"html": False, "xhtmlOut": False}
_MARKDOWN = _Markdown("commonmark", _OPTIONS).enable("table").disable("image")
_MARKDOWN.core.ruler.push("name_sections", _name_sections)
_IMPRINT = _Markdown("commonmark", {**_OPTIONS, "breaks": True}).enable("table").disable("image")
_IMPRINT.core.ruler.push("name_sections", _name_sections)
link_addresses(_IMPRINT)
