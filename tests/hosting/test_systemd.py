"""deploy/systemd: what systemd itself says of the units, and the collector under what they forbid."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.collector_process import Server
from harness.contributions import counted
from harness.deployed import DEPLOY, contribute, settings, write_site
from harness.paths import ROOT
from harness.servers import free_port

UNITS = DEPLOY / "systemd"
SERVICES = ("lastbild.service", "lastbild-health.service")
# systemd's exposure, times ten: 0 is a locked cell, 92 a service without any of these settings.
MOST_EXPOSED = 15
PROGRAM = "/opt/lastbild/bin/lastbild"
# Writes memory that may be run, or runs what was written? Linux refuses both, as MemoryDenyWriteExecute does.
_LOCKED_MEMORY = """
import ctypes, os, sys
PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN = 65, 1
if ctypes.CDLL(None).prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0):
    sys.exit("this Linux cannot forbid it (before 6.3)")
os.execv(sys.executable, [sys.executable, *sys.argv[1:]])
"""
_STOP_SECONDS = 30.0
# The program is started; and SQLite, run by root, gives a journal to the owner of the database.
_OF_THE_TEST = frozenset({"execve", "fchown"} if os.geteuid() == 0 else {"execve"})


def _systemd(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = ["systemd-analyze", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units with the path of this checkout's program, which systemd looks for."""
    (tmp_path / "lastbild").write_text("#!/bin/sh\n", "utf-8")
    (tmp_path / "lastbild").chmod(0o755)
    for path in UNITS.glob("*.[st]*[er]"):
        text = path.read_text("utf-8").replace(PROGRAM, str(tmp_path / "lastbild"))
        (tmp_path / path.name).write_text(text, "utf-8")
    return tmp_path


def test_systemd_accepts_every_unit(units: Path) -> None:
    """It knows every setting and finds every program; it complains about a setting that does not exist."""
    paths = sorted(units.glob("*.service")) + sorted(units.glob("*.timer"))
    assert len(paths) == 3
    done = _systemd("verify", "--man=no", *paths)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    wrong = units / "lastbild.service"
    wrong.write_text(wrong.read_text("utf-8").replace("ProtectHome=", "ProtectHomes="), "utf-8")
    assert "ProtectHomes" in _systemd("verify", "--man=no", wrong).stderr


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_is_hardly_exposed(units: Path, name: str) -> None:
    """By systemd's own measure; a service that only starts the program fails it."""
    threshold = ("security", "--offline=true", "--no-pager", f"--threshold={MOST_EXPOSED}")
    done = _systemd(*threshold, units / name)
    assert done.returncode == 0, done.stdout
    bare = units / "bare.service"
    bare.write_text(f"[Service]\nExecStart={units}/lastbild\n", "utf-8")
    assert _systemd(*threshold, bare).returncode != 0


def test_every_setting_of_the_environment_is_one_of_the_command() -> None:
    """A name that no option has would be a setting without effect."""
    known = set(re.findall(r"LASTBILD_[A-Z_]+", _said("collect", "--help"))) | {"LASTBILD_LANG"}
    assert set(settings()) <= known


def test_a_setting_that_is_wrong_is_named() -> None:
    """The operator sees the variable, not only the option that it stands for."""
    for name, value in {"LASTBILD_PORT": "http", "LASTBILD_TRUST_PROXY": "perhaps"}.items():
        environment = {**os.environ, "LASTBILD_LANG": "en", name: value}
        done = _lastbild("collect", environment=environment)
        assert done.returncode == 2
        assert name in done.stderr
        assert value in done.stderr


def test_the_collector_runs_under_what_its_unit_forbids(running: tuple[Server, Path, Path]) -> None:
    """It takes a contribution with no call to Linux beyond the unit's, and with memory never both w and x.

    The settings come from lastbild.env alone, and the timer's service sees whether it runs.
    """
    server, database, calls = running
    assert contribute(f"http://127.0.0.1:{server.port}/") == 204
    assert _healthy(server.port)
    os.killpg(server.process.pid, signal.SIGTERM)  # strace waits for its end
    assert server.process.wait(_STOP_SECONDS) == 0
    assert not _healthy(server.port)
    assert counted(f"sqlite:///{database}", "probe") == {"A-ST": 1}
    used = set(re.findall(r"(?m)^(?:\d+ +)?([a-z0-9_]+)\(", calls.read_text("utf-8")))
    assert {"bind", "fdatasync", "openat"} <= used, "strace wrote what was called"
    assert used - _allowed() - _OF_THE_TEST == set()
    assert "ptrace" not in _allowed()
    unit = (UNITS / "lastbild.service").read_text("utf-8")
    (families,) = re.findall(r"(?m)^RestrictAddressFamilies=(.*)$", unit)
    assert set(re.findall(r"\bsocket\((AF_\w+)", calls.read_text("utf-8"))) <= set(families.split())


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[Server, Path, Path]]:
    """The collector with the settings of lastbild.env, the file of its database and that of its calls."""
    port, calls, database = free_port(), tmp_path / "calls", tmp_path / "collector.sqlite"
    where = {"LASTBILD_CONFIG": write_site(tmp_path), "LASTBILD_DATABASE": f"sqlite:///{database}"}
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin", **settings(**where, LASTBILD_PORT=port)}
    tracing = ["strace", "-f", "-qq", "-o", str(calls), sys.executable, "-c", _LOCKED_MEMORY]
    with (tmp_path / "log").open("wb") as log:
        process = subprocess.Popen(
            [*tracing, "-m", "generator", "collect"],
            cwd=tmp_path,
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    server = Server(process, port, tmp_path / "log")
    try:
        server.wait_until_it_serves()
        yield server, database, calls
    finally:
        if process.poll() is None:
            server.kill()


def _healthy(port: int) -> bool:
    """Run what the timer starts, and return whether it ended well."""
    unit = (UNITS / "lastbild-health.service").read_text("utf-8")
    (command,) = re.findall(r"(?m)^ExecStart=(.*)$", unit)
    for name, value in settings(LASTBILD_PORT=port).items():
        command = command.replace(f"${{{name}}}", value)
    assert "$" not in command
    return subprocess.run(command.split(), capture_output=True, check=False).returncode == 0


def _allowed() -> set[str]:
    """Return the system calls that the collector's unit allows: its lines in order, systemd's own groups."""
    allowed: set[str] = set()
    for line in re.findall(r"(?m)^SystemCallFilter=(.*)$", (UNITS / "lastbild.service").read_text("utf-8")):
        calls = _calls(line.removeprefix("~").split())
        allowed = allowed - calls if line.startswith("~") else allowed | calls
    return allowed | _calls(["@default"])  # which systemd always allows


def _calls(entries: list[str]) -> set[str]:
    groups = [entry for entry in entries if entry.startswith("@")]
    calls = {entry for entry in entries if not entry.startswith("@")}
    if not groups:
        return calls
    listed = _systemd("syscall-filter", "--no-pager", *groups).stdout
    within = re.findall(r"(?m)^\s+(@?[a-z0-9_-]+)$", listed)
    assert within, listed
    return calls | _calls(within)


def _lastbild(*arguments: str, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "generator", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd=ROOT)


def _said(*arguments: str) -> str:
    done = _lastbild(*arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout
