"""A server with HTTPS, by a certificate of its own that the engines of the tests accept."""

from __future__ import annotations

import datetime as dt
import functools
import http.client
import ipaddress
import ssl
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from harness.servers import serving

_ADDRESS = "127.0.0.1"
_DAY = dt.timedelta(days=1)


@contextmanager
def https_server(
    folder: Path,
    scratch: Path,
    collector: int | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    days: int = 1,
) -> Iterator[str]:
    """Serve ``folder`` by HTTPS until the block ends, and yield its address.

    ``scratch`` is a folder for the certificate, which holds for so many ``days``. What is sent to ``/v1/``,
    and what is asked of ``/healthz``, goes on to the port ``collector`` of this machine, as a web server in
    front of a collector passes it on. ``headers`` come with every file.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(scratch / "certificate.pem", days=days))
    handler = functools.partial(_Site, directory=str(folder), collector=collector, headers=headers)
    with ThreadingHTTPServer((_ADDRESS, 0), handler) as server:
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        with serving(server) as port:
            yield f"https://{_ADDRESS}:{port}/"


class _Site(SimpleHTTPRequestHandler):
    def __init__(
        self,
        *given: Any,  # noqa: ANN401 (the base class's)
        collector: int | None,
        headers: Mapping[str, str] | None,
        **named: Any,  # noqa: ANN401 (the same)
    ) -> None:
        self._collector, self._headers = collector, headers or {}
        super().__init__(*given, **named)

    def do_GET(self) -> None:
        """Answer with a file, or with the collector's health."""
        if self._collector is not None and self.path == "/healthz":
            self._pass_on()
        else:
            super().do_GET()

    def end_headers(self) -> None:
        """Add the headers of every file."""
        for name, value in self._headers.items() if self.command != "POST" else ():
            self.send_header(name, value)
        super().end_headers()

    def do_POST(self) -> None:
        """Pass a contribution on to the collector."""
        if self._collector is None or not self.path.startswith("/v1/"):
            self.send_error(404)
            return
        self._pass_on()

    def _pass_on(self) -> None:
        """Pass the request on to the collector, and its answer back."""
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        upstream = http.client.HTTPConnection(_ADDRESS, self._collector, timeout=30)
        try:
            upstream.request(self.command, self.path, body, dict(self.headers))
            answer = upstream.getresponse()
            contents = answer.read()
        except OSError:
            self.close_connection = True  # as if no answer had come through
            return
        finally:
            upstream.close()
        self.send_response_only(answer.status)
        for name, value in answer.getheaders():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(contents)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name of the standard library)
        pass


def certificate(path: Path, host: str | None = None, *, days: int = 1) -> Path:
    """Write a certificate for this machine that ends in ``days`` days, with its key, and return ``path``.

    It is for the address 127.0.0.1, or for the name ``host``.
    """
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host or _ADDRESS)])
    holder = x509.DNSName(host) if host else x509.IPAddress(ipaddress.ip_address(_ADDRESS))
    now = dt.datetime.now(dt.UTC)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - 9 * _DAY)
        .not_valid_after(now + days * _DAY)
        .add_extension(x509.SubjectAlternativeName([holder]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + signed.public_bytes(serialization.Encoding.PEM))
    return path
