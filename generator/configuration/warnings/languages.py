"""Points of the languages: every text in each, and what belongs together replaced together."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from generator.configuration.schema import DEFAULT_LANGUAGES
from generator.configuration.survey_entries import SurveyValues, Values
from generator.configuration.values import value_at
from generator.configuration.warnings.point import Point, is_text
from questionnaire import language_folder, survey_texts
from questionnaire.faults import Fault, Key
from questionnaire.language_folder import WordingError

_PAGE, _POSTER = ("page", "start_title"), ("poster", "title")


def points(values: Values, entries: Sequence[SurveyValues]) -> Iterator[Point]:
    """Yield whether each text stands in each language, and where page and poster have different titles."""
    named = value_at(values, "site", "languages", default=list(DEFAULT_LANGUAGES))
    known = language_folder.available()
    codes = [code for code in named if code in known] if isinstance(named, list) else []
    if not codes:
        yield Point(Fault("warning.any_language", "site.languages"))
        return
    missing = [
        (key, code)
        for entry in entries
        for key, text in _own_texts(entry)
        if isinstance(text, Mapping)
        for code in codes
        if not is_text(text.get(code))
    ]
    names = tuple(_name(code) for code in dict.fromkeys(code for _, code in missing))
    place = ".".join(missing[0]) if missing else "site.languages"
    yield Point(Fault("warning.languages", place, details={"missing": names}), done=not missing)
    yield from (point for entry in entries for point in _placeholders(entry))
    yield from (point for entry in entries for code in codes for point in _titles(entry, code))


# What stands in the examples of a new site.toml in place of words: a row of dots, a house, a host of nobody.
_PLACEHOLDER = re.compile(r"^\s*(?:…|\.\.\.)\s*$|Musterstraße 1, 12345 Musterstadt|[\w.-]+\.example\b")


def _placeholders(entry: SurveyValues) -> Iterator[Point]:
    """Yield each own text that still holds a placeholder."""
    for key, text in _own_texts(entry):
        for place, words in text.items() if isinstance(text, Mapping) else [("", text)]:
            if isinstance(words, str) and (found := _PLACEHOLDER.search(words)):
                at = f"{key}.{place}" if place else key
                yield Point(Fault("warning.placeholder", at, details={"text": found[0].strip()}))


def _own_texts(entry: SurveyValues) -> Iterator[tuple[str, object]]:
    for key in ("footer", "imprint", "privacy", "accessibility"):
        yield entry.key(f"brand.{key}"), value_at(entry.values, "brand", key)
    contacts = value_at(entry.values, "contacts", default=[])
    for number in range(len(contacts) if isinstance(contacts, list) else 0):
        for key in ("label", "note"):
            yield f"{entry.key('contacts')}[{number + 1}].{key}", value_at(contacts, number, key)
    for key in ("title", "report_place"):
        yield entry.key(f"survey.{key}"), value_at(entry.values, "survey", key)


def _name(code: str) -> str:
    try:
        return str(survey_texts.load(code)["language"]["name"])
    except WordingError:  # a language that is not complete yet
        return code


def _titles(entry: SurveyValues, code: str) -> Iterator[Point]:
    """Yield the poster's title in a language where it is replaced, and not by that of the start page."""
    replaced = value_at(entry.values, "texts", code, default={})
    poster, page = (value_at(replaced, *key) for key in (_POSTER, _PAGE))
    if not isinstance(poster, str):  # it follows the page
        return
    page = page if isinstance(page, str) else _title_of_page(code)
    if page.strip() != poster.strip():
        at, other = (entry.key(f"texts.{code}.{'.'.join(key)}") for key in (_POSTER, _PAGE))
        yield Point(Fault("warning.poster_title", at, poster, {"page_key": Key(other), "page": page}))


@cache  # the studio asks after every edit
def _title_of_page(code: str) -> str:
    try:
        return str(value_at(survey_texts.load(code), *_PAGE))
    except WordingError:  # the check reports it
        return ""
