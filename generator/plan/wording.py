"""The words of the plan's page, in German and in English; the page itself chooses and fills them in."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any

from questionnaire import language_folder

LANGUAGES = ("de", "en")


def load(language: str) -> dict[str, Any]:
    """Return every word of the page in ``language``, ``"de"`` or ``"en"``."""
    text = (files("generator.plan") / "words" / f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def nearest_language(code: str) -> str:
    """Return the language of the page for people who read ``code``: German or English."""
    return language_folder.base(code) if language_folder.base(code) in LANGUAGES else "en"
