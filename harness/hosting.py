"""Run nginx, Apache and Caddy for the tests; install them, systemd, shells and container tools.

``python -m harness.hosting`` installs by Debian's package manager, keeps the packages from starting a
service, and is quick where nothing is missing. A server has a folder of its own, listens on a free port of
127.0.0.1 and ends with the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness import containers
from harness.servers import free_port, wait_for

# Programs and the packages of Debian that bring them. For Apache only the program: the full package brings a
# service.
_PACKAGES = {
    "nginx": "nginx",
    "apache2": "apache2-bin",
    "caddy": "caddy",
    "pdftoppm": "poppler-utils",
    "curl": "curl",
    "systemd-analyze": "systemd",
    "strace": "strace",
    "bash": "bash",
    "zsh": "zsh",
    "fish": "fish",
    "mmdebstrap": "mmdebstrap",
    "buildah": "buildah",
    "podman": "podman",
    "runc": "runc",
    "newuidmap": "uidmap",
    "pip3": "python3-pip",
}
_SERVICES = frozenset({"nginx", "caddy"})
_NO_SERVICES = Path("/usr/sbin/policy-rc.d")  # a package asks this script before it starts a service
_MODULES = Path("/usr/lib/apache2/modules")

# Around a whole configuration of deploy/proxy: what a distribution's own file holds.
_AROUND_SERVERS = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    access_log {folder}/access;
    {inside}
}}
"""

# The configuration around a site or a proxy; {inside} is the part under test.
_NGINX = _AROUND_SERVERS.replace(
    "{inside}",
    """server {{
        listen 127.0.0.1:{port};
        root {web};
        {inside}
    }}""",
)
# Apache knows no media types here, so it sends those of the site's own file.
_APACHE = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/log
TypesConfig /dev/null
User #65534
Group #65534
{modules}
{inside}
"""
_CADDY = """
{{
    admin off
    auto_https off
    storage file_system {folder}
}}
http://127.0.0.1:{port} {{
    {inside}
}}
"""
_NGINX_SITE = """
location /intranet/lastbild/ {{
    include {folder}/nginx.conf.txt;
}}
"""
# Only what most hosts allow in .htaccess.
_APACHE_SITE = """
DocumentRoot {web}
DirectoryIndex index.html
AccessFileName htaccess-of-the-test
SetEnvIf Request_URI "^/intranet/lastbild/" lastbild
CustomLog {folder}/access "%h" env=!lastbild
Header set X-Content-Type-Options nosniff
<Directory {web}>
    AllowOverride FileInfo
    Require all granted
</Directory>
"""
_APACHE_MODULES = ("mpm_event", "authz_core", "mime", "dir", "setenvif", "headers", "filter", "deflate")
_CADDY_SITE = """
root * {web}
import {folder}/Caddyfile.txt
file_server
"""


def provide() -> None:
    """Install what is missing, and make the containers' user; raises ``CalledProcessError`` if that fails."""
    missing = [package for program, package in _PACKAGES.items() if not shutil.which(program)]
    if missing:
        install(missing)
    if os.geteuid() == 0:
        containers.make_user()


def install(missing: Sequence[str]) -> None:
    """Install packages of Debian; raises ``CalledProcessError``, or ends the program where it cannot."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SystemExit(f"install these by this system's package manager: {', '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_services():
        for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", *command], check=True, stdout=sys.stderr, env=environment)
    for service in _SERVICES.intersection(missing):
        if shutil.which("systemctl"):  # nor at the next start of the machine
            subprocess.run(["systemctl", "disable", "--quiet", service], check=False)


@contextmanager
def _no_services() -> Iterator[None]:
    """Keep packages from starting their services at installation; an existing policy stays."""
    if _NO_SERVICES.exists():
        yield
        return
    _NO_SERVICES.write_text("#!/bin/sh\nexit 101\n", "utf-8")
    _NO_SERVICES.chmod(0o755)
    try:
        yield
    finally:
        _NO_SERVICES.unlink()


@dataclass(frozen=True, slots=True)
class Setup:
    """The settings of a server: a folder of its own, the web root and the port."""

    folder: Path
    web: Path
    port: int

    def write(self, around: str, inside: str, **more: str) -> str:
        """Write a configuration with this setup's paths in it, and return its path."""
        path = self.folder / "config"
        values = {"folder": self.folder, "web": self.web, "port": self.port, **more}
        path.write_text(around.format(inside=inside, **values), "utf-8")
        return str(path)

    def filled(self, text: str) -> str:
        """Return ``text`` with this setup's paths in it."""
        return text.format(folder=self.folder, web=self.web, port=self.port)


