"""Prepare the browser runtime in a checkout: each file once for the same inputs.

``python -m generator.runtime.prepare`` does it ahead of time and prints the size of each file. It needs node,
npm and, the first time, the network; a wheel of lastbild carries the files and needs none of them.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.runtime import PreparationError, npm
from generator.runtime.bundling import (
    COUNT_SCRIPT,
    PAGE_SCRIPTS,
    PLAN_SCRIPT,
    SEALED_CONTRIBUTION_SCRIPT,
    SINGLE_SCRIPTS,
    STUDIO_SCRIPT,
    TRUSTEE_SCRIPT,
    count_script,
    page_script,
    plan_script,
    pyscript,
    sealed_contribution_script,
    single_script,
    studio_script,
    trustee_script,
)
from generator.runtime.trimming import reached, trim, wasm


def runtime_files() -> dict[str, Path]:
    """Return the runtime's prepared files by name; those that are missing are prepared first.

    Raises ``PreparationError`` if node, npm or a package is missing, and if the trimming does not fit the
    installed Pyodide.
    """
    # The WebAssembly first: it reports at once that the trimming does not fit an updated Pyodide.
    trimmed = trim.trimmed_wasm()
    bundled = pyscript()
    return {
        "pyodide.wasm.zip": trimmed,
        "whole.wasm.zip": trim.whole_wasm(),
        "stdlib.zip": trim.trimmed_stdlib(),
        "worker.zip": trim.worker_archive(bundled),
        "pyscript.js": bundled,
    }


def site_files() -> dict[str, Path]:
    """Return what a site, a single file and a count are made of; raises as ``runtime_files`` does."""
    return {
        **runtime_files(),
        **{name: page_script(name) for name in PAGE_SCRIPTS},
        **{name: single_script(name, pyscript()) for name in SINGLE_SCRIPTS},
        COUNT_SCRIPT: count_script(),
        SEALED_CONTRIBUTION_SCRIPT: sealed_contribution_script(),
    }


def wheel_files() -> dict[str, Path]:
    """Return a wheel's files: those of sites, and the scripts of studio, trustee's page and plan.

    Raises as ``runtime_files`` does.
    """
    own = {STUDIO_SCRIPT: studio_script(), TRUSTEE_SCRIPT: trustee_script(), PLAN_SCRIPT: plan_script()}
    return {**site_files(), **own}


def _main() -> None:
    try:
        files = wheel_files()
        packages = npm.install_packages()
    except PreparationError as error:
        raise SystemExit(str(error)) from None
    pyodide = packages / "pyodide"
    total = wasm.count_functions((pyodide / reached.WASM).read_bytes())
    sys.stdout.write(
        f"Pyodide {npm.version(pyodide)}, PyScript {npm.version(packages / '@pyscript' / 'core')}: "
        f"{len(reached.functions_of(pyodide)):,} of {total:,} functions of the WebAssembly are kept.\n"
    )
    for name, path in files.items():
        sys.stdout.write(f"{path.stat().st_size:>11,} bytes  {name}\n")


if __name__ == "__main__":
    _main()
