"""The printed copy of a trustee's key: a sheet with its QR code and its words, in German and in English."""

from __future__ import annotations

import segno

from generator.rendering.templates import Renderer
from generator.sealing.keys import TrusteeKey


def key_copy(key: TrusteeKey) -> bytes:
    """Return the sheet as one HTML file that loads nothing; whoever has it can open the urn."""
    # Level Q can be read with a quarter of it damaged: the sheet is folded and lies for months.
    picture = segno.make(key.secret_text(), error="q", micro=False).svg_inline(border=2, omitsize=True)
    context = {
        "picture": str(picture),
        "words": key.words(),
        "fingerprint": key.fingerprint,
        "public_text": key.public_text,
    }
    return Renderer().page("key_copy.html.j2", context)
