"""The handbook as one HTML file that loads nothing, to read, to search and to print."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from generator import __version__
from generator.brand.brand_files import BrandFiles
from generator.configuration.schema import BrandTable
from generator.handbook.chapters import Chapter, chapters, picture
from generator.rendering.embedded import embedded
from generator.rendering.self_contained import self_contained_style
from generator.rendering.templates import Renderer

NAME = "handbuch.html"
MARK = b"lastbild-handbook"

_MARKDOWN = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
_CHAPTER = re.compile(r"(?:\.\./)?(?:handbuch/)?([\w-]+)\.md(?:#(.*))?")


def handbook_page() -> bytes:
    """Return the page: the cover, every chapter, the papers for IT and works council, and all pictures."""
    every = chapters()
    names = {chapter.name: name(chapter) for chapter in every}
    context: dict[str, Any] = {
        "chapters": [{"name": name(one), "title": title(one), "html": _html(one, names)} for one in every],
        "faces": self_contained_style(BrandTable(name="Lastbild"), BrandFiles())["faces"],
        "version": __version__,
        "mark": MARK.decode(),
    }
    return Renderer().page("handbook.html.j2", context)


def title(chapter: Chapter) -> str:
    """Return the first heading of ``chapter``."""
    return chapter.text.partition("\n")[0].removeprefix("# ")


def name(chapter: Chapter) -> str:
    """Return the name of ``chapter`` in links, without its number: ``auszaehlen``."""
    return re.sub(r"^\d+-", "", chapter.name).lower()


def anchor(heading: str) -> str:
    """Return the name of a heading, as links between the documents use it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _html(chapter: Chapter, names: Mapping[str, str]) -> Markup:
    tokens = _MARKDOWN.parse(chapter.text)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            _name(token, tokens[index + 1], chapter)
        elif token.type == "inline":
            token.children = _inside(token.children or [], chapter, names)
    html = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return Markup(_scrolling(html))  # noqa: S704 (made of our own documents, escaped by markdown-it)


def _name(token: Token, heading: Token, chapter: Chapter) -> None:
    """Give a heading the name that links lead to; the first of a chapter has the chapter's."""
    first = token.tag == "h1"
    token.attrSet("id", name(chapter) if first else f"{name(chapter)}--{anchor(heading.content)}")


def _inside(tokens: Sequence[Token], chapter: Chapter, names: Mapping[str, str]) -> list[Token]:
    """Return the words of a paragraph: pictures hold themselves, and links lead within the page or outside.

    A link to a document that the page does not hold becomes its words.
    """
    kept: list[Token] = []
    dropping = False
    for token in tokens:
        if token.type == "image":
            file = str(token.attrGet("src")).rpartition("/")[2]
            token.attrSet("src", embedded(file, picture(file)))
        elif token.type == "link_open":
            target = _target(unquote(str(token.attrGet("href"))), chapter, names)
            dropping = target is None
            token.attrSet("href", target or "")
        elif token.type == "link_close" and dropping:
            dropping = False
            continue
        if not (token.type == "link_open" and dropping):
            kept.append(token)
    return kept


def _target(href: str, chapter: Chapter, names: Mapping[str, str]) -> str | None:
    """Return where a link leads in the page, the address outside, or ``None`` if it is in neither."""
    if re.match(r"[a-z]+:", href):
        return href
    href = unquote(href)  # the renderer has escaped umlauts; the headings' names have not
    if href.startswith("#"):
        return f"#{name(chapter)}--{href[1:]}"
    found = _CHAPTER.fullmatch(href)
    if not found or found[1] not in names:
        return None
    return f"#{names[found[1]]}--{found[2]}" if found[2] else f"#{names[found[1]]}"


def _scrolling(html: str) -> str:
    """Return ``html`` with each table in a region that scrolls on a narrow screen, also by keyboard."""
    numbers = itertools.count(1)

    def opened(table: re.Match[str]) -> str:
        return (
            f'<div class="scroll" role="group" tabindex="0" aria-label="Tabelle {next(numbers)}">{table[0]}'
        )

    return re.sub("<table>", opened, html).replace("</table>", "</table></div>")
