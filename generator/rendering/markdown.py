"""Markdown as HTML: ours and the facilitator's, with tables that scroll and nothing that acts."""

from __future__ import annotations

import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")
# A heading at the margin ends whatever stands before it, but for a fence; and a name for an address, given in
# one section, serves in all.
_SECTIONS = re.compile(r"(?m)^(?=## )")
_ACROSS_SECTIONS = re.compile(r"```|~~~|\]:")


def markdown(text: str) -> Markup:
    """Return the HTML of Markdown; HTML in it is shown as text, and links that could act are no links.

    Nor does it show a picture: no page fetches anything (``configuration.own_page_checks`` says so).
    """
    sections = [text] if _ACROSS_SECTIONS.search(text) else _SECTIONS.split(text)
    return Markup(scrolling_tables("".join(map(_section, sections))))  # noqa: S704 (made of escaped text by markdown-it)


@lru_cache(maxsize=1024)  # many surveys say the same in most of their sections
def _section(text: str) -> str:
    return str(_MARKDOWN.render(text))


def scrolling_tables(html: str) -> str:
    """Let a table wider than a phone scroll by itself, by keyboard, too; its heading names the region."""
    first, *sections = html.split("<h2>")
    for place, section in enumerate(sections, start=1):
        name = f"section-{place}"
        region = f'<div class="scroll" role="region" aria-labelledby="{name}" tabindex="0"><table>'
        table = section.replace("<table>", region).replace("</table>", "</table></div>")
        sections[place - 1] = f'<h2 id="{name}">{_with_row_headers(table)}'
    return first + "".join(sections)


def _with_row_headers(html: str) -> str:
    """Let the first cell of each row name the row, which Markdown cannot say."""
    html = re.sub(r"<tr>\n<td>(.*?)</td>", r'<tr>\n<th scope="row">\1</th>', html)
    return html.replace("<th>", '<th scope="col">')
