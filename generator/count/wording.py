"""The words of the count's page, in German and in English."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from generator.count.box import RefusedError
from questionnaire import language_folder, survey_texts
from questionnaire.dates import written

LANGUAGES = ("de", "en")


@cache
def load(language: str) -> dict[str, Any]:
    """Return every word of the page in ``language``, ``"de"`` or ``"en"``."""
    text = (files("generator.count") / "words" / f"{language}.toml").read_text("utf-8")
    return tomllib.loads(text)


def nearest_language(code: str) -> str:
    """Return the language of the page for people who read ``code``: German or English."""
    return language_folder.base(code) if language_folder.base(code) in LANGUAGES else "en"


def said(table: str, kind: str, details: Mapping[str, object], language: str) -> str:
    """Return the sentence ``kind`` of ``table`` with its ``details``, in ``language``."""
    words = load(language)
    shown = {name: _shown(value, language) for name, value in details.items()}
    if "meant" in details:
        shown["meant"] = words["refused"]["meant"].format(code=details["meant"]) if details["meant"] else ""
    return str(words[table][kind]).format(**shown).strip()


def _shown(value: object, language: str) -> str:
    if isinstance(value, RefusedError):
        return said("refused", value.kind, value.details, language)
    if isinstance(value, dt.date):
        return day(value, language)
    return " ".join(value) if isinstance(value, tuple) else str(value)


def day(date: dt.date, language: str) -> str:
    """Return ``date`` in words, such as "11. Januar 2027"."""
    return written(date, survey_texts.load(language)["dates"])
