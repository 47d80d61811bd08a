"""The words of the trustee's page, in German and in English; the page itself chooses and fills them in."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

LANGUAGES = ("de", "en")


def load(language: str) -> dict[str, Any]:
    """Return every word of the page in ``language``, ``"de"`` or ``"en"``."""
    text = (files("generator.trustee") / "words" / f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)
