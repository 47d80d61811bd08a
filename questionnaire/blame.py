"""Wordings that blame people for their load, listed in each language's ``blame.toml``.

Lastbild explains load and never moralises it, so neither its own texts nor a facilitator's may ask
people to be tougher, calmer or more grateful. Never imported in the browser.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import Any

from questionnaire.faults import Fault
from questionnaire.language_folder import Tree, WordingError, base, path, read_toml, refuse
from questionnaire.language_schema import A_TEXT, text_faults

FILE = "blame.toml"


@dataclass(frozen=True, slots=True)
class Word:
    """A wording to avoid: the pattern that finds it, the reason why it blames, and a better wording."""

    pattern: re.Pattern[str]
    reason: str
    instead: str


@dataclass(frozen=True, slots=True)
class Found:
    """A blaming wording in a text; ``found`` quotes it as it is written there."""

    found: str
    reason: str
    instead: str


def load(code: str, folder: Path | None = None) -> tuple[Word, ...]:
    """Return the words to avoid in language ``code``, with those of the language that its list extends.

    Raises ``WordingError`` with every fault of the list at once.
    """
    tree = read_toml(code, FILE, folder)
    refuse(code, FILE, _faults(code, tree))
    words = tuple(Word(_compiled(word["pattern"]), word["reason"], word["instead"]) for word in tree["words"])
    return words + (load(tree["extends"], folder) if "extends" in tree else ())


def find(text: str, language: str, folder: Path | None = None) -> Iterator[Found]:
    """Yield every blaming wording in ``text``, in the order of the list, then from left to right.

    Yields nothing if the list itself has faults: the check of the language reports them.
    """
    one_line = " ".join(text.split())
    for word in _words(language, folder, _version(language, folder), _version(base(language), folder)):
        for match in word.pattern.finditer(one_line):
            yield Found(match[0], word.reason, word.instead)


def _version(language: str, folder: Path | None) -> tuple[Path, int]:
    file = path(language, FILE, folder)
    return file, file.stat().st_mtime_ns if file.exists() else 0


@lru_cache(maxsize=32)  # many surveys, few languages
def _words(language: str, folder: Path | None, *_versions: tuple[Path, int]) -> tuple[Word, ...]:
    try:
        return load(language, folder)
    except WordingError:
        return ()


_FIELDS = tuple(field.name for field in fields(Word))


def _faults(code: str, tree: Tree) -> Iterator[Fault]:
    words = tree.get("words")
    if not isinstance(words, list):
        yield Fault("language_file.no_words", "words")
        words = []
    for place, word in enumerate(words, start=1):
        yield from _word_faults(f"words[{place}]", word)
    extends = tree.get("extends", base(code))
    if extends != base(code) and base(code) != code:
        yield Fault("language_file.extends_another", "extends", details={"own": extends, "base": base(code)})
    elif "extends" in tree and base(code) == code:
        yield Fault("language_file.extends_in_vain", "extends", details={"own": extends})
    yield from (Fault("language_file.unread", key) for key in tree if key not in ("words", "extends"))


def _word_faults(key: str, word: Any) -> Iterator[Fault]:  # noqa: ANN401 (TOML holds anything)
    word = word if isinstance(word, dict) else {}
    for field in _FIELDS:
        if field not in word:
            yield Fault("language_file.missing", f"{key}.{field}", details={"shape": A_TEXT})
        else:
            yield from text_faults(f"{key}.{field}", word[field], str)
    yield from (Fault("language_file.unread", f"{key}.{name}") for name in word if name not in _FIELDS)
    if isinstance(word.get("pattern"), str):
        try:
            _compiled(word["pattern"])
        except re.error as error:
            details = {"pattern": word["pattern"], "reason": error.msg}
            yield Fault("language_file.no_pattern", f"{key}.pattern", details=details)


def _compiled(pattern: str) -> re.Pattern[str]:
    # Whole words only; a pattern that means a stem ends in \w*.
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", re.IGNORECASE)
