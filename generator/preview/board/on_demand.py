"""Files that are made when somebody asks for them: of many states of many surveys, few are looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

Maker = Callable[[], bytes]


class OnDemand(Mapping[str, bytes]):
    """A mapping of path -> contents; each is made anew whenever it is asked for, and kept by nobody."""

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
    """Return what gives ``contents`` whenever it is asked."""
    return lambda: contents
