"""The installed command on this system, from `init` to the report: ``python harness/first_steps.py``.

For systems on which the tests do not run, Windows above all. It needs the standard library only, and a
``lastbild`` on the path. Everything happens in a folder with a space and an umlaut in its name; a site is
built again while somebody reads it; German comes through a pipe. Ends with status 1 at the first failure.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_HOST = "127.0.0.1"
_SECONDS = 60.0
_READING = 1.0  # seconds; Windows refuses to rename a folder as long as somebody reads a file in it
_SITE = """
[site]
address = "{address}"
[brand]
name = "Größe & Maß GmbH"
[survey]
id = "probe"
title = "Wie geht es uns?"
headcount = 200
opens = {opens}
closes = {closes}
[collection]
mode = "open"
url = "{address}"
"""


def main() -> None:
    """Take every step, each with a line; raises what goes wrong."""
    with tempfile.TemporaryDirectory(prefix="Größe und Maß ") as name:
        folder = Path(name)
        for step in (_begin, _build, _look, _collect):
            step(folder)
            sys.stdout.write(f"{step.__name__.strip('_')}: done\n")


def _begin(folder: Path) -> None:
    assert "lastbild" in _run(folder, "--version")
    assert "Befehl" in _run(folder, "--help") or "Aufruf" in _run(folder, "--help"), "it speaks German"
    _run(folder, "init", "neu")
    _run(folder, "check", "--config", "neu/site.toml")
    today = dt.datetime.now().astimezone().date()
    days = {"opens": today - dt.timedelta(days=1), "closes": today + dt.timedelta(days=9)}
    text = _SITE.format(address=f"http://{_HOST}:{_PORT}/", **days)
    (folder / "site.toml").write_text(text, "utf-8")
    fault = _run(folder, "check", "--config", "nirgends.toml", status=1)
    assert "Traceback" not in fault, fault


def _build(folder: Path) -> None:
    _run(folder, "build")
    index = folder / "dist" / "index.html"
    before = index.read_bytes()
    path = folder / "site.toml"
    path.write_text(path.read_text("utf-8").replace("uns?", "Ihnen?"), "utf-8")
    with index.open("rb") as read:
        timer = threading.Timer(_READING, read.close)
        timer.start()
        _run(folder, "build")
        timer.join()
    assert index.read_bytes() != before
    assert [entry.name for entry in folder.iterdir() if "unfinished" in entry.name] == []


def _look(folder: Path) -> None:
    port = _free_port()
    with _running(folder, "serve", "--port", str(port)):
        assert "Wie geht es Ihnen?" in _answer(f"http://{_HOST}:{port}/")[1]


def _collect(folder: Path) -> None:
    address = f"http://{_HOST}:{_PORT}/"
    with _running(folder, "collect", "--port", str(_PORT)):
        assert _answer(f"{address}healthz")[0] == 200
        assert _answer(f"{address}v1/surveys/probe/codes", json.dumps({"code": "A"}))[0] == 204
    _run(folder, "close", "--yes")
    _run(folder, "report", "--out", "report")
    assert (folder / "report" / "report.json").is_file()


def _run(folder: Path, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [*_COMMAND, *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    said = done.stdout.decode(sys.getfilesystemencoding(), "replace")
    assert done.returncode == status, f"{arguments}: {done.returncode}\n{said}"
    return said


@contextmanager
def _running(folder: Path, *arguments: str) -> Iterator[None]:
    """Run a command that listens on the port that its last argument says, until the block ends."""
    with subprocess.Popen(
        [*_COMMAND, *arguments], cwd=folder, env=_environment(), stdout=subprocess.DEVNULL
    ) as process:
        try:
            deadline = time.monotonic() + _SECONDS
            while not _answers(int(arguments[-1])):
                assert process.poll() is None, f"{arguments} ended with {process.returncode}"
                assert time.monotonic() < deadline, f"{arguments} does not answer"
                time.sleep(0.1)
            yield
        finally:
            process.terminate()


def _answer(address: str, body: str | None = None) -> tuple[int, str]:
    headers = {"Content-Type": "application/json"} if body else {}
    request = urllib.request.Request(address, body.encode() if body else None, headers)  # noqa: S310 (http, here)
    with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 (the same)
        return answer.status, answer.read().decode("utf-8")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((_HOST, port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _environment() -> dict[str, str]:
    return {**os.environ, "LASTBILD_LANG": "de"}


_PORT = _free_port()
# The tests name another command than the installed one.
_COMMAND = json.loads(os.environ.get("LASTBILD_COMMAND", '["lastbild"]'))

if __name__ == "__main__":
    main()
