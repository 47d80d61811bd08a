"""The wordings of a site: the language files, with the texts that site.toml replaces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from generator.configuration.schema import Config
from questionnaire import wording
from questionnaire.faults import Fault, InputError

T = TypeVar("T")


def load_wordings(
    config: Config, load: Callable[[str], wording.Tree] = wording.load
) -> dict[str, wording.Tree]:
    """Return every wording of the site by language; raises ``InputError`` with all faults at once.

    ``load`` reads a language file; whoever asks for many surveys gives one that remembers.
    """
    return in_every_language(config, lambda language: wordings_in(config, language, load))


def wordings_in(
    config: Config, language: str, load: Callable[[str], wording.Tree] = wording.load
) -> wording.Tree:
    """Return the site's wordings in one language; raises ``questionnaire.wording.WordingError``."""
    return wording.overridden(load(language), config.texts.get(language, {}))


def in_every_language(config: Config, load: Callable[[str], T]) -> dict[str, T]:
    """Return ``load`` of every language of the site; turns what is at fault into one ``InputError``."""
    loaded: dict[str, T] = {}
    faults: list[Fault] = []
    for language in config.site.languages:
        try:
            loaded[language] = load(language)
        except wording.WordingError as error:
            faults += faults_of(error)
    if faults:
        raise InputError(faults)
    return loaded


def faults_of(error: wording.WordingError) -> list[Fault]:
    """Return what is wrong with a language file, as faults of the input."""
    return [
        Fault("language_file.other", key, None, {"reason": said}, file=file)
        for file, key, said in error.faults
    ]
