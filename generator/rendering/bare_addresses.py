"""Web and mail addresses that stand in a Markdown text without brackets become links, as people expect."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

# A web or mail address; one of the web ends before the punctuation of its sentence.
ADDRESS = re.compile(r"https?://[^\s<>\"]*[\w/=&#%-]|[\w.+-]+@(?:[\w-]+\.)+[^\W\d_]{2,}")


def target(address: str) -> str:
    """Return where a link on ``address`` leads: to the page, or into a mail program."""
    return address if "://" in address else f"mailto:{address}"


# What stays as it is: a link, an address in brackets, code, and an address that a name stands for.
_NO_TEXT = r"!?\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?|^ {0,3}\[[^\]]+\]:.*$|<[^>\s]*>|`[^`]*`|^(?: {4}|\t).*$"
_NO_TEXT_OR_ADDRESS = re.compile(rf"(?m)(?:{_NO_TEXT})|({ADDRESS.pattern})")


def in_angle_brackets(markdown: str) -> str:
    """Return ``markdown`` with every bare address in angle brackets, which make it a link in Markdown."""
    return _NO_TEXT_OR_ADDRESS.sub(lambda found: f"<{found[1]}>" if found[1] else found[0], markdown)


def link_addresses(markdown: MarkdownIt) -> None:
    """Let ``markdown`` link every address in a text, unless it stands in a link or in code."""
    markdown.core.ruler.push("link_addresses", _link)


def _link(state: StateCore) -> None:
    for block in state.tokens:
        if block.children:
            block.children = list(_linked(block.children, state.md))


def _linked(tokens: Iterable[Token], markdown: MarkdownIt) -> Iterator[Token]:
    inside = 0  # links around the token
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "text" and not inside:
            yield from _parts(token.content, markdown)
        else:
            yield token


def _parts(text: str, markdown: MarkdownIt) -> Iterator[Token]:
    """Yield ``text`` in pieces, each address among them within a link."""
    end = 0
    for address in ADDRESS.finditer(text):
        yield _text(text[end : address.start()])
        end = address.end()
        href = markdown.normalizeLink(target(address[0]))
        yield Token("link_open", "a", 1, attrs={"href": href})
        yield _text(address[0])
        yield Token("link_close", "a", -1)
    yield _text(text[end:])


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
