"""Points of the addresses: where the site and the collector stand, and who could read along there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from generator.configuration.seal_checks import is_safe
from generator.configuration.survey_entries import SurveyValues
from generator.configuration.values import value_at
from generator.configuration.warnings.point import Point, is_invented, is_text, shown
from questionnaire.faults import Fault

# The key of the examples: examples/README.md tells everybody its passphrase.
EVERYBODYS_KEY = "lastbild1qhxx5hasj6mzepre22wa3lxmpx97367vvwahyevk0f9m9hce0xges88adzw"


def points(entries: Sequence[SurveyValues]) -> Iterator[Point]:
    """Yield the points of the site's address and of the surveys that collect on the screen."""
    sending = [
        entry for entry in entries if value_at(entry.values, "collection", "mode") in ("open", "slips")
    ]
    for entry in sending:
        yield from _sending(entry)
    for entry in entries[:1]:
        address = value_at(entry.values, "site", "address")
        yield from _neighbours(entry.key("site.address"), shown(address) or "")


def _sending(entry: SurveyValues) -> Iterator[Point]:
    """Yield what a survey needs that is sent, and its seal.

    The seal is a recommendation: a site without one passes every check.
    """
    site, url = value_at(entry.values, "site", "address"), value_at(entry.values, "collection", "url")
    at, to = entry.key("site.address"), entry.key("collection.url")
    yield Point(Fault("warning.address", at, shown(site)), done=_is_real(site))
    yield Point(Fault("warning.collector", to, shown(url)), done=_is_real(url))
    seal = value_at(entry.values, "collection", "seal")
    if not seal:  # for a sealed survey, it is a fault
        for key, address in ((at, site), (to, url)):
            if is_text(address) and not is_safe(str(address)):
                yield Point(Fault("warning.unencrypted", key, shown(address)))
    yield from _seal(entry, seal)


def _is_real(address: object) -> bool:
    return is_text(address) and not is_invented(address)


def _seal(entry: SurveyValues, seal: object) -> Iterator[Point]:
    at = entry.key("collection.seal")
    is_sealed = is_text(seal) or bool(isinstance(seal, list) and seal)
    yield Point(Fault("warning.seal", at), done=is_sealed)
    if EVERYBODYS_KEY in (seal if isinstance(seal, list) else [seal]):
        yield Point(Fault("warning.everybodys_key", at))


def _neighbours(key: str, address: str) -> Iterator[Point]:
    """Yield who could read along if the site's ``address`` leaves room for other pages."""
    try:
        server = urlsplit(address)
    except ValueError:  # no address, which is a fault
        return
    if server.path not in ("", "/"):
        own = f"https://lastbild.{server.netloc.partition('.')[2] or 'example'}/"
        details = {"server": server.netloc, "own": own}
        yield Point(Fault("warning.neighbours", key, address, details))
