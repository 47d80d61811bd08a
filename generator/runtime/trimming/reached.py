"""The functions of Pyodide's WebAssembly that a visit enters: read from and written to ``reached.json``.

The numbers hold for one exact binary. A function that is not listed may still be needed one day: then Python
stops with an error, and the page starts the whole WebAssembly.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from gettext import gettext as _
from pathlib import Path

from generator.runtime import PreparationError, npm

FILE = Path(__file__).with_name("reached.json")
WASM = "pyodide.asm.wasm"  # in the npm package


def functions_of(pyodide: Path) -> frozenset[int]:
    """Return the numbers of the functions that a visit enters, for the npm package in the folder ``pyodide``.

    Raises ``PreparationError`` if ``reached.json`` was written for another binary.
    """
    written = json.loads(FILE.read_text("ascii"))
    sha256 = _sha256(pyodide)
    if written["sha256"] != sha256:
        said = _(
            "generator/runtime/trimming/{file}: sha256 = {found}… is the WebAssembly of Pyodide {former}; "
            "expected {expected}…, that of the installed Pyodide {version}. "
            "Run: make runtime (it notes which functions a visit enters)"
        )
        former = {"found": written["sha256"][:12], "former": written["pyodide"]}
        now = {"expected": sha256[:12], "version": npm.version(pyodide)}
        raise PreparationError(said.format(file=FILE.name, **former, **now))
    return frozenset(number for first, last in written["functions"] for number in range(first, last + 1))


def write(pyodide: Path, functions: Collection[int]) -> None:
    """Write ``reached.json``: a visit enters ``functions`` of the npm package in the folder ``pyodide``."""
    ranges = ",\n  ".join(f"[{first}, {last}]" for first, last in _ranges(sorted(functions)))
    version, sha256 = npm.version(pyodide), _sha256(pyodide)
    FILE.write_text(
        f'{{"pyodide": "{version}", "sha256": "{sha256}", "functions": [\n  {ranges}\n]}}\n', "ascii"
    )


def _sha256(pyodide: Path) -> str:
    return hashlib.sha256((pyodide / WASM).read_bytes()).hexdigest()


def _ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each unbroken run."""
    first = None
    for position, number in enumerate(numbers):
        if first is None:
            first = number
        if position + 1 == len(numbers) or numbers[position + 1] != number + 1:
            yield first, number
            first = None
