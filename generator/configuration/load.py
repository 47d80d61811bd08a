"""Read and check ``site.toml``: all faults at once, each with key, value and expectation."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from generator.brand import brand_files
from generator.brand.brand_files import BrandFiles
from generator.configuration import key_places, lines, missing_file, toml_faults
from generator.configuration.cross_checks import cross_checks
from generator.configuration.schema import DEFAULT_LANGUAGES, Config
from generator.configuration.survey import Site, Survey, read_site
from generator.configuration.values import value_at
from questionnaire import language_folder
from questionnaire.faults import Fault, InputError, nearest


def load_surveys(path: Path) -> tuple[Survey, ...]:
    """Return every survey of the configuration in ``path``; raises ``InputError`` with all faults."""
    return load_site(path).surveys


def load_site(path: Path) -> Site:
    """Return the site that ``path`` configures; raises ``InputError`` with all faults."""
    try:
        return site_of(_parse(path), path)
    except InputError as error:
        raise InputError(with_lines(error.faults, path)) from error


def with_lines(faults: Iterable[Fault], path: Path) -> list[Fault]:
    """Return ``faults``, those of keys in ``path`` with the line; all as they are if it cannot be read."""
    faults = list(faults)
    try:
        text = _text(path)
        _parsed(text, path)
    except InputError:
        return faults
    return [
        fault if fault.file != path.name else at_a_line
        for fault, at_a_line in zip(faults, lines.placed(faults, text), strict=True)
    ]


def site_of(values: Mapping[str, Any], path: Path) -> Site:
    """Return the site of ``values`` as if they stood in ``path``; raises ``InputError`` with all faults."""
    several = "surveys" in values
    read_brands: dict[str, tuple[BrandFiles, list[Fault]]] = {}

    def read(values: Mapping[str, Any]) -> tuple[Config | None, BrandFiles, list[Fault]]:
        brand = repr(values.get("brand"))  # many surveys, few brands
        if brand not in read_brands:
            read_brands[brand] = brand_files.read(path.parent, value_at(values, "brand", default={}))
        files, file_faults = read_brands[brand]
        config, faults = check(values, one_of_several=several)
        return config, files, faults + file_faults

    return read_site(path.name, values, read)


def named_languages(path: Path) -> tuple[str, ...]:
    """Return those languages that exist among the ones that ``path`` names, whatever else is wrong in it."""
    try:
        named = value_at(_parse(path), "site", "languages", default=list(DEFAULT_LANGUAGES))
    except InputError:
        return ()
    existing = language_folder.available()
    return tuple(dict.fromkeys(code for code in named if code in existing)) if isinstance(named, list) else ()


def check(values: Mapping[str, Any], *, one_of_several: bool = False) -> tuple[Config | None, list[Fault]]:
    """Return the configuration in ``values``, the contents of a site.toml, and every fault of theirs.

    The files that they name are not read. The configuration is ``None`` if the schema refuses a value. With
    ``one_of_several``, the values are those of one survey out of ``[[surveys]]``.
    """
    config, faults = None, []
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        faults = [_fault(values, detail, one_of_several=one_of_several) for detail in error.errors()]
    return config, [*faults, *cross_checks(values)]


def _parse(path: Path) -> dict[str, Any]:
    return _parsed(_text(path), path)


def _text(path: Path) -> str:
    try:
        contents = path.read_bytes()
    except OSError as error:
        raise InputError([missing_file.fault(path, error)]) from error
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            [replace(toml_faults.wrong_coding(contents, error.start), file=path.name)]
        ) from error


def _parsed(text: str, path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise InputError([replace(toml_faults.no_toml(text, error), file=path.name)]) from error


def _fault(values: Mapping[str, Any], detail: ErrorDetails, *, one_of_several: bool) -> Fault:
    location = detail["loc"]
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    received = value_at(values, *location)
    if detail["type"] == "extra_forbidden":
        return _unknown_key(key, values, location, one_of_several=one_of_several)
    if location[0] == "texts" and detail["type"] == "dict_type":
        misplaced = key_places.misplaced(key, received, values, one_of_several=one_of_several)
        if misplaced:
            return misplaced
    kind, details = _kind_and_details(key, detail)
    return Fault(kind, key, None if isinstance(received, dict | list) else received, details)


def _unknown_key(
    key: str, values: Mapping[str, Any], location: tuple[str | int, ...], *, one_of_several: bool
) -> Fault:
    received = value_at(values, *location)
    guess = _MEANT_KEYS.get(re.sub(r"\[\d+\]", "", key))
    if guess is None:
        misplaced = key_places.misplaced(key, received, values, one_of_several=one_of_several)
        if misplaced:
            return misplaced
    details = {"meant": guess or _nearest_key(*location)}
    return Fault(
        "configuration.unknown_key", key, None if isinstance(received, dict | list) else received, details
    )


def _kind_and_details(key: str, detail: ErrorDetails) -> tuple[str, Mapping[str, object]]:
    """Return our kind of fault for pydantic's error ``detail``, and the details of its message."""
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "literal_error":
        return "configuration.no_choice", {"allowed": _choices(*detail["loc"])}
    if "." in kind:  # a kind of ours, from the schema
        return kind, context
    if kind in _KINDS:
        return (_KINDS_OF_SURVEY if key == "survey" else _KINDS)[kind], {}
    if kind in _LIMITS:
        ours, name, theirs = _LIMITS[kind]
        return ours, {name: context[theirs]}
    return "configuration.other", {"reason": detail["msg"]}


