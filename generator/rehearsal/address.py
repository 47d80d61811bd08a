"""The address of a site: whether it answers, by which certificate, and whether http leads to https."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

from generator.configuration.seal_checks import is_safe
from generator.rehearsal.asking import HTTPS_PORT, answer, certificate_end
from generator.rehearsal.finding import Finding
from questionnaire.faults import Fault, InputError

HTTP_PORT = 80
_OK, _REDIRECTIONS = 200, range(300, 400)


def findings(address: str, until: dt.date | None, today: dt.date) -> Iterator[Finding]:
    """Yield what ``address`` is like; a fault in the first finding ends it, as nobody gets in.

    The certificate has to hold until the day ``until``.
    """
    first = _answers(address)
    yield first
    if first.faults:
        return
    if address.startswith("https://"):
        yield _certificate(address, until, today)
        if urlsplit(address).port in (None, HTTPS_PORT):
            yield _without_tls(address)
    elif not is_safe(address):
        yield Finding("certificate", (Fault("rehearsal.no_https", address),))


def _answers(address: str) -> Finding:
    try:
        found = answer(address)
    except InputError as error:
        return Finding("address", error.faults)
    if found.status in _REDIRECTIONS:
        to = found.leads_to(address)
        return Finding("address", (Fault("rehearsal.elsewhere", address, details={"to": to}),))
    if found.status != _OK:
        fault = Fault("rehearsal.no_page", address, details={"status": found.status})
        return Finding("address", (fault,))
    return Finding("address", details={"address": address})


def _certificate(address: str, until: dt.date | None, today: dt.date) -> Finding:
    try:
        end = dt.datetime.fromtimestamp(certificate_end(address), dt.UTC).date()
    except OSError:  # it answered a moment ago
        return Finding("certificate", (Fault("rehearsal.no_tls", address, details={"host": address}),))
    if until and end < until:
        details = {"ends": end, "closes": until}
        return Finding("certificate", (Fault("rehearsal.certificate_too_short", address, details=details),))
    return Finding("certificate", details={"days": (end - today).days, "ends": end})


def _without_tls(address: str) -> Finding:
    """Ask for the same page without https: it must not come, or lead to the one with https."""
    parts = urlsplit(address)
    port = "" if HTTP_PORT == 80 else f":{HTTP_PORT}"  # noqa: PLR2004 (the port of http)
    plain = urlunsplit(("http", f"{parts.hostname}{port}", parts.path, "", ""))
    try:
        found = answer(plain)
    except InputError:  # nobody listens there: what is typed without https leads nowhere
        return Finding("http", notes=(Fault("rehearsal.http_silent", plain, details={"address": address}),))
    to = found.leads_to(plain)
    if found.status in _REDIRECTIONS and to.startswith("https://"):
        return Finding("http")
    return Finding("http", (Fault("rehearsal.http_open", plain, details={"address": address}),))
