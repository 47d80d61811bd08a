"""Read and check ``site.toml``: all faults at once, each with key, value and expectation."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from generator.brand import brand_files
from generator.brand.brand_files import BrandFiles
from generator.configuration import lines, missing_file, plan_file, schema_faults, toml_faults, unknown_keys
from generator.configuration.cross_checks import cross_checks
from generator.configuration.plan_file import PlanFile
from generator.configuration.schema import DEFAULT_LANGUAGES, Config
from generator.configuration.survey import Site, Survey, read_site
from generator.configuration.values import value_at
from questionnaire import language_folder
from questionnaire.faults import Fault, InputError


def load_surveys(path: Path) -> tuple[Survey, ...]:
    """Return every survey of the configuration in ``path``; raises ``InputError`` with all faults."""
    return load_site(path).surveys


def load_site(path: Path) -> Site:
    """Return the site that ``path`` configures; raises ``InputError`` with all faults."""
    try:
        return site_of(_parse(path), path)
    except InputError as error:
        faults = with_lines(error.faults, path)
        raise InputError(
            sorted(faults, key=lambda fault: fault.line or 0)
        ) from error  # as one reads the file


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

    def read(values: Mapping[str, Any]) -> tuple[Config | None, BrandFiles, PlanFile | None, list[Fault]]:
        brand = repr(values.get("brand"))  # many surveys, few brands
        if brand not in read_brands:
            read_brands[brand] = brand_files.read(path.parent, value_at(values, "brand", default={}))
        files, file_faults = read_brands[brand]
        config, faults = check(values, one_of_several=several)
        plan, plan_faults = plan_file.read(path.parent, values)
        return config, files, plan, [*faults, *file_faults, *plan_faults]

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
        faults = schema_faults.faults(values, error, one_of_several=one_of_several)
    return config, unknown_keys.once([*faults, *cross_checks(values)])


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
