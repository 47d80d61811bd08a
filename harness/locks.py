"""The lock files of Python, ``requirements/*.txt``: for each purpose its packages, with versions and hashes.

``python -m harness.locks`` (``make lock``) writes them with uv, from pyproject.toml. Without arguments a
package keeps its version as long as pyproject.toml allows it; with ``--upgrade`` every package becomes the
newest. The files name no server, and hold for every system and Python from 3.11 on; pip alone installs from
them.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "requirements"
OLDEST_PYTHON = "3.11"
# What pyproject.toml calls an extra, in the lock of each purpose; "bench" comes first, because the packages
# of the others are among its own, and the same package has the same version everywhere.
EXTRAS: dict[str, tuple[str, ...]] = {
    "bench": ("postgresql", "dev", "bench"),
    "dev": ("postgresql", "dev"),
    "postgresql": ("postgresql",),
    "run": (),
}
# What the generator imports in a browser, of what it imports anywhere; the browser's Python is Pyodide's.
IN_BROWSER = ("jinja2", "pydantic", "coloraide", "markdown-it-py", "fonttools", "tomlkit", "segno")
PYTHON_IN_BROWSER = "3.14"
# Locked by themselves: what builds the wheel, node for machines without it, and the tool that writes locks.
ALONE = ("build", "node", "lock")


def wanted(purpose: str) -> list[str]:
    """Return the requirements that pyproject.toml states for ``purpose``, as it writes them."""
    project = project_table()
    extras = project["project"]["optional-dependencies"]
    if purpose in ALONE:
        return [*(project["build-system"]["requires"] if purpose == "build" else ()), *extras[purpose]]
    if purpose == "browser":
        return [line for line in project["project"]["dependencies"] if line.startswith(IN_BROWSER)]
    named = [
        *project["project"]["dependencies"],
        *(line for extra in EXTRAS[purpose] for line in extras[extra]),
    ]
    return [line for line in named if not line.startswith(project["project"]["name"])]


def project_table() -> dict[str, Any]:
    """Return pyproject.toml."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def lock(purpose: str, *options: str) -> None:
    """Write the lock file of ``purpose``; uv gets ``options``. Raises ``CalledProcessError`` if it fails."""
    largest = next(iter(EXTRAS))
    against = () if purpose == largest else ("--constraints", f"requirements/{largest}.txt")
    oldest = PYTHON_IN_BROWSER if purpose == "browser" else OLDEST_PYTHON
    subprocess.run(
        [sys.executable, "-m", "uv", "pip", "compile", "-", "--output-file", f"requirements/{purpose}.txt",
         "--universal", "--python-version", oldest, "--generate-hashes", "--no-emit-index-url",
         "--no-annotate", "--custom-compile-command", "make lock", "--quiet", *against, *options],
        cwd=ROOT, input="\n".join(wanted(purpose)), text=True, check=True,
    )  # fmt: skip


if __name__ == "__main__":
    for name in (*EXTRAS, "browser", *ALONE):
        lock(name, *sys.argv[1:])
