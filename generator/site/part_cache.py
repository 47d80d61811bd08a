"""The parts of the last build, for a preview: at every save, it builds only the changed parts again.

Nothing is tracked by hand. A part is reused if all its inputs are equal to those of the last build; the
contents of every template and text are among them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.resources.abc import Traversable

from generator.rendering.stylesheets import sorted_entries

Files = Mapping[str, bytes]  # path within the site -> contents


class PartCache:
    """The parts of the last build that succeeded, each with its inputs."""

    def __init__(self) -> None:
        self._parts: dict[str, tuple[object, Files]] = {}
        self._next: dict[str, tuple[object, Files]] = {}

    @contextmanager
    def build(self) -> Iterator[None]:
        """Hold one build: afterwards the cache has only its parts; if the build fails, still those before."""
        self._next = {}
        yield
        self._parts = self._next

    def get_or_make(self, name: str, inputs: object, make: Callable[[], Files]) -> Files:
        """Return the files of part ``name``: the last build's if its ``inputs`` were equal, else new ones."""
        last = self._parts.get(name)
        self._next[name] = last if last and last[0] == inputs else (inputs, make())
        return self._next[name][1]


def content_digest(*folders: Traversable) -> bytes:
    """Return one SHA-256 of the paths and contents of all files in ``folders``, without byte code."""
    total = hashlib.sha256()
    for number, folder in enumerate(folders):
        for path, contents in _files(folder, f"{number}/"):
            total.update(f"{path} {len(contents)} ".encode() + contents)
    return total.digest()


def _files(folder: Traversable, prefix: str) -> Iterator[tuple[str, bytes]]:
    for entry in sorted_entries(folder):
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _files(entry, f"{prefix}{entry.name}/")
        else:
            yield f"{prefix}{entry.name}", entry.read_bytes()
