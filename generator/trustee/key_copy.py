"""The printed copy of a trustee's key: a sheet with its QR code and its words, in German and in English.

It takes texts and knows no cryptography, so a browser renders it, too.
"""

from __future__ import annotations

from collections.abc import Sequence

import segno

from generator.rendering.templates import Renderer


def key_copy(*, public_text: str, fingerprint: str, secret_text: str, words: Sequence[str]) -> bytes:
    """Return the sheet as one HTML file that loads nothing; whoever has it can open the urn."""
    # Level Q can be read with a quarter of it damaged: the sheet is folded and lies for months.
    picture = segno.make(secret_text, error="q", micro=False).svg_inline(border=2, omitsize=True)
    context = {
        "picture": str(picture),
        "words": words,
        "fingerprint": fingerprint,
        "public_text": public_text,
    }
    return Renderer().page("key_copy.html.j2", context)
