"""Describe the machine and the versions of all measured software, with a dash for missing software."""

from __future__ import annotations

import contextlib
import os
import platform
import re
import shutil
import subprocess
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path

from benchmarks.peers import CHECKOUT, version

_NONE = "–"
_OURS = CHECKOUT / "node_modules"
_PYTHON_PACKAGES = ("uvicorn", "starlette", "sqlalchemy", "playwright", "mkdocs", "pelican")


def describe() -> dict[str, str]:
    """Return processor, cores, memory and operating system."""
    return {
        "processor": _line("/proc/cpuinfo", r"model name\s*:\s*(.+)") or platform.processor() or _NONE,
        "cores": str(os.cpu_count()),
        "memory": _memory(),
        "operating system": _line("/etc/os-release", r'PRETTY_NAME="(.+)"') or platform.system(),
    }


def versions() -> dict[str, str]:
    """Return the versions of Python, the browsers, the npm and pip packages, and PostgreSQL."""
    return {
        "Python": platform.python_version(),
        "Chromium": _version_printed("chromium", "--version"),
        "Pyodide": version("pyodide", _OURS) or _NONE,
        "PyScript": version("@pyscript/core", _OURS) or _NONE,
        "MicroPython": version("@micropython/micropython-webassembly-pyscript") or _NONE,
        "SurveyJS": version("survey-core") or _NONE,
        "node": _version_printed("node", "--version"),
        "PostgreSQL": _version_printed(_postgresql(), "--version"),
        **{name: _installed(name) for name in _PYTHON_PACKAGES},
    }


def _memory() -> str:
    kilobytes = _line("/proc/meminfo", r"MemTotal:\s*(\d+) kB")
    return f"{int(kilobytes) / 1024**2:.0f} GB" if kilobytes else _NONE


def _line(path: str, pattern: str) -> str | None:
    with contextlib.suppress(OSError):
        found = re.search(pattern, Path(path).read_text("utf-8"))
        return found[1].strip() if found else None
    return None


def _version_printed(*command: str) -> str:
    """Return the first version number that the command prints."""
    if not shutil.which(command[0]):
        return _NONE
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    found: Sequence[str] = re.findall(r"\d+(?:\.\d+)+", done.stdout)
    return found[0] if found else _NONE


def _postgresql() -> str:
    installed = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    return str(installed[-1]) if installed else "postgres"


def _installed(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return _NONE
