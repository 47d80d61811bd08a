"""Checks across the keys of ``site.toml``: values that do not go with each other.

They read the raw values, so that they find their faults even if another value is faulty.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.configuration import colour_checks, own_page_checks, seal_checks, text_overrides
from generator.configuration.schema import CONTACT_WAYS, DEFAULT_LANGUAGES
from generator.configuration.values import value_at
from questionnaire import language_folder
from questionnaire.disclosure import FEWEST_FOR_OPEN, THRESHOLD
from questionnaire.faults import Fault, Key

# "levers" divides people into more groups than "type"; fewer people than this would stand out.
SMALLEST_HEADCOUNT_FOR_LEVERS = 50


def cross_checks(values: Mapping[str, Any]) -> Iterator[Fault]:
    """Yield every fault that shows only when ``values`` are compared with each other."""
    yield from _survey(values)
    yield from _collection(values)
    yield from seal_checks.faults(values)
    yield from _contacts(values)
    yield from colour_checks.checks(values)
    known = language_folder.available()
    languages = value_at(values, "site", "languages", default=list(DEFAULT_LANGUAGES))
    if isinstance(languages, list):
        twice = sorted({str(code) for code in languages if languages.count(code) > 1})
        yield from (Fault("configuration.language_twice", "site.languages", code) for code in twice)
    languages = [code for code in languages if code in known] if isinstance(languages, list) else []
    if languages:
        yield from _translations(values, languages)
        yield from _blame(values, languages)
        yield from text_overrides.checks(values.get("texts"), languages)
    yield from _own_pages(values)


def _survey(values: Mapping[str, Any]) -> Iterator[Fault]:
    opens, closes = value_at(values, "survey", "opens"), value_at(values, "survey", "closes")
    if _is_date(opens) and _is_date(closes) and closes < opens:
        details = {"opens_key": Key("survey.opens"), "opens": opens}
        yield Fault("configuration.closes_before_opens", "survey.closes", str(closes), details)
    former = value_at(values, "survey", "extended_from")
    dated = _is_date(opens) and _is_date(closes) and opens <= closes
    if dated and _is_date(former) and not opens <= former < closes:
        details = {"opens": opens, "closes": closes}
        yield Fault("collector.no_extension", "survey.extended_from", str(former), details)
    headcount = value_at(values, "survey", "headcount", default=0)
    small = isinstance(headcount, int) and headcount < SMALLEST_HEADCOUNT_FOR_LEVERS
    if small and value_at(values, "survey", "detail") == "levers":
        least = {"headcount_key": Key("survey.headcount"), "least": SMALLEST_HEADCOUNT_FOR_LEVERS}
        yield Fault("configuration.too_few_for_levers", "survey.detail", "levers", least)


def _collection(values: Mapping[str, Any]) -> Iterator[Fault]:
    mode = value_at(values, "collection", "mode", default="off")
    if mode in ("open", "slips") and value_at(values, "collection", "url") is None:
        yield Fault("configuration.collector_missing", "collection.url", details={"mode": mode})
    headcount = value_at(values, "survey", "headcount")
    least = value_at(values, "survey", "threshold", default=THRESHOLD)
    if mode != "off" and isinstance(headcount, int) and isinstance(least, int) and headcount < least:
        yield Fault("configuration.too_few_to_release", "survey.headcount", headcount, {"least": least})
    if mode == "open" and isinstance(headcount, int) and headcount < FEWEST_FOR_OPEN:
        details = {"headcount_key": Key("survey.headcount"), "least": FEWEST_FOR_OPEN}
        yield Fault("collector.too_few_for_open", "collection.mode", mode, details)
    if mode in ("paper", "open", "slips"):
        for key in ("headcount", "opens", "closes"):
            if value_at(values, "survey", key) is None:
                yield Fault("configuration.missing_to_collect", f"survey.{key}", details={"mode": mode})


def _contacts(values: Mapping[str, Any]) -> Iterator[Fault]:
    for key, contact in _contact_tables(values):
        if not any(way in contact for way in CONTACT_WAYS):
            yield Fault("configuration.contact_out_of_reach", key)


def _translations(values: Mapping[str, Any], languages: list[str]) -> Iterator[Fault]:
    for key, text in _localised_texts(values):
        if not isinstance(text, dict):
            continue
        for language in languages:
            if language not in text:
                yield Fault("configuration.translation_missing", f"{key}.{language}")
        for language in text:
            if language not in languages:
                yield text_overrides.no_language_of_the_site(
                    f"{key}.{language}", language, languages, text[language]
                )


def _localised_texts(values: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    for name in ("title", "report_place"):
        yield f"survey.{name}", value_at(values, "survey", name)
    for name in ("footer", *own_page_checks.KEYS):
        yield f"brand.{name}", value_at(values, "brand", name)
    for key, contact in _contact_tables(values):
        yield from ((f"{key}.{name}", contact.get(name)) for name in ("label", "note"))


_FACILITATORS_TEXTS = re.compile(r"survey\.(?:title|report_place)|brand\.footer|contacts\[\d+\]\.note")


def _blame(values: Mapping[str, Any], languages: list[str]) -> Iterator[Fault]:
    """Yield a fault for every text of the facilitator's that makes load a failing of the person."""
    for key, text in _localised_texts(values):
        if not _FACILITATORS_TEXTS.fullmatch(key):
            continue
        for name, translated in _translations_at(key, text):
            read_in = languages if name == key else [name.removeprefix(f"{key}.")]
            yield from (
                replace(fault, value=translated)
                for fault in text_overrides.blame_faults(name, translated, read_in)
            )


def _own_pages(values: Mapping[str, Any]) -> Iterator[Fault]:
    for key in own_page_checks.KEYS:
        for name, text in _translations_at(f"brand.{key}", value_at(values, "brand", key)):
            if isinstance(text, str):
                yield from own_page_checks.faults(name, text)


def _translations_at(key: str, text: object) -> Iterator[tuple[str, object]]:
    """Yield key and text of each translation of ``text``, or of the one text for all languages."""
    if isinstance(text, dict):
        yield from ((f"{key}.{language}", translated) for language, translated in text.items())
    else:
        yield key, text


def _contact_tables(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    contacts = values.get("contacts", [])
    for number, contact in enumerate(contacts if isinstance(contacts, list) else [], start=1):
        if isinstance(contact, dict):
            yield f"contacts[{number}]", contact


def _is_date(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)
