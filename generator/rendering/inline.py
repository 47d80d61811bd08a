"""What stands in the survey's page itself, so that its first picture waits for no other file.

Everything else a page needs is in files; the policy names these two by their hash, and allows no other.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Inline:
    """The style of the survey's page, and the script that runs before the page is drawn."""

    style: Markup
    script: Markup


def inline(style: bytes, script: bytes) -> Inline:
    """Return ``style`` and ``script``, files of the house, as they can stand between two tags.

    Raises ``ValueError`` for one that would end before its end.
    """
    return Inline(_enclosed(style), _enclosed(script))


def _enclosed(contents: bytes) -> Markup:
    text = contents.decode()
    if "</" in text or "<!--" in text or "\r" in text:
        raise ValueError('a style or script within a page holds no "</", no "<!--" and no carriage return')
    return Markup(text)  # noqa: S704 (our own files; a brand's values in them are checked)


def digest(contents: str) -> str:
    """Return what a Content-Security-Policy calls ``contents``, an inline style or script, between quotes."""
    return f"sha256-{base64.b64encode(hashlib.sha256(contents.encode()).digest()).decode()}"
