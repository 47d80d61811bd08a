"""Why no answer came, in words that say what to do: no message of Python shows through."""

from __future__ import annotations

import datetime as dt
import errno
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from urllib.error import URLError

import pytest

from generator.rehearsal import address, asking, files
from generator.rehearsal.asking import no_answer
from generator.site import verify, visit
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


@contextmanager
def hostile(sent: Iterable[bytes]) -> Iterator[str]:
    """Yield the address of a server that sends ``sent`` to everybody, one piece each tenth of a second."""
    pieces, ended = list(sent), threading.Event()

    def answer_all() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=answer, args=(listening.accept()[0],), daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection, suppress(OSError):
            connection.recv(65536)
            for piece in pieces:
                connection.sendall(piece)
                if len(pieces) > 1 and ended.wait(0.1):
                    return

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=answer_all, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
        ended.set()


HEAD = b"HTTP/1.1 200 OK\r\n"


@pytest.mark.parametrize(
    "pieces",
    [
        [HEAD, b"Content-Length: 100000\r\n\r\n", *[b"a"] * 100],
        [HEAD, b"X: ", *[b"a"] * 100],
        [b"HTTP/1.1 100 Continue\r\n\r\n"] * 100,
    ],
    ids=["body", "header", "never an answer"],
)
def test_a_server_that_sends_a_byte_now_and_then_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, pieces: list[bytes]
) -> None:
    """It is never silent for long, and it never ends: the whole answer has a time, headers too."""
    monkeypatch.setattr(visit, "PATIENCE", 0.5)
    begin = time.monotonic()
    with hostile(pieces) as place, pytest.raises(InputError, match="not complete"):
        asking.answer(place)
    assert time.monotonic() - begin < 5


@pytest.mark.parametrize("location", [b"http://[::1", b"//[x]/", b"file:///etc/passwd"])
def test_a_redirection_to_no_address_is_told(location: bytes) -> None:
    """As the server wrote it; nothing is fetched from there."""
    redirection = b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"
    with hostile([redirection]) as place:
        [found] = address.findings(place, None, dt.date(2027, 1, 4))
        assert [fault.details for fault in found.faults] == [{"to": location.decode()}]
        with pytest.raises(InputError, match="leads to"):
            verify.verify(place, {"index.html": ""})


def test_json_that_is_too_deep_to_read_is_no_answer() -> None:
    """It is no manifest; Python would end with an error of its own."""
    deep = b"[" * 100_000
    with hostile([HEAD + b"Content-Length: 100000\r\n\r\n" + deep]) as place:
        [found, *_] = files.findings(place, {"index.html": ""}, ())
        assert [fault.kind for fault in found.faults] == ["verify.differs"]
