"""Bytes on the wire until the result, as the server counts them, heads included, by kind of file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from pathlib import PurePosixPath

from benchmarks.page import network, sites
from benchmarks.page.setting import Setting, setting
from benchmarks.page.visit import WAIT, evaluated, opened
from benchmarks.results import Budget, Result, Table
from harness.hurried import answer

_PAGES = (sites.OURS, sites.STOCK, sites.STOCK_WORKER)
_KINDS = (
    "WebAssembly",
    "standard library",
    "JavaScript of Python",
    "Python of the app",
    "page",
    "fonts, pictures",
)


def measure() -> Result:
    """Take the survey once, and boot the stock pages once, from a server without and one with compression."""
    sent: dict[tuple[str, bool], Mapping[str, int]] = {}
    with setting(*_PAGES) as here:
        for compression in (False, True):
            with network.serving(here.folder, compression=compression) as address:
                for path in here.pages:
                    sent[path, compression] = _sent(here, address, path)
    tables = [_table(sent, compression=compression) for compression in (False, True)]
    return Result("bytes", tables, _budgets(sent), _figures(sent), here.missing)


def _sent(here: Setting, address: str, path: str) -> Mapping[str, int]:
    with here.chromium.context() as context:
        page = opened(context, address + path)
        page.wait_for_selector("html[data-python=ready]", timeout=WAIT)
        if path == sites.OURS:
            answer(page)
            evaluated(page, "document.querySelector('#result')?.dataset.outcome")
    return network.sent(address)


def kind(path: str) -> str:
    """Return the kind of the file at ``path``: its purpose."""
    name, of_python = PurePosixPath(path), any(part in path for part in ("/runtime/", "/stock/"))
    if "wasm" in name.name:
        return "WebAssembly"
    if "stdlib" in name.name:
        return "standard library"
    if name.name == "app.zip" or name.suffix in (".py", ".txt"):
        return "Python of the app"
    if name.name == "worker.zip" or (of_python and name.suffix in (".js", ".mjs", ".json")):
        return "JavaScript of Python"
    return "page" if name.suffix in ("", ".html", ".css", ".js") else "fonts, pictures"


def by_kind(sent: Mapping[str, int]) -> Counter[str]:
    """Return the bytes for each kind of file."""
    counted: Counter[str] = Counter()
    for path, size in sent.items():
        counted[kind(path)] += size
    return counted


def _table(sent: Mapping[tuple[str, bool], Mapping[str, int]], *, compression: bool) -> Table:
    columns = {path: by_kind(files) for (path, packed), files in sent.items() if packed == compression}
    rows = tuple((name, *(f"{column[name]:,}" for column in columns.values())) for name in _KINDS)
    total = ("all", *(f"{column.total():,}" for column in columns.values()))
    title = f"Bytes until the result, server {'with gzip' if compression else 'without compression'}"
    return Table(title, ("kind of file", *(sites.NAMES[path] for path in columns)), (*rows, total))


def _budgets(sent: Mapping[tuple[str, bool], Mapping[str, int]]) -> list[Budget]:
    plain, packed = by_kind(sent[sites.OURS, False]), by_kind(sent[sites.OURS, True])
    return [
        Budget("bytes until the result, server without compression", 5.2, plain.total() / 1e6, "MB"),
        Budget("page without the runtime (html, css, js), gzip", 40, packed["page"] / 1e3, "kB"),
    ]


def _figures(sent: Mapping[tuple[str, bool], Mapping[str, int]]) -> dict[str, object]:
    return {
        f"{sites.NAMES[path]}, {'gzip' if compression else 'plain'}, bytes": dict(by_kind(files))
        for (path, compression), files in sent.items()
    }
