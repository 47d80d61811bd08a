"""Run a private PostgreSQL for the tests, and install PostgreSQL if it is missing.

``python -m harness.postgresql`` installs Debian's package, and is quick if there is nothing to install. A
cluster has a folder of its own, and listens on a socket there and nowhere else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_DEBIAN = Path("/usr/lib/postgresql")
_USER = "postgres"  # PostgreSQL refuses to run as root


def binaries() -> Path | None:
    """Return the program folder of the newest installed PostgreSQL, or ``None``."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    versions = sorted(_DEBIAN.glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return versions[-1].parent if versions else None


def provide() -> None:
    """Install PostgreSQL if there is none; raises ``CalledProcessError`` if that fails."""
    if binaries():
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise SystemExit("no PostgreSQL; install it by this system's package manager (initdb, pg_ctl)")
    subprocess.run(["apt-get", "update", "-q"], check=True, stdout=sys.stderr)
    subprocess.run(
        ["apt-get", "install", "-q", "-y", "--no-install-recommends", "postgresql"],
        check=True,
        stdout=sys.stderr,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )


@contextmanager
def cluster() -> Iterator[str]:
    """Run a fresh cluster and yield the URL of its ``postgres`` database; nothing is left afterwards."""
    programs = binaries()
    if programs is None:
        raise RuntimeError("no PostgreSQL; run: python -m harness.postgresql")
    # A short path, because a socket's path must be short; and a folder that PostgreSQL's user may enter.
    folder = Path(tempfile.mkdtemp(prefix="lb-pg-", dir="/tmp"))
    data, log = folder / "data", folder / "log"
    options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=off"
    try:
        if os.geteuid() == 0:
            shutil.chown(folder, _USER)
        _run(programs / "initdb", "-D", data, "-U", "lastbild", "-A", "trust", "-E", "UTF8", "--no-sync")
        try:
            _run(programs / "pg_ctl", "-D", data, "-l", log, "-w", "-t", "30", "-o", options, "start")
        except subprocess.CalledProcessError:
            sys.stderr.write(log.read_text("utf-8") if log.exists() else "")
            raise
        try:
            yield f"postgresql://lastbild@/postgres?host={folder}"
        finally:
            _run(programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def server_log(url: str) -> str:
    """Return what the cluster of the database at ``url`` has written into its log."""
    return (_folder(url) / "log").read_text("utf-8", "replace")


def write_ahead_log(url: str, start: str, end: str) -> list[str]:
    """Return the changes of table rows between two positions of the write-ahead log, as pg_waldump tells."""
    programs = binaries()
    assert programs is not None
    log = _folder(url) / "data" / "pg_wal"
    command = _as_user(programs / "pg_waldump", "-p", log, "-s", start, "-e", end, "-r", "Heap")
    return subprocess.check_output(command, text=True, cwd="/").splitlines()


def _folder(url: str) -> Path:
    return Path(url.partition("host=")[2])


def _run(*command: str | Path) -> None:
    subprocess.run(
        _as_user(*command),
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        cwd="/",
    )


def _as_user(*command: str | Path) -> list[str]:
    as_user = ["setpriv", f"--reuid={_USER}", f"--regid={_USER}", "--clear-groups"]
    return [*(as_user if os.geteuid() == 0 else []), *map(str, command)]


if __name__ == "__main__":
    provide()