def nginx(setup: Setup, inside: str) -> list[str]:
    """Return the command of an nginx with ``inside`` in its server block."""
    return ["nginx", "-e", str(setup.folder / "log"), "-c", setup.write(_NGINX, inside)]


def apache(setup: Setup, inside: str, *more: str) -> list[str]:
    """Return the command of an Apache with ``inside`` in its configuration and ``more`` modules."""
    names = (*_APACHE_MODULES, *more)
    modules = "\n".join(f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in names)
    return ["apache2", "-DFOREGROUND", "-f", setup.write(_APACHE, inside, modules=modules)]


def caddy(setup: Setup, inside: str) -> list[str]:
    """Return the command of a Caddy with ``inside`` in its site block."""
    return ["caddy", "run", "--adapter", "caddyfile", "--config", setup.write(_CADDY, inside)]


def nginx_servers(setup: Setup, inside: str) -> list[str]:
    """Return the command of an nginx with the server blocks ``inside``."""
    return ["nginx", "-e", str(setup.folder / "log"), "-c", setup.write(_AROUND_SERVERS, inside)]


def caddy_whole(setup: Setup, text: str) -> list[str]:
    """Return the command of a Caddy with ``text`` as its whole configuration."""
    return ["caddy", "run", "--adapter", "caddyfile", "--config", setup.write("{inside}", text)]


def _nginx_site(setup: Setup, own: Path) -> list[str]:
    shutil.copy(own / "nginx.conf.txt", setup.folder)
    return nginx(setup, setup.filled(_NGINX_SITE))


def _apache_site(setup: Setup, own: Path) -> list[str]:
    shutil.copy(own / "apache-htaccess.txt", own.parent / "htaccess-of-the-test")
    return apache(setup, setup.filled(_APACHE_SITE))


def _caddy_site(setup: Setup, own: Path) -> list[str]:
    shutil.copy(own / "Caddyfile.txt", setup.folder)
    return caddy(setup, setup.filled(_CADDY_SITE))


SERVERS: dict[str, Callable[[Setup, Path], list[str]]] = {
    "nginx": _nginx_site,
    "apache": _apache_site,
    "caddy": _caddy_site,
}


@contextmanager
def serving(name: str, web: Path, folder: Path) -> Iterator[str]:
    """Serve the web root ``web`` by server ``name``, configured by the site's own file for that server.

    The site is in ``intranet/lastbild``. Yields its address; the server writes its files into ``folder``.
    """
    setup = Setup(folder, web, free_port())
    with running(SERVERS[name](setup, web / "intranet" / "lastbild" / "server"), folder, setup.port):
        yield f"http://127.0.0.1:{setup.port}/intranet/lastbild/"


@contextmanager
def running(command: list[str], folder: Path, port: int) -> Iterator[None]:
    """Run a server until the block ends; if it does not start, its output is on the error output."""
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "said").open("wb") as output,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=output, stderr=output) as server,
    ):
        try:
            wait_for(port)
            yield
        except TimeoutError:
            for path in (folder / "said", folder / "log"):
                sys.stderr.write(path.read_text("utf-8") if path.exists() else "")
            raise
        finally:
            server.terminate()


if __name__ == "__main__":
    provide()
