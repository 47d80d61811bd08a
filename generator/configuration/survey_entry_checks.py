"""What can be at fault with several surveys in a site.toml that cannot be with one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.configuration.survey_entries import KEYS, Values, entries, folder
from generator.faults import did_you_mean
from questionnaire import language_folder

_Fault = tuple[str, str, object]  # key, what was expected, value received

_FOLDER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Names that no folder can have on Windows, and what else stands beside the surveys' folders.
_PORTS = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_TAKEN = ("assets", "board", "runtime", "server", "con", "prn", "aux", "nul", *_PORTS)


def faults(values: Values) -> Iterator[_Fault]:
    """Yield every fault of [[surveys]] itself; those of a single survey are told by whoever reads it."""
    surveys = values.get("surveys")
    if "surveys" not in values:
        return
    if "survey" in values:
        yield "survey", "expected either one table [survey] or several [[surveys]], not both", None
    if not isinstance(surveys, list) or not surveys:
        yield "surveys", "expected at least one table headed [[surveys]]", None
        return
    tables = entries(values)
    for place, entry in enumerate(surveys, start=1):
        if place not in tables:
            yield f"surveys[{place}]", "expected a table", entry
    for place, table in tables.items():
        yield from _unknown(place, table)
    yield from _ids_and_folders(tables)
    yield from _address(values.get("site"))


def _unknown(place: int, entry: Values) -> Iterator[_Fault]:
    for name in entry:
        if name not in KEYS:
            value = None if isinstance(entry[name], Mapping | list) else entry[name]
            yield f"surveys[{place}].{name}", f"unknown key{did_you_mean(name, KEYS)}", value


def _ids_and_folders(tables: Mapping[int, Values]) -> Iterator[_Fault]:
    ids: dict[str, int] = {}
    taken = dict.fromkeys((*_TAKEN, *language_folder.available()), "that name is taken")
    for place, entry in tables.items():
        own, name = entry.get("id"), folder(entry)
        twin = ids.setdefault(own, place) if isinstance(own, str) else place
        if twin != place:
            yield f"surveys[{place}].id", f"expected another id than that of surveys[{twin}]", own
        if "folder" in entry and not (isinstance(name, str) and _FOLDER.fullmatch(name)):
            expected = "expected small letters a-z, digits and single hyphens, such as team-nord"
            yield f"surveys[{place}].folder", expected, name
        elif isinstance(name, str) and name in taken:
            # Two ids alike are told above; a folder of its own would not mend that.
            if "folder" in entry or twin == place:
                missing = "" if "folder" in entry else "is missing; "
                expected = f'{missing}expected another folder than "{name}": {taken[name]}'
                yield f"surveys[{place}].folder", expected, entry.get("folder")
        elif isinstance(name, str):
            taken[name] = f"surveys[{place}] stands there"


def _address(site: object) -> Iterator[_Fault]:
    address = site.get("address") if isinstance(site, Mapping) else None
    if isinstance(address, str) and re.search(r"[?#]|\.html?$", address):
        yield "site.address", "expected the address of a folder, which those of the surveys continue", address
