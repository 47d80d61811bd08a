"""Chapters that measure nothing, each as the frame may meet it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from types import ModuleType

import pytest

from benchmarks.__main__ import main
from benchmarks.frame import Source
from benchmarks.results import Budget, MissingError, Result, Table

PEER = MissingError("SurveyJS", "python -m benchmarks.peers")


def whole(name: str, *, measured: float = 1.0, missing: Sequence[MissingError] = ()) -> Result:
    """Return a result with a table, a budget of at most 2, and two rounds."""
    table = Table(f"Table of {name}", ("page", "ready"), (("ours", f"{measured:.0f} ms"),))
    budget = Budget(f"{name} ready", 2.0, measured, "ms")
    return Result(name, [table], [budget], {"ready_ms": [1.0, measured]}, missing)


class Stage:
    """Chapters by name, as modules that the frame imports, and a folder that it writes to."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, root: Path) -> None:
        self._monkeypatch = monkeypatch
        self._sources: list[Source] = []
        self.root = root

    def add(self, name: str, measure: Callable[..., Result]) -> None:
        """Add a chapter that runs ``measure``."""
        module = ModuleType(f"made_up_{name}")
        module.__dict__["measure"] = measure
        self._monkeypatch.setitem(__import__("sys").modules, module.__name__, module)
        self.add_module(name, module.__name__)

    def add_module(self, name: str, module: str) -> None:
        """Add a chapter by its module's name, whether there is one or not."""
        self._sources.append(Source(name, module))

    def run(self, *arguments: str) -> int:
        """Run the command and return its exit status."""
        return main(arguments, self._sources, self.root)
