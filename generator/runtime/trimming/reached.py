"""Which functions of Pyodide's WebAssembly this site's Python was ever seen to enter.

``reached.json`` was written by ``python -m tests.browser.reach`` for one exact binary. A function that is not
in it may still be needed some day: then Python stops with an error, and the page starts the whole one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator
from pathlib import Path

FILE = Path(__file__).with_name("reached.json")


def reached(wasm: bytes) -> frozenset[int] | None:
    """Return the numbers of the functions that are entered; ``None`` if this binary was never looked at."""
    noted = json.loads(FILE.read_text("ascii"))
    if noted["sha256"] != hashlib.sha256(wasm).hexdigest():
        return None
    return frozenset(number for first, last in noted["functions"] for number in range(first, last + 1))


def write(wasm: bytes, functions: Collection[int], path: Path = FILE) -> None:
    """Note which ``functions`` of ``wasm`` are entered."""
    ranges = ",\n  ".join(f"[{first}, {last}]" for first, last in _ranges(sorted(functions)))
    digest = hashlib.sha256(wasm).hexdigest()
    path.write_text(f'{{"sha256": "{digest}", "functions": [\n  {ranges}\n]}}\n', "ascii")


def _ranges(numbers: list[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last number of each unbroken run."""
    first = None
    for place, number in enumerate(numbers):
        if first is None:
            first = number
        if place + 1 == len(numbers) or numbers[place + 1] != number + 1:
            yield first, number
            first = None
