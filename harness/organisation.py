"""An organisation for the tests: a branded site that collects, and its collector, on this machine."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from harness import stub_python
from harness.servers import free_port, plain_server

_SITE = """
[site]
languages = ["de", "en"]
address = "{site}"
[brand]
name = "Probe GmbH"
[survey]
id = "probe"
title = {{ de = "Probelauf", en = "Trial" }}
headcount = 200
opens = {opens}
closes = {closes}
detail = "{detail}"
[collection]
mode = "{mode}"
url = "{collector}"
"""


def site_toml(  # noqa: PLR0913 (what differs between the surveys of the tests)
    site: str,
    collector: str,
    mode: str,
    *,
    detail: str = "levers",
    opens: int = -1,
    seal: Sequence[str] = (),
) -> str:
    """Return the configuration of a survey that opens ``opens`` days from today, and is open for thirty.

    ``site`` and ``collector`` are addresses; ``seal`` holds texts of public keys.
    """
    first = dt.datetime.now().astimezone().date() + dt.timedelta(days=opens)
    days = {"opens": first, "closes": first + dt.timedelta(days=30)}
    text = _SITE.format(site=site, collector=collector, mode=mode, detail=detail, **days)
    return f"{text}seal = {json.dumps(list(seal))}\n" if seal else text


@dataclass(frozen=True, slots=True)
class Organisation:
    """The site's address, the folder with its configuration and database, and the collector's port."""

    address: str
    folder: Path
    port: int

    def run(self, *arguments: str, typed: str = "") -> str:
        """Run a ``lastbild`` command in the folder and return what it printed; it must succeed."""
        command = [sys.executable, "-m", "generator", *arguments]
        done = subprocess.run(
            command, cwd=self.folder, input=typed, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    @contextmanager
    def collector(self) -> Iterator[None]:
        """Run the collector until the block ends."""
        command = [sys.executable, "-m", "generator", "collect", "--port", str(self.port)]
        with subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL) as process:
            try:
                _wait_until_healthy(self.port)
                yield
            finally:
                process.terminate()


@contextmanager
def organisation(
    folder: Path, mode: str, *, detail: str = "levers", opens: int = -1, stub: bool = False
) -> Iterator[Organisation]:
    """Build and serve a site in ``folder`` that collects in ``mode``; it opens ``opens`` days from today.

    With ``stub``, the test answers for Python (``harness.stub_python``).
    """
    port = free_port()
    (folder / "web").mkdir(parents=True)
    with plain_server(folder / "web") as address:
        text = site_toml(address, f"http://127.0.0.1:{port}/", mode, detail=detail, opens=opens)
        (folder / "site.toml").write_text(text, "utf-8")
        organisation = Organisation(f"{address}survey/", folder, port)
        if stub:
            stub_python.build(folder / "site.toml", folder / "web" / "survey")
        else:
            organisation.run("build", "--out", "web/survey")
        yield organisation


def answered(status: int) -> dict[str, object]:
    """Return a collector's answer with ``status``, as the arguments of ``Route.fulfill``."""
    return {"status": status, "headers": {"access-control-allow-origin": "*"}, "body": "{}"}


def _wait_until_healthy(port: int) -> None:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise TimeoutError("the collector does not answer")
