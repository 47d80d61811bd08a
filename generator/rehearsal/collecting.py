"""The collector of a survey, asked as the page asks it: its health, its permission, and a trial contribution.

The trial goes through every gate but the last, which must refuse it, so nothing is ever counted:

- to a survey without a seal, a valid code with a slip that was never drawn. One that takes slips does not
  know it (one in 31^12 would be drawn); one that takes none does not want it.
- to a sealed survey, a ballot that is one byte too short.

On a day that is none of the survey's, the calendar refuses it first, and that is what the trial looks for.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Iterator, Mapping

from generator.configuration.schema import Config
from generator.rehearsal.asking import BROWSER, answer
from generator.rehearsal.finding import Finding
from generator.rendering.page_context import origin
from generator.site.visit import Answer
from questionnaire import all_codes, contribution, sealed_ballot, slips
from questionnaire.faults import Fault, InputError

_OK, _UNAVAILABLE = 200, 503
_DONE = range(200, 300)
# What a collector answers to a trial -> why that is not what was expected. Its other words have one sentence.
_WORDS = {
    "unknown survey": "rehearsal.unknown_survey",
    "foreign origin": "rehearsal.foreign_origin",
    "not open": "rehearsal.other_days",
    "closed": "rehearsal.is_closed",
    "sealed": "rehearsal.other_seal",
    "not sealed": "rehearsal.other_seal",
    "unavailable": "rehearsal.unavailable",
}


def findings(config: Config, page: str, today: dt.date) -> Iterator[Finding]:
    """Yield what the collector of a survey is like for the page at the address ``page``."""
    url = (config.collection.url or "").rstrip("/")
    what = "ballots" if config.collection.seal else "codes"
    endpoint = f"{url}/v1/surveys/{config.survey.id}/{what}"
    health = _health(f"{url}/healthz")
    yield health
    if health.faults:
        return
    if origin(page) != origin(endpoint):
        permission = _permission(endpoint, origin(page))
        yield permission
        if permission.faults:
            return
    yield _trial(config, endpoint, origin(page), today)


def _health(address: str) -> Finding:
    try:
        found = answer(address)
    except InputError as error:
        return Finding("collector", error.faults)
    if found.status == _UNAVAILABLE:
        return Finding("collector", (Fault("rehearsal.unavailable", address),))
    if found.status != _OK or not _is_ours(found):
        return Finding("collector", (_no_collector(address, found),))
    return Finding("collector")


def _is_ours(found: Answer) -> bool:
    return found.headers.get_content_type() == "application/json"


def _no_collector(address: str, found: Answer) -> Fault:
    return Fault("rehearsal.no_collector", address, details={"status": found.status})


def _permission(endpoint: str, page: str) -> Finding:
    """Ask first, as a browser does, whether a page of this origin may send."""
    wanted = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    try:
        found = answer(endpoint, _headers(page, wanted), method="OPTIONS")
    except InputError as error:
        return Finding("permission", error.faults)
    allowed = found.status in _DONE and _allows(found, page)
    fields = found.headers.get("Access-Control-Allow-Headers", "").lower()
    if not allowed or "content-type" not in fields:
        fault = Fault("rehearsal.foreign_origin", endpoint, details={"origin": page})
        return Finding("permission", (fault,))
    return Finding("permission")


def _allows(found: Answer, page: str) -> bool:
    return found.headers.get("Access-Control-Allow-Origin") in (page, "*")


def _headers(page: str, more: Mapping[str, str]) -> dict[str, str]:
    return {**BROWSER, "Accept": "*/*", "Sec-Fetch-Mode": "cors", "Origin": page, **more}


def _trial(config: Config, endpoint: str, page: str, today: dt.date) -> Finding:
    body = trial_body(config).encode()
    try:
        found = answer(
            endpoint, _headers(page, {"Content-Type": "application/json"}), method="POST", sent=body
        )
    except InputError as error:
        return Finding("trial", error.faults)
    said, expected = _said(found), _expected(config, today)
    if said == expected:
        return Finding("trial", details={"said": said})
    if said is None:
        return Finding("trial", (_no_collector(endpoint, found),))
    return Finding("trial", (_unexpected(said, expected, endpoint, page),))


def _unexpected(said: str, expected: str, endpoint: str, page: str) -> Fault:
    kind = _WORDS.get(said, "rehearsal.other_settings")
    if kind == "rehearsal.foreign_origin":
        return Fault(kind, endpoint, details={"origin": page})
    if kind == "rehearsal.other_settings":
        return Fault(kind, endpoint, details={"said": said, "expected": expected})
    return Fault(kind, endpoint)


def trial_body(config: Config) -> str:
    """Return a contribution that the collector of this survey must refuse, at its last gate."""
    slip = slips.draw(secrets.randbelow)
    if seals := len(config.collection.seal):
        too_short = bytes(sealed_ballot.sealed_bytes(seals) - 1)
        return sealed_ballot.body(too_short, slip if config.collection.mode == "slips" else None)
    return contribution.body(all_codes(config.survey.detail)[0], slip)


def _expected(config: Config, today: dt.date) -> str:
    opens, closes = config.survey.opens, config.survey.closes
    if opens and today < opens:
        return "not open"
    if closes and today > closes:
        return "closed"
    if config.collection.seal:
        return "wrong length"
    return "unknown slip" if config.collection.mode == "slips" else "slip not expected"


def _said(found: Answer) -> str | None:
    """Return the word by which a collector refuses; ``None`` if this is no collector's answer."""
    try:
        word = json.loads(found.body)["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    return word if isinstance(word, str) else None
