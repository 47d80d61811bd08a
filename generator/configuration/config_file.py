"""Read and check ``site.toml``: all faults at once, each with key, value and what was expected."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.brand import brand_files
from generator.brand.brand_files import BrandFiles
from generator.configuration import colour_checks, overrides, own_pages, unreadable
from generator.configuration.config import DEFAULT_LANGUAGES, Config
from generator.configuration.editions import Edition, Editions, editions
from generator.faults import Fault, InputError, did_you_mean
from questionnaire import language_folder
from questionnaire.disclosure import THRESHOLD

# "levers" divides people into more groups than "type"; fewer people than this would stand out.
SMALLEST_HEADCOUNT_FOR_LEVERS = 50


def load(path: Path) -> tuple[Edition, ...]:
    """Return every survey of the configuration in ``path``; raises ``InputError`` with all faults."""
    return load_all(path).surveys


def load_all(path: Path) -> Editions:
    """Return the surveys of ``path`` and, if they are several, the page in front; raises like ``load``."""
    read_before: dict[str, tuple[BrandFiles, list[Fault]]] = {}

    def read(values: Mapping[str, Any]) -> tuple[Config | None, BrandFiles, list[Fault]]:
        brand = repr(values.get("brand"))  # many surveys, few brands
        if brand not in read_before:
            found, faults = brand_files.read(path.parent, _get(values, "brand", default={}))
            read_before[brand] = found, [Fault(path.name, *fault) for fault in faults]
        files, faults_of_files = read_before[brand]
        config, others = check(values, path.name)
        return config, files, others + faults_of_files

    return editions(path.name, _parse(path), read)


def check(values: Mapping[str, Any], file: str) -> tuple[Config | None, list[Fault]]:
    """Return the configuration that ``values``, read from ``file``, make, and every fault of theirs.

    Neither reads a file that they name; the configuration is ``None`` where a value is of no use at all.
    """
    config, faults = None, []
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        faults = [_fault(file, values, detail) for detail in error.errors()]
    # These look at the raw values, so that a fault elsewhere hides none of theirs.
    faults += [Fault(file, key, expected, value) for key, expected, value in _cross_checks(values)]
    return config, faults


def _parse(path: Path) -> dict[str, Any]:
    try:
        contents = path.read_bytes()
    except OSError as error:
        expected = (
            f"{error.strerror}; expected a readable site.toml (`lastbild init DIR` writes one to start from)"
        )
        raise InputError([Fault(str(path), "file", expected)]) from error
    try:
        text = contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        expected = unreadable.wrong_coding(contents, error.start)
        raise InputError([Fault(path.name, "file", expected)]) from error
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise InputError([Fault(path.name, *unreadable.no_toml(text, error))]) from error


_Check = tuple[str, str, object]  # key, what was expected, value received


def _cross_checks(values: Mapping[str, Any]) -> Iterator[_Check]:
    yield from _survey(values)
    yield from _collection(values)
    yield from _contacts(values)
    yield from colour_checks.checks(values)
    known = language_folder.available()
    languages = _get(values, "site", "languages", default=list(DEFAULT_LANGUAGES))
    if isinstance(languages, list):
        twice = sorted({str(code) for code in languages if languages.count(code) > 1})
        yield from (("site.languages", "expected each language once", code) for code in twice)
    languages = [code for code in languages if code in known] if isinstance(languages, list) else []
    if languages:
        yield from _translations(values, languages)
        yield from _blame(values, languages)
        yield from overrides.checks(values.get("texts"), languages)
    yield from _own_pages(values)


def _survey(values: Mapping[str, Any]) -> Iterator[_Check]:
    opens, closes = _get(values, "survey", "opens"), _get(values, "survey", "closes")
    if _is_date(opens) and _is_date(closes) and closes < opens:
        yield "survey.closes", f"expected a day on or after survey.opens ({opens})", str(closes)
    headcount = _get(values, "survey", "headcount", default=0)
    small = isinstance(headcount, int) and headcount < SMALLEST_HEADCOUNT_FOR_LEVERS
    if small and _get(values, "survey", "detail") == "levers":
        least = f"needs survey.headcount of at least {SMALLEST_HEADCOUNT_FOR_LEVERS}"
        yield "survey.detail", f'expected "type", because "levers" {least}', "levers"


def _collection(values: Mapping[str, Any]) -> Iterator[_Check]:
    mode = _get(values, "collection", "mode", default="off")
    if mode in ("open", "slips") and _get(values, "collection", "url") is None:
        yield (
            "collection.url",
            f'is missing; expected the collector\'s address, because collection.mode is "{mode}"',
            None,
        )
    headcount = _get(values, "survey", "headcount")
    least = _get(values, "survey", "threshold", default=THRESHOLD)
    if mode != "off" and isinstance(headcount, int) and isinstance(least, int) and headcount < least:
        yield "survey.headcount", f"expected at least {least}, or nothing could ever be released", headcount
    if mode in ("paper", "open", "slips"):
        for key in ("headcount", "opens", "closes"):
            if _get(values, "survey", key) is None:
                yield f"survey.{key}", f'is missing; expected, because collection.mode is "{mode}"', None


def _contacts(values: Mapping[str, Any]) -> Iterator[_Check]:
    for key, contact in _contact_tables(values):
        if not any(way in contact for way in ("phone", "mail", "url", "note")):
            yield key, "expected at least one of phone, mail, url or note", None


def _translations(values: Mapping[str, Any], languages: list[str]) -> Iterator[_Check]:
    for key, text in _localised_texts(values):
        if not isinstance(text, dict):
            continue
        yield from (
            (f"{key}.{language}", "is missing; expected the text in this language too", None)
            for language in languages
            if language not in text
        )
        yield from (
            (
                f"{key}.{language}",
                f"{overrides.one_of(languages)}{did_you_mean(language, languages)}",
                text[language],
            )
            for language in text
            if language not in languages
        )


def _localised_texts(values: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "survey.title", _get(values, "survey", "title")
    for name in ("footer", *own_pages.KEYS):
        yield f"brand.{name}", _get(values, "brand", name)
    for key, contact in _contact_tables(values):
        yield from ((f"{key}.{name}", contact.get(name)) for name in ("label", "note"))


_FACILITATORS_WORDS = re.compile(r"survey\.title|brand\.footer|contacts\[\d+\]\.note")


def _blame(values: Mapping[str, Any], languages: list[str]) -> Iterator[_Check]:
    """Yield a fault for every text beside the instrument's that makes load a failing of the person."""
    for key, text in _localised_texts(values):
        if not _FACILITATORS_WORDS.fullmatch(key):
            continue
        for name, translated in _each(key, text):
            said_in = languages if name == key else [name.removeprefix(f"{key}.")]
            yield from ((name, fault, translated) for fault in overrides.blame_faults(translated, said_in))


