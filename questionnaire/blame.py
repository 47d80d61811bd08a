"""Words that make load a failing of the person, one list a language in ``questionnaire/blame``.

Lastbild explains load and never moralises it, so neither its own texts nor a facilitator's may ask
people to be tougher, calmer or more grateful. Never imported in the browser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

BLAME_FOLDER = Path(__file__).resolve().parent / "languages"


@dataclass(frozen=True, slots=True)
class Word:
    """A wording to avoid: what finds it, why it blames, and what to say instead."""

    pattern: re.Pattern[str]
    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class Found:
    """A wording that was found in a text, as it stands there."""

    found: str
    reason: str
    instead: str


@lru_cache
def words(language: str, folder: Path = BLAME_FOLDER) -> tuple[Word, ...]:
    """Return the words to avoid in ``language``; none where there is no list for it."""
    path = folder / language / "blame.toml"
    if not path.is_file():
        return ()
    listed = tomllib.loads(path.read_text("utf-8"))
    own = tuple(Word(_compiled(word["pattern"]), word["reason"], word["instead"]) for word in listed["words"])
    return own + (words(listed["extends"], folder) if "extends" in listed else ())


def find(text: str, language: str) -> Iterator[Found]:
    """Yield every wording in ``text`` that blames, list by list entry and then from left to right."""
    one_line = " ".join(text.split())
    for word in words(language):
        for match in word.pattern.finditer(one_line):
            yield Found(match[0], word.reason, word.instead)


def _compiled(pattern: str) -> re.Pattern[str]:
    # Whole words only: a pattern says \w* where a stem may go on.
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
