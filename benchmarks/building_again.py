"""A save while ``lastbild serve`` runs: from the event to the new site on disk.

Measures in the serving process, as often as somebody saves, in turn with a full build in the same process
that reuses nothing of the last one.
"""

from __future__ import annotations

import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from benchmarks import building_sites as sites
from benchmarks.building_sites import Edit
from benchmarks.results import Table
from generator.preview.build import Preview
from harness.sources import copied

_FULL = "everything, from nothing"
# The edits of a round, by the round's number: a different text each time.
_EDITS: Mapping[str, Callable[[int], Edit]] = {
    "nothing": lambda _: Edit(),
    "a survey's title": lambda number: Edit(title=f"Wie geht es uns heute, {number}?"),
    "a survey's colour": lambda number: Edit(colour=f"#7a1f{number:02x}"),
    "a contact of all": lambda number: Edit(contact=f"Beratung {number}"),
}
_TEMPLATE = "a template"


def measure(sizes: tuple[int, ...], rounds: int) -> tuple[Table, dict[str, object]]:
    """Return the table and every round's milliseconds; ``sizes`` are numbers of brands."""
    taken: dict[int, dict[str, list[float]]] = {}
    with tempfile.TemporaryDirectory(prefix="lb-again-") as scratch, copied(Path(scratch)) as sources:
        for brands in sizes:
            taken[brands] = _rounds(Path(scratch) / str(brands), brands, rounds, sources)
    figures: dict[str, object] = {
        f"rebuild_{what.replace(' ', '_')}_{brands}_ms": every
        for brands, saved in taken.items()
        for what, every in saved.items()
    }
    head = ("what is saved", *(f"{n} brand{'s' * (n > 1)}, ms (of a full build)" for n in taken))
    rows = tuple(
        (what, *(_cell(saved, what) for saved in taken.values())) for what in next(iter(taken.values()))
    )
    return Table("Saving while the preview runs; medians", head, rows), figures


def _cell(saved: Mapping[str, list[float]], what: str) -> str:
    share = statistics.median(one / full for one, full in zip(saved[what], saved[_FULL], strict=True))
    return f"{statistics.median(saved[what]):,.0f} ({share:.2f}×)"


def _rounds(folder: Path, brands: int, count: int, sources: Path) -> dict[str, list[float]]:
    out = folder / "dist"
    saved: dict[str, list[float]] = {_FULL: [], **{what: [] for what in (*_EDITS, _TEMPLATE)}}

    def measure_build(what: str, preview: Preview) -> None:
        began = time.perf_counter()
        preview.build()
        saved[what].append(1000 * (time.perf_counter() - began))

    config_path = sites.site(folder, brands)
    preview = Preview(config_path, out)
    preview.build()
    for number in range(1, count + 1):
        for what, edit in _EDITS.items():
            sites.site(folder, brands, edit(number))
            measure_build(what, preview)
            sites.site(folder, brands)
            preview.build()
        _edit(sources / "site_templates" / "pages" / "imprint.html.j2", number)
        measure_build(_TEMPLATE, preview)
        measure_build(_FULL, Preview(config_path, folder / "full"))
        shutil.rmtree(folder / "full")
    return saved


def _edit(template: Path, number: int) -> None:
    with template.open("a", encoding="utf-8") as file:
        file.write(f"{{# saved {number} times #}}\n")