# pydantic's kinds of error -> ours.
_KINDS = {
    "missing": "configuration.missing",
    "string_type": "configuration.no_text",
    "int_type": "configuration.no_whole_number",
    "bool_type": "configuration.no_boolean",
    "date_type": "configuration.no_date",
    "dict_type": "configuration.no_table",
    "model_type": "configuration.no_table",
    "list_type": "configuration.no_list",
    "too_short": "configuration.no_entry",
    "string_pattern_mismatch": "configuration.no_id",
}
_KINDS_OF_SURVEY = {"missing": "configuration.survey_missing", "model_type": "configuration.no_survey"}
# The same for errors with a limit -> our kind, the limit's name in our message, its name in pydantic's error.
_LIMITS = {
    "greater_than_equal": ("configuration.too_small", "least", "ge"),
    "less_than_equal": ("configuration.too_large", "most", "le"),
    "string_too_long": ("configuration.too_long", "most", "max_length"),
}

# Keys that people guess: too far from the right one for a spelling check, or the same as one elsewhere.
_MEANT_KEYS = {
    **dict.fromkeys(("brand.color", "brand.colour", "brand.farbe"), "primary"),
    **dict.fromkeys(("brand.secondary", "brand.second"), "accent"),
    **dict.fromkeys(("contacts.name", "contacts.title", "contacts.titel"), "label"),
    **dict.fromkeys(("contacts.email", "contacts.e-mail", "contacts.mailto"), "mail"),
    **dict.fromkeys(("contacts.telefon", "contacts.tel", "contacts.telephone"), "phone"),
    **dict.fromkeys(("survey.name", "survey.titel"), "title"),
    **dict.fromkeys(("survey.start", "survey.begin", "survey.from"), "opens"),
    **dict.fromkeys(("survey.end", "survey.until", "survey.ends"), "closes"),
    **dict.fromkeys(("site.language", "site.sprachen"), "languages"),
}


def _nearest_key(*location: str | int) -> str | None:
    known = _table(location[:-1]).model_fields
    return nearest(str(location[-1]), known if len(location) > 1 else (*known, "surveys"))


def _choices(*location: str | int) -> tuple[str, ...]:
    key = _table(location[:-1]).model_fields[str(location[-1])]
    return get_args(key.annotation)


def _table(location: Iterable[str | int]) -> type[BaseModel]:
    """Return the schema of the table at ``location`` in a site.toml."""
    table: Any = Config
    for step in location:
        if isinstance(step, str):
            annotation = table.model_fields[step].annotation
            table = next(iter(get_args(annotation)), annotation)
    return table  # type: ignore[no-any-return]  # an annotation may be anything
