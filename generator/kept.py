"""What the last build made, for a preview that builds again at every save: only what changed is made anew.

Nothing is tracked by hand. A part of a site is taken from the last build if everything it is made of is equal
to what it was then, the contents of every template and text among it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources.abc import Traversable

from generator.look import in_order

Files = Mapping[str, bytes]  # path within the site -> contents
Part = Callable[[str, object, Callable[[], Files]], Files]


class Kept:
    """The parts of the last build that came to its end, each with what it was made of."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[object, Files]] = {}

    @contextmanager
    def building(self) -> Iterator[Part]:
        """Give a function that returns a part: by its name, what it is made of, and what makes it.

        What is not asked for until the end of the block is forgotten; after an error, the last build stays.
        """
        parts: dict[str, tuple[object, Files]] = {}

        def part(name: str, made_of: object, make: Callable[[], Files]) -> Files:
            former = self._parts.get(name)
            parts[name] = former if former and former[0] == made_of else (made_of, make())
            return parts[name][1]

        yield part
        self._parts = parts


def digest(*folders: Traversable) -> bytes:
    """Return a digest of the paths and contents of all files in ``folders``, Python's own copies aside."""
    total = hashlib.sha256()
    for place, folder in enumerate(folders):
        for path, contents in _files(folder, f"{place}/"):
            total.update(f"{path} {len(contents)} ".encode() + contents)
    return total.digest()


def _files(folder: Traversable, within: str) -> Iterator[tuple[str, bytes]]:
    for entry in in_order(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, f"{within}{entry.name}/")
        else:
            yield f"{within}{entry.name}", entry.read_bytes()
