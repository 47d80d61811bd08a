"""The folders of the languages, ``questionnaire/languages/<code>/``: find them and read their files.

``language_schema`` defines the texts that the files must have. Never imported in the browser.
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
from questionnaire.system_reasons import system_reason

LANGUAGES_FOLDER = Path(__file__).resolve().parent / "languages"

# The model of all other languages: they must have the texts that German has.
GERMAN = "de"

CAMPAIGN = "campaign.toml"
# What only commands write: in the browser no language has these texts.
FILES_OF_COMMANDS = (CAMPAIGN,)

# Every file of a language, and its expected content.
FILES = {
    "survey.toml": Phrase("content.survey"),
    "measures.toml": Phrase("content.measures"),
    "workshop.toml": Phrase("content.workshop"),
    "measures_told.toml": Phrase("content.measures_told"),
    CAMPAIGN: Phrase("content.campaign"),
    "decisions.toml": Phrase("content.decisions"),
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
    """Return the codes of all languages, such as ``("de", "en")``, sorted.

    Every folder whose name is a language code is a language, complete or not. ``folder`` holds the folders
    of all languages; ``None`` means ``LANGUAGES_FOLDER``, here and in all functions that read a language.
    """
    entries = (folder or LANGUAGES_FOLDER).iterdir()
    return tuple(sorted(entry.name for entry in entries if _CODE.fullmatch(entry.name) and entry.is_dir()))


def available_with(file: str, folder: Path | None = None) -> tuple[str, ...]:
    """Return the codes of the languages that have ``file``, sorted."""
    return tuple(code for code in available(folder) if path(code, file, folder).is_file())


def base(code: str) -> str:
    """Return the language that ``code`` is a variant of, ``de`` for ``de-leicht``; else ``code`` itself."""
    return code.partition("-")[0]


def files_of(code: str, folder: Path | None = None) -> tuple[str, ...]:
    """Return the names of the files that the language ``code`` must have."""
    files = [file for file in FILES if file not in FILES_OF_COMMANDS or available_with(file, folder)]
    is_variant = base(code) != code and base(code) in available(folder)
    if is_variant and not any(path(code, file, folder).exists() for file in FILES_OF_THE_REPORT):
        return tuple(file for file in files if file not in FILES_OF_THE_REPORT)
    return tuple(files)


def path(code: str, file: str, folder: Path | None = None) -> Path:
    """Return the path of ``file`` of the language ``code``."""
    return (folder or LANGUAGES_FOLDER) / code / file


def read(code: str, file: str, folder: Path | None = None) -> str:
    """Return the text of ``file``; raises ``WordingError`` if it is missing or unreadable."""
    try:
        return path(code, file, folder).read_text("utf-8-sig")
    except FileNotFoundError:
        fault = Fault("language_file.file_missing", details={"content": FILES[file]})
    except OSError as error:
        details = {"reason": system_reason(error), "content": FILES[file]}
        fault = Fault("language_file.unreadable", details=details)
    except UnicodeDecodeError as error:
        fault = Fault("language_file.no_utf_8", details={"reason": str(error)})
    raise WordingError([replace(fault, file=name(code, file))])


def contents(code: str, folder: Path | None = None) -> tuple[str, ...]:
    """Return the text of each of ``FILES``, or the reason why it cannot be read.

    The result stays equal until a file changes.
    """
    texts: list[str] = []
    for file in FILES:
        try:
            texts.append(read(code, file, folder))
        except WordingError as error:
            texts.append(str(error))
    return tuple(texts)


def read_toml(code: str, file: str, folder: Path | None = None) -> Tree:
    """Return the tables of the TOML file ``file``; raises ``WordingError`` if it cannot be read."""
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
    """Return the name of ``file`` in faults, such as ``languages/en/survey.toml``."""
    return f"languages/{code}/{file}"


def refuse(code: str, file: str, faults: Iterable[Fault]) -> None:
    """Raise ``WordingError`` with all ``faults`` of ``file``, if there are any."""
    named = [replace(fault, file=name(code, file)) for fault in faults]
    if named:
        raise WordingError(named)
