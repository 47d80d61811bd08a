"""Parse a page's HTML for tests: elements with their attributes, and texts with the elements around them."""

from __future__ import annotations

import base64
import hashlib
import posixpath
from dataclasses import dataclass
from html.parser import HTMLParser

_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


@dataclass(frozen=True, slots=True)
class Element:
    """A start tag and its attributes."""

    tag: str
    attributes: dict[str, str]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text and the elements around it, the outermost first."""

    text: str
    inside: tuple[Element, ...]

    def within(self, **attributes: str) -> bool:
        """Return whether an element around the text has one of these attributes with this value."""
        wanted = {(name.replace("_", "-"), value) for name, value in attributes.items()}
        return any(wanted & set(element.attributes.items()) for element in self.inside)


class Page(HTMLParser):
    """A parsed page: ``elements`` and ``texts`` in the order of the document."""

    def __init__(self, html: bytes) -> None:
        super().__init__()
        self.elements: list[Element] = []
        self.texts: list[Text] = []
        self._open: list[Element] = []
        self.feed(html.decode("utf-8"))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Add the element, and keep it open unless it is always empty."""
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.elements.append(element)
        if tag not in _VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        """Close the innermost element, which is ``tag`` in every page this project writes."""
        closed = self._open.pop()
        if closed.tag != tag:
            raise ValueError(f"</{tag}> closes <{closed.tag}>")

    def handle_data(self, data: str) -> None:
        """Add a text that is more than white space."""
        if data.strip():
            self.texts.append(Text(data, tuple(self._open)))

    def all(self, tag: str) -> list[dict[str, str]]:
        """Return the attributes of every element called ``tag``."""
        return [element.attributes for element in self.elements if element.tag == tag]

    def text_of(self, tag: str) -> list[str]:
        """Return the texts that stand directly in an element called ``tag``."""
        return [text.text for text in self.texts if text.inside and text.inside[-1].tag == tag]


def policy(page: Page) -> dict[str, str]:
    """Return the Content-Security-Policy of ``page``: directive -> allowed sources."""
    (content,) = (meta["content"] for meta in page.all("meta") if "http-equiv" in meta)
    return dict(directive.strip().split(" ", 1) for directive in content.split(";"))


def named(texts: list[str]) -> str:
    """Return a policy's name for the one style or script in ``texts``: its hash, without the quotes."""
    (text,) = texts
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"


def resolved(page: str, reference: str) -> str:
    """Return the path within the site that ``reference`` on ``page`` leads to."""
    path = reference.partition("?")[0]
    return posixpath.normpath(posixpath.join(posixpath.dirname(page), path))
