"""The measures of the catalogue as employees are told of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from questionnaire import language_folder, measures


@dataclass(frozen=True, slots=True)
class Told:
    """A measure for those whom it concerns: its title, and what changes for them, which may be empty."""

    title: str
    text: str


def told(language: str) -> tuple[Mapping[str, Told], str]:
    """Return the measures by their ids, and the language in which they are told.

    That is ``language``, or the one that it is a variant of if only that one has them.
    """
    known = language if language in measures.available() else language_folder.base(language)
    catalogue = measures.load(known)
    return {each: Told(catalogue.measure(each).title, "") for each in measures.PLACES}, known
