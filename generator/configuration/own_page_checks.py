"""The pages of the facilitator's own, in Markdown: what may not stand in them."""

from __future__ import annotations

from collections.abc import Iterator

from markdown_it import MarkdownIt

KEYS = ("imprint", "privacy", "accessibility")  # of [brand]


def faults(text: str) -> Iterator[str]:
    """Yield what was expected, for each picture in ``text``: a page fetches nothing from elsewhere."""
    for block in MarkdownIt("commonmark", {"html": False}).parse(text):
        for part in block.children or ():
            if part.type == "image":
                held = f"holds a picture ({part.attrs['src']})"
                yield f"{held}; expected words only: no page fetches anything; write a link to it instead"
