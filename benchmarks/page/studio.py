"""The studio: bytes, Python ready beside the survey's, a colour until the preview has it, the site's zip."""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

from benchmarks.page import network
from benchmarks.page.engines import NAMES, Rounds, engines, median, ready, until_ready
from benchmarks.page.setting import paired
from benchmarks.results import Budget, Result, Table
from generator import output
from generator.site.build import build_site
from generator.studio.files import studio_files
from harness.engines.window import Engine
from harness.facilitator import Facilitator
from harness.paths import EXAMPLE
from harness.polling import until

ROUNDS = 5
_COLOURS = ("#7a1f3d", "#14532d", "#1f3d7a", "#7a5c1f", "#16697a", "#5b2a86")
_LATER = "brotli."  # in the names of what comes with the first font only
# The lab's prototype: Python ready, a colour until the page is rebuilt and shown (milliseconds).
_LAB_READY = {"chromium": "2,390 ms", "firefox": "1,840 ms", "webkit": "4,200–4,500 ms"}
_LAB_COLOUR = {"chromium": "110 ms", "firefox": "130 ms", "webkit": "150 ms"}
_LAB_MEGABYTES = 11.15
_LAB_ZIP = "0.11 s"

# A colour is let go: how long until another frame than the one before stands there in it.
_DRAGGED = """(async () => {
    const shown = () => document.querySelector(".device.phone iframe:not(.next)");
    const page = () => shown().contentDocument.documentElement;
    const accent = () => getComputedStyle(page()).getPropertyValue("--accent");
    const [before, was] = [shown(), accent()];
    const picker = document.querySelector('[data-at="brand.primary"] input[type="color"]');
    picker.value = "%s";
    const start = performance.now();
    for (const kind of ["input", "change"]) picker.dispatchEvent(new Event(kind, { bubbles: true }));
    while (shown() === before || accent() === was) await new Promise((resolve) => setTimeout(resolve, 4));
    return performance.now() - start;
})()"""
# From the press until the browser has a file to save.
_ZIPPED = """new Promise((resolve) => {
    const start = performance.now();
    const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => {
        URL.createObjectURL = make;
        resolve((performance.now() - start) / 1000);
        return make.call(URL, blob);
    };
    document.querySelector('.masthead [data-action="save-zip"]').click();
})"""
_PREVIEW = "document.querySelector('.device.phone iframe:not(.next)')"
_IS_SHOWN = f"Boolean({_PREVIEW}?.contentDocument?.querySelector('main'))"


def measure(rounds: int = ROUNDS) -> Result:
    """Open survey and studio ``rounds`` times in turn in each engine, each time with an empty cache."""
    files = studio_files()
    figures: Mapping[str, dict[str, list[float]]] = {
        what: defaultdict(list) for what in ("survey", "studio", "colour", "zip")
    }
    with tempfile.TemporaryDirectory(prefix="lb-studio-") as scratch:
        output.write(files, Path(scratch) / "studio", "studio")
        build_site(EXAMPLE, Path(scratch) / "survey")
        with network.serving(Path(scratch)) as address, engines() as (running, missing):
            for engine in running.values():
                ready(engine, f"{address}survey/")  # the browser itself warms up
            for _ in range(rounds):
                for name, engine in running.items():
                    figures["survey"][name].append(ready(engine, f"{address}survey/"))
                    times = _visit(engine, f"{address}studio/")
                    for what, values in times.items():
                        figures[what][name] += values
    later = sum(len(contents) for name, contents in files.items() if _LATER in name)
    size = sum(map(len, files.values()))
    return Result(
        "studio",
        [_bytes_table(size, later), _times_table(figures, rounds)],
        [Budget("studio: its folder", 12, size / 1e6, "MB"), *_budgets(figures)],
        {f"{NAMES[name]}, {what}": each for what, by in figures.items() for name, each in by.items()},
        missing,
    )


def _visit(engine: Engine, address: str) -> dict[str, list[float]]:
    """Return the times of one visit: Python ready, each colour, the zip."""
    with engine.window(None) as window:
        Facilitator(window, address)
        took = until_ready(window)
        until(lambda: window.evaluate(_IS_SHOWN), "the preview shows a page")
        colours = [float(window.evaluate(_DRAGGED % colour)) for colour in _COLOURS]
        return {"studio": [took], "colour": colours[1:], "zip": [float(window.evaluate(_ZIPPED))]}


def _budgets(figures: Mapping[str, Rounds]) -> list[Budget]:
    return [
        budget
        for name, survey in figures["survey"].items()
        for budget in (
            Budget(
                f"studio: ready, against the survey, {NAMES[name]}",
                3,
                paired(figures["studio"][name], survey),
                "×",
            ),
            Budget(
                f"studio: a colour until the preview has it, {NAMES[name]}",
                200,
                sorted(figures["colour"][name])[len(figures["colour"][name]) // 2],
                "ms",
            ),
        )
    ]


def _bytes_table(size: int, later: int) -> Table:
    rows = (
        ("the studio's folder", f"{size / 1e6:.2f} MB"),
        ("of it only with a font of one's own", f"{later / 1e6:.2f} MB"),
        ("the lab's prototype", f"{_LAB_MEGABYTES:.2f} MB"),
    )
    return Table("Bytes of the studio, server without compression", ("what", "size"), rows)


def _times_table(figures: Mapping[str, Rounds], rounds: int) -> Table:
    title = f"The studio at work, empty cache, LAN; medians of {rounds} rounds in turn (lowest to highest)"
    head = (
        "engine",
        "ready",
        "survey ready",
        "studio / survey",
        "colour → preview",
        "zip",
        "the lab",
    )
    lines = tuple(
        (
            NAMES[name],
            median(figures["studio"][name]),
            median(survey),
            f"{paired(figures['studio'][name], survey):.2f}×",
            median(figures["colour"][name]),
            median(figures["zip"][name], 2, "s"),
            f"{_LAB_READY[name]}; {_LAB_COLOUR[name]}; {_LAB_ZIP}",
        )
        for name, survey in figures["survey"].items()
    )
    return Table(title, head, lines)
