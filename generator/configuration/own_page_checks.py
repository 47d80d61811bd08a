"""The pages of the facilitator's own, in Markdown: what may not stand in them."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt

from questionnaire.faults import Fault

KEYS = ("imprint", "privacy", "accessibility")  # of [brand]


def faults(key: str, text: str) -> Iterator[Fault]:
    """Yield a fault for each picture in ``text``, which stands at ``key``: no page fetches anything."""
    for block in MarkdownIt("commonmark", {"html": False}).parse(text):
        for part in block.children or ():
            if part.type == "image":
                yield Fault("configuration.picture", key, details={"source": part.attrs["src"]})
