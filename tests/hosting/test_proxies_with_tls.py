"""deploy/proxy: nginx and Caddy with a certificate, in front of a built site and a real collector."""

from __future__ import annotations

import socket
import ssl
import tempfile
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import Path

import pytest

from generator.rendering.headers import HEADERS
from harness import hosting
from harness.collector_process import running_survey, serving
from harness.commands import build
from harness.contributions import counted
from harness.deployed import DEPLOY, contribute, write_site
from harness.hosting import Setup, running
from harness.https import certificate
from harness.servers import free_port

HOST = "localhost"
NAME = "lastbild.example.org"
HSTS = {"Strict-Transport-Security": "max-age=31536000"}
_CADDYS_OWN = "{\n\tadmin off\n\tskip_install_trust\n\thttp_port HTTP\n\thttps_port HTTPS\n\tservers"

# Server: its file in deploy/proxy, the site's file for it and where that is copied to, what the ports are
# called in the former, and the command.
Replaced = dict[str, str]
SERVERS: dict[str, tuple[str, str, str, Replaced, Callable[[Setup, str], list[str]]]] = {
    "nginx": (
        "nginx.conf",
        "nginx.conf.txt",
        "/etc/nginx/lastbild.conf",
        {"443 ssl": "HTTPS ssl", "listen 80;": "listen HTTP;", "[::]:80;": "[::]:HTTP;"},
        hosting.nginx_servers,
    ),
    "caddy": (
        "Caddyfile",
        "Caddyfile.txt",
        "/etc/caddy/lastbild.caddy",
        {"{\n\tservers": _CADDYS_OWN},
        hosting.caddy_whole,
    ),
}


@dataclass(frozen=True, slots=True)
class Deployed:
    """Addresses of the site, what its clients trust, the folder of the server, and the database."""

    address: str
    plain_address: str
    trusted: ssl.SSLContext
    folder: Path
    database: str

    def get(self, path: str) -> tuple[int, Message, bytes]:
        """Return status, headers and body of ``path``, by HTTPS and with the certificate checked."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10, context=self.trusted) as answer:  # noqa: S310 (this machine)
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.headers, error.read()


@pytest.fixture(scope="module")
def deployed(request: pytest.FixtureRequest) -> Iterator[Deployed]:
    """Site and collector behind each server in turn; only paths, ports and the name differ from its file."""
    with tempfile.TemporaryDirectory(prefix="lb-tls-", dir="/tmp") as name:
        folder = Path(name)
        folder.chmod(0o777)  # nginx's worker keeps its temporary files there as another user
        http, https = free_port(), free_port()
        address = f"https://{HOST}:{https}"
        build(write_site(folder, address), folder / "web")
        pem = certificate(folder / "certificate.pem", HOST)
        database = f"sqlite:///{folder}/collector.sqlite"
        options = ("--origin", address, "--trust-proxy")
        with serving(database, running_survey(id="probe"), folder, *options) as collector:
            command = _configured(request.param, folder, {"HTTPS": https, "HTTP": http}, collector.port)
            with running(command, folder, https):
                trusted = ssl.create_default_context(cafile=str(pem))
                yield Deployed(f"{address}/", f"http://{HOST}:{http}/", trusted, folder, database)


def _configured(server: str, folder: Path, ports: dict[str, int], collector: int) -> list[str]:
    file, of_the_site, copied, replaced, command = SERVERS[server]
    here = {
        **replaced,
        **{f"/etc/lastbild/tls/{name}.pem": f"{folder}/certificate.pem" for name in ("certificate", "key")},
        "/srv/www/lastbild": f"{folder}/web",
        copied: f"{folder}/web/server/{of_the_site}",
        "127.0.0.1:8080": f"127.0.0.1:{collector}",
        NAME: HOST,
    }
    text = (DEPLOY / "proxy" / file).read_text("utf-8")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    for old, new in here.items():
        assert old in text, old
        text = text.replace(old, new)
    for name, port in ports.items():
        text = text.replace(name, str(port))
    return command(Setup(folder, folder / "web", ports["HTTPS"]), text)


pytestmark = pytest.mark.parametrize("deployed", list(SERVERS), indirect=True)


def test_the_site_comes_with_every_header_once(deployed: Deployed) -> None:
    """By a certificate that the client checks; and browsers are told to come by HTTPS only."""
    for path in ("", "en/", "assets/site.css", "missing.html"):
        status, received, _ = deployed.get(path)
        assert status == (404 if path == "missing.html" else 200)
        wanted = HEADERS | HSTS
        assert {name: received.get_all(name) for name in wanted} == {n: [v] for n, v in wanted.items()}
    assert deployed.get("")[2] == (deployed.folder / "web" / "index.html").read_bytes()


def test_a_contribution_is_counted(deployed: Deployed) -> None:
    """The collector answers under the site's own name; a page of another site is refused."""
    before = counted(deployed.database, "probe").get("A-ST", 0)
    origin = deployed.address.rstrip("/")
    assert contribute(deployed.address, origin=origin, trusted=deployed.trusted) == 204
    assert contribute(deployed.address, origin="https://other.example", trusted=deployed.trusted) == 403
    assert counted(deployed.database, "probe") == {"A-ST": before + 1}
    assert deployed.get("healthz")[0] == 200


