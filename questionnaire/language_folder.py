"""A language is one folder, ``questionnaire/languages/<code>/``: which there are, and what each holds.

What the texts in the files must be is in ``language_schema``. Never imported in the browser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from typing import Any

LANGUAGES_FOLDER = Path(__file__).resolve().parent / "languages"

# What the other languages must have is read from this one.
GERMAN = "de"

# Every file of a language, and what is expected in it.
FILES = {
    "survey.toml": "the texts of the survey",
    "measures.toml": "the measures and the texts of the report",
    "workshop.toml": "the texts of the workshop",
    "blame.toml": "the words that blame people, or words = [] for none yet",
    "method.md": "the page about the method",
    "privacy.md": "the page about data protection",
    "accessibility.md": "the page about accessibility",
}
# A variant such as de-leicht may do without these: its report is then in the language it is a variant of.
FILES_OF_THE_REPORT = ("measures.toml", "workshop.toml")

Tree = dict[str, Any]

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


class WordingError(Exception):
    """A language that cannot be used; ``faults`` holds (file, key, what is wrong and expected)."""

    def __init__(self, faults: tuple[tuple[str, str, str], ...]) -> None:
        super().__init__("\n".join(f"{file}: {key}: {fault}" for file, key, fault in faults))
        self.faults = faults


def available(folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of the languages there are, such as ``("de", "en")``, sorted.

    Each folder that is named like a code is a language, complete or not. ``folder`` holds the folders of all
    languages; ``None`` stands for ``LANGUAGES_FOLDER`` here and in all functions that read a language.
    """
    entries = (folder or LANGUAGES_FOLDER).iterdir()
    return tuple(sorted(entry.name for entry in entries if _CODE.fullmatch(entry.name) and entry.is_dir()))


def base(code: str) -> str:
    """Return the language that ``code`` is a variant of, ``de`` for ``de-leicht``; else ``code`` itself."""
    return code.partition("-")[0]


def files_of(code: str, folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the files that the language ``code`` must have."""
    is_variant = base(code) != code and base(code) in available(folder)
    if is_variant and not any(path(code, file, folder).exists() for file in FILES_OF_THE_REPORT):
        return tuple(file for file in FILES if file not in FILES_OF_THE_REPORT)
    return tuple(FILES)


def path(code: str, file: str, folder: Path | None = None) -> Path:
    """Return where ``file`` of the language ``code`` is."""
    return (folder or LANGUAGES_FOLDER) / code / file


def read(code: str, file: str, folder: Path | None = None) -> str:
    """Return the text of ``file``; raises ``WordingError`` if it is missing or unreadable."""
    try:
        return path(code, file, folder).read_text("utf-8-sig")
    except FileNotFoundError:
        fault = f"is missing; expected {FILES[file]}"
    except OSError as error:
        fault = f"cannot be read ({error.strerror}); expected {FILES[file]}"
    except UnicodeDecodeError as error:
        fault = f"is not text in UTF-8: {error}"
    raise WordingError(((name(code, file), "file", fault),))


def read_toml(code: str, file: str, folder: Path | None = None) -> Tree:
    """Return the tables of the TOML file ``file``; raises ``WordingError`` if there are none."""
    return parse(code, file, read(code, file, folder))


def parse(code: str, file: str, text: str) -> Tree:
    """Return the tables of ``text``, read from ``file``; raises ``WordingError`` if it is not TOML."""
    try:
        return deepcopy(_parsed(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WordingError(((name(code, file), "file", f"is not TOML: {error}"),)) from error


@lru_cache(maxsize=64)  # a preview reads the same files at every save
def _parsed(text: str) -> Tree:
    return tomllib.loads(text)


def name(code: str, file: str) -> str:
    """Return how faults name ``file``, such as ``languages/en/survey.toml``."""
    return f"languages/{code}/{file}"


def refuse(code: str, file: str, faults: Iterable[tuple[str, str]]) -> None:
    """Raise ``WordingError`` with all (key, what is wrong) of ``faults``, if there are any."""
    named = tuple((name(code, file), key, fault) for key, fault in faults)
    if named:
        raise WordingError(named)