def _own_pages(values: Mapping[str, Any]) -> Iterator[_Check]:
    for key in own_pages.KEYS:
        for name, text in _each(f"brand.{key}", _get(values, "brand", key)):
            yield from (
                (name, fault, None) for fault in (own_pages.faults(text) if isinstance(text, str) else ())
            )


def _each(key: str, text: object) -> Iterator[tuple[str, object]]:
    """Yield the key and the text of each translation, or of the one text for all languages."""
    if isinstance(text, dict):
        yield from ((f"{key}.{language}", translated) for language, translated in text.items())
    else:
        yield key, text


def _contact_tables(values: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    contacts = values.get("contacts", [])
    for place, contact in enumerate(contacts if isinstance(contacts, list) else [], start=1):
        if isinstance(contact, dict):
            yield f"contacts[{place}]", contact


def _is_date(value: object) -> bool:
    return isinstance(value, dt.date) and not isinstance(value, dt.datetime)


def _get(values: Any, *location: str | int, default: Any = None) -> Any:  # noqa: ANN401 (TOML holds anything)
    for part in location:
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            return default
    return values


def _fault(file: str, values: Mapping[str, Any], detail: ErrorDetails) -> Fault:
    location = list(detail["loc"])
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    if detail["type"] == "extra_forbidden":
        known = _known_keys(location[:-1])
        meant = _MEANT.get(key)
        unknown = "unknown key" + (
            f"; did you mean '{meant}'?" if meant else did_you_mean(str(location[-1]), known)
        )
        received = _get(values, *location)
        return Fault(file, key, unknown, None if isinstance(received, dict | list) else received)
    if detail["type"] == "missing":
        return Fault(file, key, f"is missing; {_TABLES.get(key, 'expected a value')}")
    received = _get(values, *location)
    expected = _EXPECTED.get(detail["type"], "{msg}").format(msg=detail["msg"], **detail.get("ctx", {}))
    received = None if isinstance(received, dict | list) else received
    return Fault(file, key, _TABLES.get(key, expected), received)


_TABLES = {"survey": "expected one table [survey], or several [[surveys]]"}

# pydantic's kinds of error in a facilitator's words; {…} are pydantic's own details.
_EXPECTED = {
    "string_type": "expected a text in quotation marks",
    "int_type": "expected a whole number without quotation marks",
    "bool_type": "expected true or false, without quotation marks",
    "date_type": "expected a date such as 2027-01-11, without quotation marks",
    "dict_type": "expected a table",
    "model_type": "expected a table",
    "list_type": "expected a list in square brackets",
    "too_short": "expected at least one entry",
    "literal_error": "expected one of {expected}",
    "greater_than_equal": "expected a number of at least {ge}",
    "less_than_equal": "expected a number of at most {le}",
    "string_pattern_mismatch": "expected small letters a-z, digits and single hyphens, such as hafen-2027",
    "string_too_long": "expected at most {max_length} characters",
}


# What people write who have not looked it up, and no spelling would lead there.
_MEANT = {
    **dict.fromkeys(("brand.color", "brand.colour", "brand.farbe"), "primary"),
    **dict.fromkeys(("brand.secondary", "brand.second"), "accent"),
}


def _known_keys(location: list[Any]) -> tuple[str, ...]:
    """Return the keys that the table at ``location`` may hold."""
    model: Any = Config
    for part in location:
        if isinstance(part, str):
            annotation = model.model_fields[part].annotation
            model = next(iter(get_args(annotation)), annotation)
    return (*model.model_fields, *(() if location else ("surveys",)))
