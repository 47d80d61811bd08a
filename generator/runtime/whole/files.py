"""All files of the generator in a browser, prepared in a checkout: each once for the same inputs.

``python -m generator.runtime.whole.files`` does it ahead of time and prints the size of each file. The first
time it needs node, npm, pip and the network.
"""

from __future__ import annotations

import sys
from pathlib import Path

from generator.runtime import PreparationError
from generator.runtime.brotli import brotli_archive
from generator.runtime.trimming import trim
from generator.runtime.whole.library import library_archive
from generator.runtime.whole.packages import packages_archive
from generator.runtime.whole.sources import WHOLE_WASM as WASM
from generator.runtime.whole.sources import generator_archive
from generator.runtime.whole.worker import worker_archive


def prepared_files() -> dict[str, Path]:
    """Return the files by name; those that are missing are prepared first.

    Raises ``PreparationError`` if node, npm or a package is missing.
    """
    return {
        "worker.zip": worker_archive(),
        WASM: trim.whole_wasm(),
        "library.zip": library_archive(),
        "packages.zip": packages_archive(),
        "generator.zip": generator_archive(),
        "brotli.zip": brotli_archive(),
    }


def _main() -> None:
    try:
        files = prepared_files()
    except PreparationError as error:
        raise SystemExit(str(error)) from None
    for name, path in files.items():
        sys.stdout.write(f"{path.stat().st_size:>11,} bytes  {name}\n")
    sys.stdout.write(f"{sum(path.stat().st_size for path in files.values()):>11,} bytes  in all\n")


if __name__ == "__main__":
    _main()
