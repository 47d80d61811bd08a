"""Read and check ``site.toml``: all faults at once, each with key, value and what was expected."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from generator.brand import brand_files
from generator.brand.brand_files import BrandFiles
from generator.configuration import toml_faults
from generator.configuration.cross_checks import cross_checks
from generator.configuration.schema import Config
from generator.configuration.survey import Site, Survey, read_site
from generator.configuration.values import value_at
from generator.faults import Fault, InputError, did_you_mean


def load_surveys(path: Path) -> tuple[Survey, ...]:
    """Return every survey of the configuration in ``path``; raises ``InputError`` with all faults."""
    return load_site(path).surveys


def load_site(path: Path) -> Site:
    """Return the site that ``path`` configures; raises ``InputError`` with all faults."""
    read_before: dict[str, tuple[BrandFiles, list[Fault]]] = {}

    def read(values: Mapping[str, Any]) -> tuple[Config | None, BrandFiles, list[Fault]]:
        brand = repr(values.get("brand"))  # many surveys, few brands
        if brand not in read_before:
            found, faults = brand_files.read(path.parent, value_at(values, "brand", default={}))
            read_before[brand] = found, [Fault(path.name, *fault) for fault in faults]
        files, faults_of_files = read_before[brand]
        config, others = check(values, path.name)
        return config, files, others + faults_of_files

    return read_site(path.name, _parse(path), read)


def check(values: Mapping[str, Any], file: str) -> tuple[Config | None, list[Fault]]:
    """Return the configuration that ``values``, read from ``file``, make, and every fault of theirs.

    Neither reads a file that they name; the configuration is ``None`` where a value is of no use at all.
    """
    config, faults = None, []
    try:
        config = Config.model_validate(values)
    except ValidationError as error:
        faults = [_fault(file, values, detail) for detail in error.errors()]
    faults += [Fault(file, key, expected, value) for key, expected, value in cross_checks(values)]
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
        expected = toml_faults.wrong_coding(contents, error.start)
        raise InputError([Fault(path.name, "file", expected)]) from error
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise InputError([Fault(path.name, *toml_faults.no_toml(text, error))]) from error


def _fault(file: str, values: Mapping[str, Any], detail: ErrorDetails) -> Fault:
    location = list(detail["loc"])
    key = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in location).lstrip(".")
    if detail["type"] == "extra_forbidden":
        known = _known_keys(location[:-1])
        meant = _MEANT.get(key)
        unknown = "unknown key" + (
            f"; did you mean '{meant}'?" if meant else did_you_mean(str(location[-1]), known)
        )
        received = value_at(values, *location)
        return Fault(file, key, unknown, None if isinstance(received, dict | list) else received)
    if detail["type"] == "missing":
        return Fault(file, key, f"is missing; {_TABLES.get(key, 'expected a value')}")
    received = value_at(values, *location)
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
