"""Hand the runtime to the generator: every file the browser needs, as name -> contents."""

from __future__ import annotations

from pathlib import Path

from generator.runtime import app, prepare

# Where a wheel carries the prepared runtime (put there by hatch_build.py).
SHIPPED = Path(__file__).resolve().parent / "prepared"


def runtime_files() -> dict[str, bytes]:
    """Return the files of the ``runtime/`` folder of a site: interpreter, standard library, app.

    Takes them from the wheel where there is one, else prepares them in the checkout; then raises
    ``generator.runtime.prepare.PreparationError`` if that cannot be done.
    """
    folder = SHIPPED if SHIPPED.is_dir() else prepare.prepared_in_checkout()
    files = {path.name: path.read_bytes() for path in sorted(folder.iterdir())}
    files["app.zip"] = app.collect().zip()
    return files
