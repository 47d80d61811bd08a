"""The site in a single file, opened from the disk, beside the same site on a server: bytes, Python ready."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.page import network
from benchmarks.page.engines import NAMES, Rounds, engines, median, ready
from benchmarks.page.setting import paired
from benchmarks.results import Budget, Result, Table
from generator.site.build import build_site
from harness import single_files

ROUNDS = 5
# The lab's prototype, which held the survey's page only (milliseconds; MB).
_LAB = {"chromium": 1010, "firefox": 510, "webkit": 1150}
_LAB_MEGABYTES = 3.79


def measure(rounds: int = ROUNDS) -> Result:
    """Open both ``rounds`` times in turn in each engine, each time with an empty cache."""
    with tempfile.TemporaryDirectory(prefix="lb-single-") as scratch:
        file = single_files.built(Path(scratch))
        site = build_site(file.parent / "workspace" / "site.toml", file.parent / "hosted")
        hosted, single = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
        with network.serving(file.parent) as address, engines() as (running, missing):
            for engine in running.values():
                ready(engine, f"{address}hosted/")  # the browser itself warms up
            for _ in range(rounds):
                for name, engine in running.items():
                    hosted[name].append(ready(engine, f"{address}hosted/"))
                    single[name].append(ready(engine, file.as_uri()))
        size = file.stat().st_size / 1e6
    tables = [_bytes_table(size, sum(map(len, site.values())) / 1e6), _ready_table(hosted, single, rounds)]
    budgets = [Budget("single file", 7, size, "MB"), *_budgets(hosted, single)]
    figures = {f"{NAMES[name]}, from the disk, ready_ms": list(each) for name, each in single.items()}
    figures |= {f"{NAMES[name]}, hosted, ready_ms": list(each) for name, each in hosted.items()}
    return Result("single-file", tables, budgets, {**figures, "single file, MB": [size]}, missing)


def _budgets(hosted: Rounds, single: Rounds) -> list[Budget]:
    return [
        Budget(f"single file: ready, against hosted, {NAMES[name]}", 1.3, paired(each, hosted[name]), "×")
        for name, each in single.items()
    ]


def _bytes_table(single: float, hosted: float) -> Table:
    rows = (
        ("single file: all pages, whole WebAssembly, in base64", f"{single:.2f} MB"),
        ("the folder of the same site", f"{hosted:.2f} MB"),
        ("the lab's prototype: the survey's page, trimmed WebAssembly", f"{_LAB_MEGABYTES:.2f} MB"),
    )
    return Table("Bytes of the example site, three languages", ("what", "size"), rows)


def _ready_table(hosted: Rounds, single: Rounds, rounds: int) -> Table:
    title = f"Python ready, empty cache; medians of {rounds} rounds in turn (lowest to highest)"
    head = ("engine", "from the disk", "hosted, LAN", "disk / hosted, pair by pair", "the lab, another day")
    lines = tuple(
        (
            NAMES[name],
            median(single[name]),
            median(hosted[name]),
            f"{paired(single[name], hosted[name]):.2f}×",
            f"{_LAB[name]:,} ms",
        )
        for name in single
    )
    return Table(title, head, lines)
