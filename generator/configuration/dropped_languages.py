"""Texts in a language that the site has no more: one fault for the language, not one for each text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from questionnaire import language_folder
from questionnaire.faults import Fault, Key

_LEFT = "configuration.no_language_of_the_site"


def together(faults: Iterable[Fault]) -> list[Fault]:
    """Return ``faults``, those of several texts in one language as a single fault of ``site.languages``.

    It stands where the first of them stood, and names the place of each.
    """
    faults = list(faults)
    places: dict[str, dict[str, None]] = {}
    for fault in faults:
        if fault.kind == _LEFT:
            places.setdefault(_language(fault), {})[fault.key] = None
    known = language_folder.available()
    dropped = {code: keys for code, keys in places.items() if code in known and len(keys) > 1}
    return list(_replaced(faults, dropped))


def _replaced(faults: Iterable[Fault], dropped: dict[str, dict[str, None]]) -> Iterator[Fault]:
    told = set()
    for fault in faults:
        language = _language(fault)
        if fault.kind != _LEFT or language not in dropped:
            yield fault
        elif language not in told:
            told.add(language)
            keys = tuple(map(Key, dropped[language]))
            details = {"language": language, "places": keys, "lines": None}
            yield Fault("configuration.language_dropped", "site.languages", details=details)


def _language(fault: Fault) -> str:
    return fault.key.rpartition(".")[2]
