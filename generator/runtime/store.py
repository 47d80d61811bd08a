"""Every file of the browser runtime, in memory, for the rest of the generator."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from generator.runtime import app, bundling, prepare
from generator.runtime.archive import deterministic_zip

# Where a wheel carries the prepared runtime (put there by hatch_build.py).
SHIPPED = Path(__file__).resolve().parent / "prepared"


def runtime_files() -> dict[str, bytes]:
    """Return the files of the ``runtime/`` folder of a site: interpreter, standard library, app.

    A wheel carries them prepared; a checkout prepares those that are missing first. Raises
    ``generator.runtime.PreparationError`` if that fails.
    """
    paths = _shipped_files() if SHIPPED.is_dir() else prepare.runtime_files()
    prepared = {name: path.read_bytes() for name, path in paths.items()}
    templates = files("site_templates")
    # These run in the worker before PyScript's own code, in the order of their names.
    front = {
        "1-no_storage.js": (templates / "worker" / "no_storage.js").read_bytes(),
        "2-pyodide.js": prepared.pop("pyodide.js"),
        "3-worker.js": (templates / "worker" / "worker.js").read_bytes(),
    }
    return {
        **prepared,
        "interpreter.js": (templates / "runtime" / "interpreter.js").read_bytes(),
        "start.txt": f"import {app.ENTRY}\n".encode(),
        "worker.zip": deterministic_zip(front),
    }


def page_scripts() -> dict[str, bytes]:
    """Return the page's own scripts, from the wheel or the checkout; raises as ``runtime_files`` does."""
    return {name: _page_script(name).read_bytes() for name in bundling.PAGE_SCRIPTS}


def _page_script(name: str) -> Path:
    shipped = SHIPPED / name
    return shipped if shipped.is_file() else bundling.page_script(name)


def _shipped_files() -> dict[str, Path]:
    paths = sorted(SHIPPED.iterdir())
    return {path.name: path for path in paths if path.name not in bundling.PAGE_SCRIPTS}
