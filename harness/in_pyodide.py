"""Python of the generator inside stock Pyodide, run by node: what the worker behind a desk would answer."""

from __future__ import annotations

import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.runtime import npm

_SCRIPT = Path(__file__).with_name("in_pyodide.mjs")
_READ = {".py", ".toml", ".md"}  # what Python reads of a package of ours
_SCRIPTS = (npm.CHECKOUT / "site_templates" / "desk" / "brotli.js",)


def run(code: str, folders: Sequence[Path], archives: Sequence[Path], files: Mapping[str, Path]) -> str:
    """Return the text in the last line of ``code``, run with packages on its path and files at hand.

    ``folders`` are Python packages, ``archives`` zips that hold some, ``files`` path there -> path here.
    """
    with tempfile.TemporaryDirectory() as scratch:
        packed = [_zipped(folder, Path(scratch)) for folder in folders]
        answer = npm.run_script(
            _SCRIPT,
            pyodide=f"{npm.install_packages() / 'pyodide'}/",
            scripts=[str(path) for path in _SCRIPTS],
            packages=[str(path) for path in (*packed, *archives)],
            files={there: str(here) for there, here in files.items()},
            code=code,
        )
    return answer.decode()


def _zipped(folder: Path, scratch: Path) -> Path:
    path = scratch / f"{folder.name}.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for source in sorted(folder.rglob("*")):
            if source.suffix in _READ:
                archive.write(source, source.relative_to(folder.parent))
    return path
