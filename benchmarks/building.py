"""The generator with 1, 10 and 100 brands in three languages, beside mkdocs and pelican with as many pages.

Measures whole processes, from the command to its end, in turn, each with a new output folder. The peers get
their default themes and our own texts (``benchmarks.building_sites``).
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import building_again
from benchmarks import building_sites as sites
from benchmarks.results import Budget, MissingError, Result, Table

SIZES = (1, 10, 100)  # brands
ROUNDS = 5
_ROOT = Path(__file__).resolve().parents[1]
_OURS, _FLOOR = "lastbild", "imports alone"
# The imports of a build and nothing else: no build of ours is quicker.
_IMPORTS = ["-c", "import generator.commands.main, generator.preview.build"]
_PEERS = {"mkdocs": (sites.mkdocs, "mkdocs"), "pelican": (sites.pelican, "pelican markdown")}


@dataclass
class Measured:
    """One command's rounds, in milliseconds, and the HTML that it wrote, in pages and bytes."""

    command: list[str]
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    html: tuple[int, int] = (0, 0)


def measure(rounds: int = ROUNDS, sizes: tuple[int, ...] = SIZES) -> Result:
    """Measure builds, and rebuilds of the preview, for each number of brands, ``rounds`` times in turn."""
    missing = [fault for name, (_, modules) in _PEERS.items() for fault in _missing(name, modules)]
    installed = [name for name in _PEERS if name not in {fault.what for fault in missing}]
    with tempfile.TemporaryDirectory(prefix="lb-building-") as scratch:
        builds = {brands: _commands(Path(scratch) / str(brands), brands, installed) for brands in sizes}
        for _ in range(rounds):
            for everyone in builds.values():
                _round(everyone, Path(scratch))
    again, figures = building_again.measure(sizes, rounds)
    return Result(
        name="building",
        tables=(_table(builds), again),
        budgets=tuple(_budgets({brands: everyone[_OURS] for brands, everyone in builds.items()})),
        figures={**dict(_figures(builds)), **figures},
        missing=tuple(missing),
    )


def _missing(name: str, modules: str) -> Iterator[MissingError]:
    if any(importlib.util.find_spec(module) is None for module in modules.split()):
        yield MissingError(name, "pip install --editable '.[bench]'")


def _commands(folder: Path, brands: int, peers: list[str]) -> dict[str, Measured]:
    """Write all sources, and return the commands that build them; builds ours once to prepare its runtime."""
    config_path = sites.site(folder / "ours", brands)
    commands = {_OURS: ["generator", "build", "--config", str(config_path), "--out"]}
    for peer in peers:
        commands[peer] = _PEERS[peer][0](folder / peer, sites.PAGES_OF_A_BRAND * brands)
    _run(["-m", *commands[_OURS], str(folder / "first")])
    everyone = {name: Measured(["-m", *command]) for name, command in commands.items()}
    return everyone | ({_FLOOR: Measured(_IMPORTS)} if brands == 1 else {})


def _round(everyone: Mapping[str, Measured], scratch: Path) -> None:
    for name, one in everyone.items():
        if name == _FLOOR:
            _note(one, one.command)
            continue
        out = scratch / "out"
        _note(one, [*one.command, str(out)])
        one.html = _html(out)
        shutil.rmtree(out)


def _note(one: Measured, command: list[str]) -> None:
    wall, cpu = _run(command)
    one.wall.append(wall)
    one.cpu.append(cpu)


def _run(arguments: list[str]) -> tuple[float, float]:
    """Run this Python with ``arguments``; return its wall time and its CPU time, in milliseconds."""
    began = time.perf_counter()
    with subprocess.Popen([sys.executable, *arguments], cwd=_ROOT, stdout=subprocess.DEVNULL) as process:
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"{' '.join(arguments)} ended with status {process.returncode}")
    return 1000 * wall, 1000 * (used.ru_utime + used.ru_stime)


def _html(folder: Path) -> tuple[int, int]:
    sizes = [page.stat().st_size for page in folder.rglob("*.html")]
    return len(sizes), sum(sizes)


def _table(builds: Mapping[int, Mapping[str, Measured]]) -> Table:
    head = ("whole build", "brands", "pages", "HTML, MB", "wall, ms", "CPU, ms", "to ours, paired")
    return Table("Building from nothing, runtime prepared; medians", head, tuple(_rows(builds)))


def _rows(builds: Mapping[int, Mapping[str, Measured]]) -> Iterator[tuple[str, ...]]:
    for brands, everyone in builds.items():
        ours = everyone[_OURS]
        for name, one in everyone.items():
            pages, size = one.html
            html = (f"{pages:,}", f"{size / 1e6:.1f}") if pages else ("–", "–")
            times = [f"{statistics.median(rounds):,.0f}" for rounds in (one.wall, one.cpu)]
            ratio = statistics.median(theirs / own for theirs, own in zip(one.wall, ours.wall, strict=True))
            yield (name, str(brands), *html, *times, "1" if one is ours else f"{ratio:.2f}×")


def _budgets(ours: Mapping[int, Measured]) -> Iterator[Budget]:
    if 1 in ours:
        wall = statistics.median(ours[1].wall)
        yield Budget("full build of one brand, runtime prepared", 1000, wall, "ms")
    steps = [(few, many) for few, many in ((1, 10), (10, 100)) if few in ours and many in ours]
    for few, many in steps:
        spent = _each_further(ours[few].wall, ours[many].wall, many - few)
        yield Budget(f"each further brand, from {few} to {many}", 60, spent, "ms")
    if len(steps) > 1:
        # By CPU time, which other work on the machine disturbs less than wall time.
        first, further = (_each_further(ours[few].cpu, ours[many].cpu, many - few) for few, many in steps)
        yield Budget("linear: a brand among 100, to one among 10", 1.5, further / first, "×")


def _each_further(less: list[float], more: list[float], brands: int) -> float:
    """Return the milliseconds for each of ``brands`` further brands: the median over all rounds."""
    return statistics.median((b - a) / brands for a, b in zip(less, more, strict=True))


def _figures(builds: Mapping[int, Mapping[str, Measured]]) -> Iterator[tuple[str, object]]:
    for brands, everyone in builds.items():
        for name, one in everyone.items():
            yield f"build_{name.replace(' ', '_')}_{brands}_wall_ms", one.wall
            yield f"build_{name.replace(' ', '_')}_{brands}_cpu_ms", one.cpu
