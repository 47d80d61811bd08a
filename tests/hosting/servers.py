"""nginx, Apache and Caddy for the tests, and how they come onto a machine that has none.

``python -m tests.hosting.servers`` installs what is missing by Debian's package manager, keeps the packages
from starting a service, and is quick where nothing is missing. A server lives in a folder of its own,
listens on a free port of 127.0.0.1 and ends with the test.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.servers import free_port, wait_for

# Debian's packages and their programs. For Apache only the program: the full package brings a service.
_PACKAGES = {"nginx": "nginx", "apache2": "apache2-bin", "caddy": "caddy", "pdftoppm": "poppler-utils"}
_NO_SERVICES = Path("/usr/sbin/policy-rc.d")  # asked by a package before it starts anything
_MODULES = Path("/usr/lib/apache2/modules")

_NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/log;
events {{ worker_connections 256; }}
http {{
    client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
    uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
    access_log {folder}/access;
    server {{
        listen 127.0.0.1:{port};
        root {web};
        location /intranet/lastbild/ {{
            include {folder}/nginx.conf.txt;
        }}
    }}
}}
"""
# Types are what the site's own file says: the server knows none. Only what most hosts allow in .htaccess.
_APACHE = """
ServerRoot {folder}
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile {folder}/pid
ErrorLog {folder}/log
User #65534
Group #65534
{modules}
TypesConfig /dev/null
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
_CADDY = """
{{
    admin off
    auto_https off
    storage file_system {folder}
}}
http://127.0.0.1:{port} {{
    root * {web}
    import {folder}/Caddyfile.txt
    file_server
}}
"""


def provide() -> None:
    """Install what is missing; raises ``CalledProcessError`` if that fails."""
    missing = [package for program, package in _PACKAGES.items() if not shutil.which(program)]
    if not missing:
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SystemExit(f"install these by this system's package manager: {', '.join(missing)}")
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    with _no_services():
        for command in (["update", "-q"], ["install", "-q", "-y", "--no-install-recommends", *missing]):
            subprocess.run(["apt-get", *command], check=True, stdout=sys.stderr, env=environment)


@contextmanager
def _no_services() -> Iterator[None]:
    """Let packages install without starting what they bring; a policy that is there stays."""
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
class Place:
    """What a server is told: a folder of its own, the web root, the site's files for servers, its port."""

    folder: Path
    web: Path
    own: Path
    port: int

    def write(self, text: str, **more: str) -> Path:
        """Write a configuration with this place's paths in it, and return where."""
        path = self.folder / "config"
        text = text.format(folder=self.folder, web=self.web, port=self.port, **more)
        path.write_text(text, "utf-8")
        return path


def _nginx(place: Place) -> list[str]:
    shutil.copy(place.own / "nginx.conf.txt", place.folder)
    return ["nginx", "-e", str(place.folder / "log"), "-c", str(place.write(_NGINX))]


def _apache(place: Place) -> list[str]:
    shutil.copy(place.own / "apache-htaccess.txt", place.own.parent / "htaccess-of-the-test")
    modules = "\n".join(f"LoadModule {name}_module {_MODULES}/mod_{name}.so" for name in _APACHE_MODULES)
    return ["apache2", "-DFOREGROUND", "-f", str(place.write(_APACHE, modules=modules))]


def _caddy(place: Place) -> list[str]:
    shutil.copy(place.own / "Caddyfile.txt", place.folder)
    return ["caddy", "run", "--adapter", "caddyfile", "--config", str(place.write(_CADDY))]


SERVERS: dict[str, Callable[[Place], list[str]]] = {"nginx": _nginx, "apache": _apache, "caddy": _caddy}


@contextmanager
def serving(name: str, web: Path, folder: Path) -> Iterator[str]:
    """Serve ``web``, with the site in ``intranet/lastbild``, by server ``name`` set up by the site's file.

    Yields the site's address. What the server says is in ``folder``/log, and on the error output if it
    does not start.
    """
    place = Place(folder, web, web / "intranet" / "lastbild" / "server", free_port())
    command = SERVERS[name](place)
    environment = {**os.environ, "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said) as server,
    ):
        try:
            wait_for(place.port)
            yield f"http://127.0.0.1:{place.port}/intranet/lastbild/"
        except TimeoutError:
            for path in (folder / "said", folder / "log"):
                sys.stderr.write(path.read_text("utf-8") if path.exists() else "")
            raise
        finally:
            server.terminate()


if __name__ == "__main__":
    provide()
