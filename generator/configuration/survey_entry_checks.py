"""What can be at fault with several surveys in a site.toml that cannot be with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.configuration.survey_entries import KEYS, Values, entries, folder
from questionnaire import language_folder
from questionnaire.faults import Fault, nearest

_FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Names that no folder can have on Windows, and what else stands beside the surveys' folders.
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_RESERVED = ("assets", "board", "runtime", "server", "con", "prn", "aux", "nul", *_PORTS)


def faults(values: Values) -> Iterator[Fault]:
    """Yield every fault of [[surveys]] itself; those of a single survey are told by whoever reads it."""
    surveys = values.get("surveys")
    if "surveys" not in values:
        return
    if "survey" in values:
        yield Fault("configuration.survey_and_surveys", "survey")
    if not isinstance(surveys, list) or not surveys:
        yield Fault("configuration.surveys_missing", "surveys")
        return
    tables = entries(values)
    for place, entry in enumerate(surveys, start=1):
        if place not in tables:
            yield Fault("configuration.no_table", f"surveys[{place}]", entry)
    for place, table in tables.items():
        yield from _unknown(place, table)
    yield from _ids_and_folders(tables)
    yield from _address(values.get("site"))


def _unknown(place: int, entry: Values) -> Iterator[Fault]:
    for name in entry:
        if name not in KEYS:
            value = None if isinstance(entry[name], Mapping | list) else entry[name]
            details = {"meant": nearest(name, KEYS)}
            yield Fault("configuration.unknown_key", f"surveys[{place}].{name}", value, details)


def _ids_and_folders(tables: Mapping[int, Values]) -> Iterator[Fault]:
    ids: dict[str, int] = {}
    folders: dict[str, int] = {}
    for place, entry in tables.items():
        own, name = entry.get("id"), folder(entry)
        twin = ids.setdefault(own, place) if isinstance(own, str) else place
        if twin != place:
            yield Fault("configuration.id_twice", f"surveys[{place}].id", own, {"first": f"surveys[{twin}]"})
        if "folder" in entry and not (isinstance(name, str) and _FOLDER.fullmatch(name)):
            yield Fault("configuration.no_folder", f"surveys[{place}].folder", name)
        elif isinstance(name, str):
            fault = _folder_fault(name, place, entry, folders)
            # Two ids alike are told above; a folder of its own would not mend that.
            if fault and ("folder" in entry or twin == place):
                yield fault


def _folder_fault(name: str, place: int, entry: Values, folders: dict[str, int]) -> Fault | None:
    """Return a fault if the survey at ``place`` cannot have the folder ``name``; else note its place."""
    key, given = f"surveys[{place}].folder", entry.get("folder")
    if name in (*_RESERVED, *language_folder.available()):
        kind = "configuration.folder_reserved" if "folder" in entry else "configuration.id_reserved"
        return Fault(kind, key, given, {"name": name})
    first = folders.setdefault(name, place)
    if first == place:
        return None
    kind = "configuration.folder_twice" if "folder" in entry else "configuration.id_is_a_folder"
    return Fault(kind, key, given, {"name": name, "first": f"surveys[{first}]"})


def _address(site: object) -> Iterator[Fault]:
    address = site.get("address") if isinstance(site, Mapping) else None
    if isinstance(address, str) and re.search(r"[?#]|\.html?$", address):
        yield Fault("configuration.no_folder_address", "site.address", address)
