"""The wordings of a site: those of the language files, with site.toml's in place of some."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TypeVar

from generator.configuration.schema import Config
from questionnaire import language_check, survey_texts
from questionnaire.faults import Fault, InputError
from questionnaire.language_folder import FILES, Tree, WordingError

T = TypeVar("T")


def load_wordings(config: Config, load: Callable[[str], Tree] = survey_texts.load) -> dict[str, Tree]:
    """Return every wording of the site by language; raises ``InputError`` with all faults at once.

    ``load`` reads a language file; for many surveys, give one with a cache.
    """
    return in_every_language(config, lambda language: wordings_in(config, language, load))


def wordings_in(config: Config, language: str, load: Callable[[str], Tree] = survey_texts.load) -> Tree:
    """Return the site's wordings in one language; raises ``questionnaire.language_folder.WordingError``."""
    return survey_texts.overridden(load(language), config.texts.get(language, {}))


def in_every_language(config: Config, load: Callable[[str], T]) -> dict[str, T]:
    """Return ``load(language)`` for every language of the site; raises one ``InputError`` with all faults."""
    loaded: dict[str, T] = {}
    faults: list[Fault] = []
    for language in config.site.languages:
        try:
            loaded[language] = load(language)
        except WordingError as error:
            faults += error.faults
    if faults:
        raise InputError(faults)
    return loaded


def folder_faults(
    codes: Sequence[str], *, files: Collection[str] = FILES, translated: bool = False
) -> list[Fault]:
    """Return everything that is missing or wrong in the folders of the languages ``codes``.

    files:      the files that each language needs.
    translated: whether a text that is still German in another language is a fault, too.
    """
    faults = [fault for code in codes for fault in language_check.faults(code, files=files)]
    if translated:
        faults += [fault for code in codes for fault in language_check.untranslated(code)]
    return faults
