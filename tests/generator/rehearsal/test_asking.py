"""Why no answer came, in words that say what to do: no message of Python shows through."""

from __future__ import annotations

import errno
import socket
import ssl
from urllib.error import URLError

import pytest

from generator.rehearsal import asking
from generator.rehearsal.asking import no_answer
from questionnaire import messages
from questionnaire.faults import FaultError, InputError


def refused(code: int) -> ssl.SSLCertVerificationError:
    """Return the error of a certificate that is refused for the reason ``code`` of OpenSSL."""
    error = ssl.SSLCertVerificationError("certificate verify failed (_ssl.c:1006)")
    error.verify_code = code
    return error


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        (refused(10), "certificate_over"),
        (refused(9), "certificate_to_come"),
        (refused(18), "certificate_self_signed"),
        (refused(19), "certificate_unknown"),
        (refused(20), "certificate_unknown"),
        (refused(62), "certificate_other_name"),
        (refused(64), "certificate_other_name"),
        (refused(26), "certificate_unknown"),
        (ssl.SSLError("WRONG_VERSION_NUMBER"), "no_tls"),
        (socket.gaierror(-2, "Name or service not known"), "no_such_name"),
        (TimeoutError("timed out"), "silent"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"), "nobody"),
    ],
)
@pytest.mark.parametrize("language", ["de", "en"])
def test_each_reason_has_its_sentence(reason: OSError, kind: str, language: str) -> None:
    """It names the host, and nothing of the error's own text."""
    error = FaultError("verify.no_answer", reason=str(reason))
    error.__cause__ = URLError(reason)
    fault = no_answer("https://lastbild.muster.de/x", error)
    assert fault.kind == f"rehearsal.{kind}"
    line = fault.shown_in(language)
    assert "lastbild.muster.de" in line
    assert str(reason) not in line
    assert messages.load(language)[fault.kind].partition("{host}")[0] in line


def test_another_reason_is_told_as_it_is() -> None:
    """A server that breaks off: what is known is shown."""
    error = FaultError("verify.no_answer", reason="broken off")
    error.__cause__ = OSError(errno.ECONNRESET, "broken off")
    assert "did not come: broken off" in str(no_answer("https://a.de/", error))


def test_a_name_that_nobody_knows() -> None:
    """Asked for in earnest: names below .invalid never exist (RFC 2606)."""
    with pytest.raises(InputError, match=r"nobody knows the name lastbild\.invalid"):
        asking.answer("http://lastbild.invalid/")
