"""The inline style and script of the survey's page: its first picture waits for no other file.

Everything else that a page needs is in files. The policy names these two by their hash and allows no others.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Inline:
    """The style of the survey's page, and the script that runs before the browser draws the page."""

    style: Markup
    script: Markup


def inline(style: bytes, script: bytes) -> Inline:
    """Return ``style`` and ``script``, both our own files, ready to stand between their tags.

    Raises ``ValueError`` if one of them could end its element early.
    """
    return Inline(_enclosed(style), _enclosed(script))


def _enclosed(contents: bytes) -> Markup:
    text = contents.decode()
    if "</" in text or "<!--" in text or "\r" in text:
        raise ValueError('a style or script within a page holds no "</", no "<!--" and no carriage return')
    return Markup(text)  # noqa: S704 (our own files; a brand's values in them are checked)


def digest(contents: str) -> str:
    """Return the hash by which a policy names ``contents``, an inline style or script; without the quotes."""
    return f"sha256-{base64.b64encode(hashlib.sha256(contents.encode()).digest()).decode()}"
