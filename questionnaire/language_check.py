"""Check that the folder of a language is complete and translated; find every fault at once.

Never imported in the browser.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from questionnaire import (
    blame,
    campaign,
    decisions,
    measures,
    measures_told,
    prose,
    survey_texts,
    workshop,
)
from questionnaire.faults import Fault
from questionnaire.language_folder import FILES, GERMAN, WordingError, base, files_of, name, read, read_toml

_LOADERS: tuple[tuple[str, Callable[[str, Path | None], object]], ...] = (
    (survey_texts.FILE, survey_texts.load),
    (measures.FILE, measures.load),
    (workshop.FILE, workshop.load),
    (measures_told.FILE, measures_told.load),
    (campaign.FILE, campaign.load),
    (decisions.FILE, decisions.load),
    (blame.FILE, blame.load),
    ("method.md", prose.load),
)


def faults(code: str, folder: Path | None = None, *, files: Collection[str] = FILES) -> tuple[Fault, ...]:
    """Return the faults in the folder of language ``code``; empty if the language can be used.

    Reads those of ``files`` that the language must have.
    """
    needed = [file for file in files_of(code, folder) if file in files]
    found: list[Fault] = []
    for file, load in _LOADERS:
        if file in needed:
            try:
                load(code, folder)
            except WordingError as error:
                found += error.faults
    return tuple(found)


def untranslated(code: str, folder: Path | None = None) -> tuple[Fault, ...]:
    """Return a fault for each table and page of language ``code`` that still equals the German one."""
    if base(code) == GERMAN:  # a variant of German may have the same texts
        return ()
    return tuple(fault for file in files_of(code, folder) for fault in _still_german(code, file, folder))


def _still_german(code: str, file: str, folder: Path | None) -> Iterator[Fault]:
    try:
        if file.endswith(".toml"):
            own, german = (read_toml(one, file, folder) for one in (code, GERMAN))
            same = [table for table in own if table != "language" and own[table] == german.get(table)]
        else:
            same = [""] if read(code, file, folder) == read(GERMAN, file, folder) else []
    except WordingError:  # ``faults`` reports it
        return
    yield from (Fault("language_file.still_german", key, file=name(code, file)) for key in same)
