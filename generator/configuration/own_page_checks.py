"""Checks of the facilitator's own pages in Markdown: they may hold no pictures."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt

from questionnaire.faults import Fault

KEYS = ("imprint", "privacy", "accessibility")  # of [brand]


def faults(key: str, text: str) -> Iterator[Fault]:
    """Yield a fault for each picture in ``text``, the value of ``key``: no page may fetch anything."""
    for block in MarkdownIt("commonmark", {"html": False}).parse(text):
        for token in block.children or ():
            if token.type == "image":
                yield Fault("configuration.picture", key, details={"source": token.attrs["src"]})
