"""Every file of the browser runtime, in memory, for the rest of the generator."""

from __future__ import annotations

from pathlib import Path

from generator.runtime import app, bundling
from generator.runtime.app_archive import app_archive

# Where a wheel carries the prepared runtime (put there by hatch_build.py).
SHIPPED = Path(__file__).resolve().parent / "prepared"
# The same for the whole generator; in a browser the worker puts here what the page hands over.
SHIPPED_WHOLE = SHIPPED.with_name("prepared_whole")
_WHOLE_WASM = "whole.wasm.zip"  # of both, it stands in the first


def runtime_files() -> dict[str, bytes]:
    """Return the files of the ``runtime/`` folder of a site: interpreter, standard library, app.

    A wheel carries most of them prepared; a checkout prepares those that are missing first. What can be read
    is made anew each time: the app, and the line that starts it. Raises
    ``generator.runtime.PreparationError`` if that fails.
    """
    paths = _shipped_files() if SHIPPED.is_dir() else _prepared_files()
    return {
        **{name: path.read_bytes() for name, path in paths.items()},
        "app.zip": app_archive(),
        "start.txt": f"import {app.ENTRY}\n".encode(),
    }


def generator_files() -> dict[str, bytes]:
    """Return the files of a folder ``python/``: with them a browser runs the whole generator.

    In a browser ``brotli.zip``, which a page hands over later, is missing. Raises as ``runtime_files`` does.
    """
    if not SHIPPED_WHOLE.is_dir():
        from generator.runtime.whole import files as whole_files  # noqa: PLC0415 (for a checkout only)

        return {name: path.read_bytes() for name, path in whole_files.prepared_files().items()}
    paths = [*sorted(SHIPPED_WHOLE.iterdir()), SHIPPED / _WHOLE_WASM]
    return {path.name: path.read_bytes() for path in paths}


def page_scripts() -> dict[str, bytes]:
    """Return the page's own scripts, from the wheel or the checkout; raises as ``runtime_files`` does."""
    return {name: _page_script(name).read_bytes() for name in bundling.PAGE_SCRIPTS}


def studio_script() -> bytes:
    """Return the script of the studio's page; raises as ``runtime_files`` does."""
    shipped = SHIPPED / bundling.STUDIO_SCRIPT
    return (shipped if shipped.is_file() else bundling.studio_script()).read_bytes()


def single_scripts() -> dict[str, bytes]:
    """Return the scripts that stand in a single file; raises as ``runtime_files`` does."""
    return {name: _single_script(name).read_bytes() for name in bundling.SINGLE_SCRIPTS}


def _single_script(name: str) -> Path:
    shipped = SHIPPED / name
    return shipped if shipped.is_file() else bundling.single_script(name, bundling.pyscript())


def count_script() -> bytes:
    """Return the script of the count's page; raises as ``runtime_files`` does."""
    shipped = SHIPPED / bundling.COUNT_SCRIPT
    return (shipped if shipped.is_file() else bundling.count_script()).read_bytes()


def sealed_contribution_script() -> bytes:
    """Return the script that seals a contribution; raises as ``runtime_files`` does."""
    shipped = SHIPPED / bundling.SEALED_CONTRIBUTION_SCRIPT
    return (shipped if shipped.is_file() else bundling.sealed_contribution_script()).read_bytes()


def trustee_script() -> bytes:
    """Return the script of the trustee's page; raises as ``runtime_files`` does."""
    shipped = SHIPPED / bundling.TRUSTEE_SCRIPT
    return (shipped if shipped.is_file() else bundling.trustee_script()).read_bytes()


def plan_script() -> bytes:
    """Return the script of the plan's page; raises as ``runtime_files`` does."""
    shipped = SHIPPED / bundling.PLAN_SCRIPT
    return (shipped if shipped.is_file() else bundling.plan_script()).read_bytes()


def _page_script(name: str) -> Path:
    shipped = SHIPPED / name
    return shipped if shipped.is_file() else bundling.page_script(name)


_SCRIPTS = (
    *bundling.PAGE_SCRIPTS,
    *bundling.SINGLE_SCRIPTS,
    bundling.STUDIO_SCRIPT,
    bundling.COUNT_SCRIPT,
    bundling.SEALED_CONTRIBUTION_SCRIPT,
    bundling.TRUSTEE_SCRIPT,
    bundling.PLAN_SCRIPT,
)


def _prepared_files() -> dict[str, Path]:
    from generator.runtime import prepare  # noqa: PLC0415 (for a checkout only)

    return prepare.runtime_files()


def _shipped_files() -> dict[str, Path]:
    paths = sorted(SHIPPED.iterdir())
    return {path.name: path for path in paths if path.name not in _SCRIPTS}
