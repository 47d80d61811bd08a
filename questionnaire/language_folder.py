"""A language is one folder, ``questionnaire/languages/<code>/``: which there are, and what each holds.

What the texts in the files must be is in ``language_schema``. Never imported in the browser.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from questionnaire.faults import Fault, InputError
from questionnaire.messages import Phrase

LANGUAGES_FOLDER = Path(__file__).resolve().parent / "languages"

# What the other languages must have is read from this one.
GERMAN = "de"

# Every file of a language, and what is expected in it.
FILES = {
    "survey.toml": Phrase("content.survey"),
    "measures.toml": Phrase("content.measures"),
    "workshop.toml": Phrase("content.workshop"),
    "blame.toml": Phrase("content.blame"),
    "method.md": Phrase("content.method"),
    "privacy.md": Phrase("content.privacy"),
    "accessibility.md": Phrase("content.accessibility"),
}
# A variant such as de-leicht may do without these: its report is then in the language it is a variant of.
FILES_OF_THE_REPORT = ("measures.toml", "workshop.toml")

Tree = dict[str, Any]

_CODE = re.compile(r"[a-z]{2,3}(-[a-z0-9]{2,8})*")


class WordingError(InputError):
    """A language that cannot be used."""


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
        fault = Fault("language_file.file_missing", details={"content": FILES[file]})
    except OSError as error:
        details = {"reason": error.strerror, "content": FILES[file]}
        fault = Fault("language_file.unreadable", details=details)
    except UnicodeDecodeError as error:
        fault = Fault("language_file.no_utf_8", details={"reason": str(error)})
    raise WordingError([replace(fault, file=name(code, file))])


def contents(code: str, folder: Path | None = None) -> tuple[str, ...]:
    """Return what is in each of ``FILES``, or why it cannot be read: the same until something changes."""
    found: list[str] = []
    for file in FILES:
        try:
            found.append(read(code, file, folder))
        except WordingError as error:
            found.append(str(error))
    return tuple(found)


def read_toml(code: str, file: str, folder: Path | None = None) -> Tree:
    """Return the tables of the TOML file ``file``; raises ``WordingError`` if there are none."""
    return parse(code, file, read(code, file, folder))


def parse(code: str, file: str, text: str) -> Tree:
    """Return the tables of ``text``, read from ``file``; raises ``WordingError`` if it is not TOML."""
    try:
        return deepcopy(_parsed(text))
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        fault = Fault("language_file.no_toml", details={"reason": str(error)}, file=name(code, file))
        raise WordingError([fault]) from error


@lru_cache(maxsize=64)  # a preview reads the same files at every save
def _parsed(text: str) -> Tree:
    return tomllib.loads(text)


def name(code: str, file: str) -> str:
    """Return how faults name ``file``, such as ``languages/en/survey.toml``."""
    return f"languages/{code}/{file}"


def refuse(code: str, file: str, faults: Iterable[Fault]) -> None:
    """Raise ``WordingError`` with all ``faults`` of ``file``, if there are any."""
    named = [replace(fault, file=name(code, file)) for fault in faults]
    if named:
        raise WordingError(named)
