"""Checks of ``[[surveys]]``: faults that a site.toml can have only with several surveys."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.configuration import key_places
from generator.configuration.survey_entries import KEYS, Values, entries, folder
from questionnaire import language_folder
from questionnaire.faults import Fault, nearest

_FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Names that no folder can have on Windows, and the folders that a site has beside those of its surveys.
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_RESERVED = ("assets", "runtime", "server", "studio", "con", "prn", "aux", "nul", *_PORTS)


def faults(values: Values) -> Iterator[Fault]:
    """Yield every fault of [[surveys]] itself; ``load.check`` finds those within a single survey."""
    surveys = values.get("surveys")
    if "surveys" not in values:
        return
    if "survey" in values:
        yield Fault("configuration.survey_and_surveys", "survey")
    if not isinstance(surveys, list) or not surveys:
        yield Fault("configuration.surveys_missing", "surveys")
        return
    tables = entries(values)
    for number, entry in enumerate(surveys, start=1):
        if number not in tables:
            yield Fault("configuration.no_table", f"surveys[{number}]", entry)
    for number, table in tables.items():
        yield from _unknown_keys(number, table, values)
    yield from _ids_and_folders(tables)
    yield from _address(values.get("site"))


def _unknown_keys(number: int, entry: Values, values: Values) -> Iterator[Fault]:
    for name in entry:
        if name not in KEYS:
            key, value = f"surveys[{number}].{name}", entry[name]
            shown = None if isinstance(value, Mapping | list) else value
            details = {"meant": nearest(name, KEYS)}
            yield key_places.misplaced(key, value, values, one_of_several=True) or Fault(
                "configuration.unknown_key", key, shown, details
            )


def _ids_and_folders(tables: Mapping[int, Values]) -> Iterator[Fault]:
    ids: dict[str, int] = {}
    folders: dict[str, int] = {}
    for number, entry in tables.items():
        survey_id, name = entry.get("id"), folder(entry)
        first = ids.setdefault(survey_id, number) if isinstance(survey_id, str) else number
        if first != number:
            details = {"first": f"surveys[{first}]"}
            yield Fault("configuration.id_twice", f"surveys[{number}].id", survey_id, details)
        if "folder" in entry and not (isinstance(name, str) and _FOLDER.fullmatch(name)):
            yield Fault("configuration.no_folder", f"surveys[{number}].folder", name)
        elif isinstance(name, str):
            fault = _folder_fault(name, number, entry, folders)
            # An id used twice is reported above; a folder for this survey would not correct it.
            if fault and ("folder" in entry or first == number):
                yield fault


def _folder_fault(name: str, number: int, entry: Values, folders: dict[str, int]) -> Fault | None:
    """Return a fault if survey ``number`` cannot have the folder ``name``; else note it in ``folders``."""
    key, configured = f"surveys[{number}].folder", entry.get("folder")
    if name in (*_RESERVED, *language_folder.available()):
        kind = "configuration.folder_reserved" if "folder" in entry else "configuration.id_reserved"
        return Fault(kind, key, configured, {"name": name})
    first = folders.setdefault(name, number)
    if first == number:
        return None
    kind = "configuration.folder_twice" if "folder" in entry else "configuration.id_is_a_folder"
    return Fault(kind, key, configured, {"name": name, "first": f"surveys[{first}]"})


def _address(site: object) -> Iterator[Fault]:
    address = site.get("address") if isinstance(site, Mapping) else None
    if isinstance(address, str) and re.search(r"[?#]|\.html?$", address):
        yield Fault("configuration.no_folder_address", "site.address", address)
