"""Booting Python cold: this site beside stock PyScript, on the main thread and in a worker.

All three pages are served by the same plain server and run the same rule (``questionnaire``) once it is
there; "ready" is the moment at which Python has classified a sheet. Each round opens every page in a
fresh browser profile, in turn, so that nothing is cached and the machine's mood is shared.
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Response, sync_playwright

from generator.runtime import app, prepare
from tests.browser import browsers
from tests.browser.servers import plain_server

ROUNDS = 7
_ROOT = Path(__file__).resolve().parents[1]
_READY = "() => document.documentElement?.dataset.python === 'ready'"
_OBSERVE = """
window.tasks = [];
new PerformanceObserver((list) => window.tasks.push(...list.getEntries().map((task) => task.duration)))
    .observe({ type: "longtask", buffered: true });
"""


@dataclass
class Measured:
    """What the rounds of one page gave."""

    name: str
    ready: list[float] = field(default_factory=list)  # milliseconds from navigation to the first answer
    longest: list[float] = field(default_factory=list)  # milliseconds; 0 where no task took 50 or more
    size: int = 0  # bytes of all bodies, as served without compression


def report(rounds: int = ROUNDS) -> str:
    """Measure and return the table."""
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        root = Path(scratch)
        pages = {
            "ours": "ours/",
            "stock, main thread": "stock/main.html",
            "stock, worker": "stock/worker.html",
        }
        _our_site(root / "ours")
        _stock_pages(root / "stock")
        results = [Measured(name) for name in pages]
        browser = browsers.launch(playwright)
        with plain_server(root) as address:
            for _ in range(rounds):
                for result in results:
                    _measure(browser, address + pages[result.name], result)
        browser.close()
    return "\n".join(_table(results, rounds))


def _measure(browser: Browser, address: str, result: Measured) -> None:
    context = browser.new_context()
    page = context.new_page()
    sizes: list[Response] = []
    page.add_init_script(_OBSERVE)
    page.on("response", lambda response: sizes.append(response))
    page.goto(address, wait_until="commit")
    page.wait_for_function(_READY, timeout=60_000)
    result.ready.append(page.evaluate("performance.now()"))
    result.longest.append(page.evaluate("Math.max(0, ...window.tasks)"))
    result.size = sum(int(response.headers.get("content-length", "0")) for response in sizes)
    context.close()


def _table(results: list[Measured], rounds: int) -> Iterator[str]:
    ours = statistics.median(results[0].ready)
    yield f"Python ready, cold; medians of {rounds} rounds in turn (lowest to highest)"
    head = f"{'page':<20} {'ready':>24} {'ours / this':>12} {'pair by pair':>12}"
    yield f"{head} {'longest main-thread task':>26} {'bytes':>12}"
    for result in results:
        ready = statistics.median(result.ready)
        spread = f"{ready:.0f} ms ({min(result.ready):.0f}-{max(result.ready):.0f})"
        longest = f"{statistics.median(result.longest):.0f} ms (highest {max(result.longest):.0f})"
        pairs = zip(results[0].ready, result.ready, strict=True)  # of one round: the machine's mood is shared
        paired = statistics.median(mine / other for mine, other in pairs)
        row = f"{result.name:<20} {spread:>24} {ours / ready:>12.2f} {paired:>12.2f}"
        yield f"{row} {longest:>26} {result.size:>12,}"


def _our_site(folder: Path) -> None:
    config = _ROOT / "examples" / "hafenkontor" / "site.toml"
    subprocess.run(
        [sys.executable, "-m", "generator", "build", "--config", config, "--out", folder], check=True
    )


def _stock_pages(folder: Path) -> None:
    """Write PyScript's documented use: core.js and core.css as they are, Pyodide as it is, files by zip."""
    prepare.prepared_in_checkout()
    packages = _ROOT / "node_modules"
    shutil.copytree(packages / "@pyscript" / "core" / "dist", folder / "pyscript")
    shutil.copytree(packages / "pyodide", folder / "pyodide")
    (folder / "app.zip").write_bytes(app.App(_without_entry(), ()).zip())
    (folder / "main.py").write_text(_MAIN, "utf-8")
    (folder / "worker.py").write_text(_WORKER, "utf-8")
    (folder / "main.html").write_text(_page("main", ""), "utf-8")
    (folder / "worker.html").write_text(_page("worker", " worker"), "utf-8")


def _without_entry() -> dict[str, bytes]:
    return {name: source for name, source in app.collect().files.items() if name.startswith("questionnaire/")}


def _page(name: str, attribute: str) -> str:
    config = '{"interpreter": "./pyodide/pyodide.mjs", "files": {"./app.zip": "./*"}}'
    return (
        '<!doctype html><meta charset="utf-8"><title>stock</title><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="pyscript/core.css">'
        '<script type="module" src="pyscript/core.js"></script>'
        f'<script type="module">{_WAIT if attribute else ""}</script>'
        f'<script type="py" src="{name}.py"{attribute} config=\'{config}\'></script>'
    )


_SHEET = "dict.fromkeys(ITEM_IDS, 0)"
_MAIN = f"""
from js import document
from questionnaire import ITEM_IDS, classify
classify({_SHEET})
document.documentElement.dataset.python = "ready"
"""
_WORKER = f"""
from pyscript import sync
from questionnaire import ITEM_IDS, classify
sync.classify = lambda: classify({_SHEET}).type
"""
_WAIT = """
const script = () => document.querySelector("script[type=py]");
while (!script()?.xworker) await new Promise((resolve) => setTimeout(resolve, 5));
await script().xworker.ready;
await script().xworker.sync.classify();
document.documentElement.dataset.python = "ready";
"""