def test_whoever_comes_by_http_is_sent_on(deployed: Deployed) -> None:
    """To the same path by HTTPS, and nothing of the site is handed out before."""
    opener = urllib.request.build_opener(_Stays)
    with pytest.raises(urllib.error.HTTPError) as sent_on, opener.open(f"{deployed.plain_address}en/"):
        pass
    with sent_on.value as answer:
        assert answer.code in (301, 308)
        assert answer.headers["Location"] == f"https://{HOST}/en/"
        assert b"Probelauf" not in answer.read()


class _Stays(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Go nowhere."""


def test_the_connection_is_of_today(deployed: Deployed) -> None:
    """TLS 1.3 or 1.2; a client that knows nothing newer than 1.1 gets no connection."""
    port = int(deployed.address.rstrip("/").rpartition(":")[2])
    with (
        socket.create_connection((HOST, port), timeout=10) as raw,
        deployed.trusted.wrap_socket(raw, server_hostname=HOST) as connection,
    ):
        assert connection.version() == "TLSv1.3"
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        old.minimum_version = old.maximum_version = ssl.TLSVersion.TLSv1_1
    with socket.create_connection((HOST, port), timeout=10) as raw, pytest.raises(ssl.SSLError) as refused:
        old.wrap_socket(raw, server_hostname=HOST)
    assert "protocol version" in str(refused.value).lower().replace("_", " ")


def test_no_address_is_logged(deployed: Deployed) -> None:
    """Neither a visit nor a contribution leaves a line, nor the address that it came from."""
    deployed.get("missing.html")
    contribute(deployed.address, origin=deployed.address.rstrip("/"), trusted=deployed.trusted)
    for name in ("access", "log", "said"):
        path = deployed.folder / name
        text = path.read_text("utf-8") if path.exists() else ""
        assert "missing.html" not in text
        assert "probe/codes" not in text


def test_a_long_body_does_not_pass(deployed: Deployed) -> None:
    """The collector takes 256 bytes; the proxy itself keeps off what is much longer."""
    request = urllib.request.Request(f"{deployed.address}v1/surveys/probe/codes", b"x" * 4096)  # noqa: S310 (this machine)
    for _ in range(5):  # a proxy may end the connection while the body is still on its way: no answer to read
        with pytest.raises(OSError) as refused:  # noqa: PT011 (also an HTTPError; looked at below)
            urllib.request.urlopen(request, timeout=10, context=deployed.trusted)  # noqa: S310 (the same)
        if isinstance(refused.value, urllib.error.HTTPError):
            break
    assert isinstance(refused.value, urllib.error.HTTPError)
    with refused.value as answer:
        assert answer.code in (413, 502)  # Caddy's own body ends in the middle
