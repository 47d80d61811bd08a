"""PostgreSQL with its default durability: the tests' private cluster, started again with ``fsync``."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import make_url

from benchmarks.results import MissingError
from harness import postgresql


@contextmanager
def durable_postgresql() -> Iterator[str]:
    """Run a fresh cluster that synchronises each commit, and yield its URL; raises ``MissingError``."""
    programs = postgresql.binaries()
    if programs is None:
        raise MissingError("PostgreSQL", "python -m harness.postgresql")
    with postgresql.cluster() as url:
        folder = Path(str(make_url(url).query["host"]))
        options = f"-c listen_addresses='' -c unix_socket_directories='{folder}' -c fsync=on"
        command = [str(programs / "pg_ctl"), "-D", str(folder / "data"), "-l", str(folder / "log"), "-w"]
        user = (
            ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
        )
        subprocess.run(
            [*user, *command, "-o", options, "restart"], check=True, stdout=subprocess.DEVNULL, cwd="/"
        )
        yield url
