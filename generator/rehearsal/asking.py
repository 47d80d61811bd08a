"""Ask a server as a browser does, and say in plain words why no answer came."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from generator.site.visit import VISITORS, Answer, ask
from questionnaire.faults import Fault, FaultError, InputError

BROWSER = VISITORS[1]
# What OpenSSL calls a certificate that a browser refuses.
_CERTIFICATE = {
    10: "rehearsal.certificate_over",
    9: "rehearsal.certificate_to_come",
    18: "rehearsal.certificate_self_signed",
    19: "rehearsal.certificate_unknown",
    20: "rehearsal.certificate_unknown",
    21: "rehearsal.certificate_unknown",
    62: "rehearsal.certificate_other_name",
    64: "rehearsal.certificate_other_name",
}
HTTPS_PORT = 443


def answer(
    address: str, headers: Mapping[str, str] = BROWSER, *, method: str = "GET", sent: bytes | None = None
) -> Answer:
    """Return the answer of a server, whatever it is; raises ``InputError`` if none comes, and says why."""
    try:
        return ask(address, headers, method=method, sent=sent)
    except FaultError as error:
        raise InputError([no_answer(address, error)]) from error


def no_answer(address: str, error: FaultError) -> Fault:
    """Return the fault that ``address`` did not answer, by the reason behind ``error``."""
    cause = error.__cause__
    reason = getattr(cause, "reason", cause)
    kind = _kind(reason)
    if kind is None:
        return replace(error.fault, key=address)
    return Fault(kind, address, details={"host": urlsplit(address).hostname or address})


def _kind(reason: object) -> str | None:
    if isinstance(reason, ssl.SSLCertVerificationError):
        return _CERTIFICATE.get(reason.verify_code, "rehearsal.certificate_unknown")
    if isinstance(reason, ssl.SSLError):
        return "rehearsal.no_tls"
    if isinstance(reason, socket.gaierror):
        return "rehearsal.no_such_name"
    if isinstance(reason, TimeoutError):
        return "rehearsal.silent"
    if isinstance(reason, OSError) and reason.errno in (errno.ECONNREFUSED, errno.EHOSTUNREACH):
        return "rehearsal.nobody"
    return None


def certificate_end(address: str) -> float:
    """Return until when the certificate of ``address`` holds, in seconds since 1970.

    Raises ``OSError`` if nobody answers, and if a browser would refuse the certificate.
    """
    parts = urlsplit(address)
    place = (parts.hostname or "", parts.port or HTTPS_PORT)
    context = ssl.create_default_context()
    with (
        socket.create_connection(place, timeout=20) as connection,
        context.wrap_socket(connection, server_hostname=parts.hostname) as secured,
    ):
        ends = (secured.getpeercert() or {}).get("notAfter")
    return ssl.cert_time_to_seconds(str(ends))
