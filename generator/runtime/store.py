"""Hand the runtime to the generator: every file the browser needs, as name -> contents."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from generator.archive import deterministic_zip
from generator.runtime import app, prepare

# Where a wheel carries the prepared runtime (put there by hatch_build.py).
SHIPPED = Path(__file__).resolve().parent / "prepared"


def runtime_files() -> dict[str, bytes]:
    """Return the files of the ``runtime/`` folder of a site: interpreter, standard library, app.

    Takes the prepared ones from the wheel where there is one, else prepares them in the checkout; then raises
    ``generator.runtime.prepare.PreparationError`` if that cannot be done.
    """
    folder = SHIPPED if SHIPPED.is_dir() else prepare.prepared_in_checkout()
    paths = [path for path in sorted(folder.iterdir()) if path.name not in prepare.PAGE_SCRIPTS]
    prepared = {path.name: path.read_bytes() for path in paths}
    if folder != SHIPPED:
        prepared["app.zip"] = prepare.app_archive().read_bytes()
    templates = files("site_templates")
    # What stands in front of PyScript's own code in its worker, in the order of the names.
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
    return {name: _page_script(name).read_bytes() for name in prepare.PAGE_SCRIPTS}


def _page_script(name: str) -> Path:
    shipped = SHIPPED / name
    return shipped if shipped.is_file() else prepare.page_script(name)
