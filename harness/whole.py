"""A page with the whole generator behind it, on a plain server, and a desk that only builds sites."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

from generator.runtime import npm, parts, store
from generator.runtime.archive import stored_zip
from generator.runtime.whole.sources import source_files
from harness.engines.window import Window
from harness.paths import ROOT
from harness.polling import until

POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "connect-src 'self'; style-src 'self' data:; img-src 'self' data: blob:; font-src 'self' data:; "
    "frame-src 'self' blob: data:; base-uri 'none'; form-action 'none'"
)
DESK = "probe_desk"
_PAGE_SCRIPT = b"""import { startPython } from "./python_host.js";
const downloads = await (await fetch("downloads.json")).json();
window.steps = [];
window.start = async (desk = "probe_desk") =>
    window.host = await startPython({ downloads, desk, onProgress: (...step) => window.steps.push(step) });
"""
_FROM_THE_PAGE = """
const held = [...document.querySelectorAll('[type="text/plain"]')];
const downloads = Object.fromEntries(held.map(({ id }) => [id, []]));
const fetchFile = async (name) =>
    Uint8Array.from(atob(document.getElementById(name).textContent), (one) => one.charCodeAt(0));
window.start = async () => window.host = await startPython({ downloads, desk: "probe_desk", fetchFile });
"""
_PROBE = b'''
import base64
import hashlib
import importlib
from pathlib import Path

from generator.desk import asked
from generator.runtime import store
from generator.site.files import configured_site_files
from questionnaire.faults import Fault, InputError


class Probe:
    """Builds sites from what it is given."""

    @asked
    def build(self, given: dict[str, str]) -> dict[str, str]:
        """Return the hash of each file of the site."""
        folder = Path("/site")
        for name, contents in given.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(base64.b64decode(contents))
        return hashes(configured_site_files(folder / "site.toml"))

    @asked
    def python(self) -> dict[str, str]:
        """Return the hash of each file of the whole generator."""
        return hashes(store.generator_files())

    @asked
    def load(self, names: list[str]) -> dict[str, str]:
        """Import modules, and return why some cannot be."""
        failed = {}
        for name in names:
            try:
                importlib.import_module(name)
            except Exception as error:
                failed[name] = str(error)
        return failed

    @asked
    def break_(self) -> None:
        """Fail as no method should."""
        raise RuntimeError("secret")

    @asked
    def refuse(self) -> None:
        """Refuse as a desk does."""
        raise InputError([Fault("desk.broken")])


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: hashlib.sha256(contents).hexdigest() for name, contents in files.items()}


def open_desk() -> Probe:
    """Return a desk."""
    return Probe()
'''


def write_page(folder: Path) -> None:
    """Write a page with policy, the page's side of Python, and all files of the generator into ``folder``."""
    listed = {}
    for name, contents in _files().items():
        pieces = parts.cut({f"python/{name}": contents})[f"python/{name}"]
        listed[name] = [_part(path, piece) for path, piece in pieces.items()]
        for path, piece in pieces.items():
            _write(folder / path, piece)
    _write(folder / "python_host.js", _host_script())
    _write(folder / "page.js", _PAGE_SCRIPT)
    _write(folder / "downloads.json", json.dumps(listed).encode())
    _write(folder / "index.html", _page(POLICY, '<script type="module" src="page.js"></script>'))


def write_single_file(path: Path) -> None:
    """Write a page to ``path`` that holds all files of the generator itself, and may ask for nothing."""
    held = "".join(
        f'<script type="text/plain" id="{name}">{base64.b64encode(contents).decode()}</script>'
        for name, contents in _files().items()
    )
    script = _host_script().decode() + _FROM_THE_PAGE
    policy = (
        "default-src 'none'; script-src 'unsafe-inline' blob: 'wasm-unsafe-eval'; "
        "worker-src blob:; img-src data:"
    )
    _write(path, _page(policy, f'{held}<script type="module">{script}</script>'))


def _files() -> dict[str, bytes]:
    files = store.generator_files()
    return {**files, "generator.zip": with_probe(files["generator.zip"])}


def _host_script() -> bytes:
    entry = ROOT / "site_templates" / "desk" / "python_host.js"
    return npm.run_script(ROOT / "generator" / "runtime" / "bundle.mjs", entry=str(entry))


def _page(policy: str, script: str) -> bytes:
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>probe</title>'
        '<link rel="icon" href="data:,">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">{script}'
    ).encode()


def _write(path: Path, contents: bytes) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(contents)


def with_probe(generator: bytes) -> bytes:
    """Return the archive ``generator.zip`` with the desk that tests ask."""
    files = {**unpacked(generator), f"{DESK}.py": _PROBE}
    return stored_zip({"files.zip": stored_zip(files)})


def unpacked(archive: bytes) -> dict[str, bytes]:
    """Return the files within ``archive``, one of the whole generator's: path -> contents."""
    with zipfile.ZipFile(io.BytesIO(archive)) as outer:
        inner = io.BytesIO(outer.read("files.zip"))
    with zipfile.ZipFile(inner) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def workspace(config: Path) -> dict[str, str]:
    """Return the files beside ``config`` as a page hands them over: path -> base64."""
    paths = [path for path in sorted(config.parent.rglob("*")) if path.is_file()]
    return {
        path.relative_to(config.parent).as_posix(): base64.b64encode(path.read_bytes()).decode()
        for path in paths
    }


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: hashlib.sha256(contents).hexdigest() for name, contents in files.items()}


def _part(path: str, contents: bytes) -> tuple[str, int, str]:
    return path, len(contents), base64.b64encode(hashlib.sha256(contents).digest()).decode()


def modules() -> list[str]:
    """Return the names of all modules of our own that the browser has."""
    names = [name for name in source_files() if name.endswith(".py") and not name.startswith("pyodide_app/")]
    return sorted(name.removesuffix(".py").removesuffix("/__init__").replace("/", ".") for name in names)


def open_page(window: Window, address: str) -> None:
    """Open the page and start its Python; fails with the reason if that does not start."""
    window.goto(address)
    until(lambda: window.evaluate("Boolean(window.start)"), "the page's script is here")
    assert (why := window.evaluate("start().then(() => null, String)")) is None, why


def ask(window: Window, name: str, **given: object) -> Any:  # noqa: ANN401 (whatever JSON can say)
    """Return what the desk tells; a refusal is its sentence."""
    asked = f"host.ask({json.dumps(name)}, {json.dumps(given)})"
    refused = "({ name, message }) => ({ refused: `${name} ${message}` })"
    return json.loads(
        window.evaluate(f"{asked}.then((told) => ({{ told }}), {refused}).then(JSON.stringify)")
    )
