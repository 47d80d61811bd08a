"""Files that are made on request: nobody looks at every survey in every state."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

Maker = Callable[[], bytes]


class OnDemand(Mapping[str, bytes]):
    """A mapping of path -> contents; it makes the contents anew at every request and keeps none."""

    def __init__(self, makers: Mapping[str, Maker]) -> None:
        self._makers = makers

    def __getitem__(self, name: str) -> bytes:
        return self._makers[name]()

    def __contains__(self, name: object) -> bool:
        return name in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)


def always(contents: bytes) -> Maker:
    """Return a maker that always gives ``contents``."""
    return lambda: contents
