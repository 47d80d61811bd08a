"""The explanations in site.toml, in the language that is spoken.

The template has them in English; the catalogue has their German, each paragraph under its English text.
"""

from __future__ import annotations

import re
from gettext import gettext
from itertools import groupby

_SIGN = "# "
# A line that is commented out, but is read once its sign is gone: a key with its value, or a heading.
_EXAMPLE = re.compile(r"# (?:\w+ = |\[)")


def paragraphs(text: str) -> list[str]:
    """Return every explanation in ``text``, a site.toml, without the signs before its lines."""
    return [_unsigned(lines) for explains, lines in _groups(text) if explains]


def in_spoken_language(text: str) -> str:
    """Return ``text``, a site.toml, with its explanations in the spoken language; English where one lacks."""
    parts = (
        _signed(gettext(_unsigned(lines))) if explains else "\n".join(lines)
        for explains, lines in _groups(text)
    )
    return "\n".join(parts) + "\n"


def _groups(text: str) -> list[tuple[bool, list[str]]]:
    return [(explains, list(lines)) for explains, lines in groupby(text.splitlines(), key=_explains)]


def _explains(line: str) -> bool:
    return line.startswith(_SIGN) and not _EXAMPLE.match(line)


def _unsigned(lines: list[str]) -> str:
    return "\n".join(line.removeprefix(_SIGN) for line in lines)


def _signed(paragraph: str) -> str:
    return "\n".join(f"{_SIGN}{line}" for line in paragraph.split("\n"))
