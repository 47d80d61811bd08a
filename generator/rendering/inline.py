"""The inline style and script of the survey's page: its first picture waits for no other file.

Everything else that a page needs is in files. The policy names these two by their hash and allows no others.
"""

from __future__ import annotations

import base64
import hashlib
import re
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


def enclosed(contents: bytes) -> Markup:
    """Return ``contents``, a style or script of our own or PyScript, ready to stand between its tags.

    Raises ``ValueError`` if it could end its element early, or hide its end.
    """
    text = contents.decode()
    if re.search(r"</(?:script|style)|<!--|\r", text, re.IGNORECASE):
        raise ValueError("a style or script within a page holds no end tag, no comment, no carriage return")
    return Markup(text)  # noqa: S704 (see above)


def _enclosed(contents: bytes) -> Markup:
    text = contents.decode()
    if "</" in text or "<!--" in text or "\r" in text:
        raise ValueError('a style or script within a page holds no "</", no "<!--" and no carriage return')
    return Markup(text)  # noqa: S704 (our own files; a brand's values in them are checked)


def digest(contents: str) -> str:
    """Return the hash by which a policy names ``contents``, an inline style or script; without the quotes."""
    return f"sha256-{base64.b64encode(hashlib.sha256(contents.encode()).digest()).decode()}"
