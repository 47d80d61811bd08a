"""The texts of the pages, for the studio: which may be replaced, by what, and why the others may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from generator.configuration import text_overrides
from generator.configuration.schema import DEFAULT_LANGUAGES
from generator.configuration.values import value_at
from generator.desk import said
from generator.studio.text_places import place_called
from questionnaire import language_folder, language_schema, survey_texts
from questionnaire.faults import Fault
from questionnaire.language_folder import GERMAN

Row = dict[str, Any]


def text_rows(values: Mapping[str, Any], languages: Sequence[str], language: str) -> list[Row]:
    """Return a row for each text of the pages: those that may be replaced first.

    ``texts`` are the pages' own words in each of the site's ``languages``, ``own`` those of site.toml,
    ``where`` is the place where the text is seen, and ``locked`` the reason why it may not be replaced; both
    are in ``language``, one of the studio's.
    """
    codes = tuple(dict.fromkeys((GERMAN, *languages)))
    by_language = {code: language_schema.flatten(survey_texts.load(code)) for code in codes}
    rows = [
        {
            "key": key,
            "german": _shown(text),
            "texts": {code: _shown(by_language[code].get(key, "")) for code in languages},
            "own": _own(values, key, languages),
            "where": place_called(key, "en" if language == "en" else "de"),
            "locked": _reason(key, language),
        }
        for key, text in by_language[GERMAN].items()
    ]
    order = {key: number for number, key in enumerate(text_overrides.REPLACEABLE)}
    return sorted(rows, key=lambda row: order.get(row["key"], len(order)))


def site_languages(values: Mapping[str, Any]) -> list[str]:
    """Return those languages of the site in ``values`` that exist."""
    named = value_at(values, "site", "languages", default=list(DEFAULT_LANGUAGES))
    known = language_folder.available()
    return [code for code in named if code in known] if isinstance(named, list) else []


def _own(values: Mapping[str, Any], key: str, languages: Sequence[str]) -> dict[str, str]:
    own = {code: value_at(values, "texts", code, *key.split(".")) for code in languages}
    return {code: _shown(text) for code, text in own.items() if text is not None}


def _reason(key: str, language: str) -> str | None:
    lock = text_overrides.lock(key)
    if lock is None:
        return None
    return said(Fault(lock, key, details=text_overrides.lock_details(lock)), language)


def _shown(text: object) -> str:
    return "\n".join(map(str, text)) if isinstance(text, list) else str(text)
