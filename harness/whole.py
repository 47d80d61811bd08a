"""A page with the whole generator behind it, on a plain server, and a desk that only builds sites."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile
from pathlib import Path

from generator.runtime import parts, store
from generator.runtime.archive import stored_zip
from harness.paths import ROOT

POLICY = (
    "default-src 'none'; script-src 'self' blob: 'wasm-unsafe-eval'; worker-src 'self' blob:; "
    "connect-src 'self'; style-src 'self' data:; img-src 'self' data: blob:; font-src 'self' data:; "
    "frame-src 'self' blob: data:; base-uri 'none'; form-action 'none'"
)
DESK = "probe_desk"
_PROBE = b'''
import base64
import hashlib
import importlib
import sys
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
    def load(self, names: list[str]) -> list[str]:
        """Import modules, and return what is loaded."""
        for name in names:
            importlib.import_module(name)
        return sorted(sys.modules)

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
    files = store.generator_files()
    files["generator.zip"] = with_probe(files["generator.zip"])
    cut = parts.cut({f"python/{name}": contents for name, contents in files.items()})
    listed = {
        name.removeprefix("python/"): [_part(path, contents) for path, contents in pieces.items()]
        for name, pieces in cut.items()
    }
    for pieces in cut.values():
        for path, contents in pieces.items():
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_bytes(contents)
    for script in (
        *(ROOT / "site_templates/desk").glob("*.js"),
        *(ROOT / "site_templates/scripts").glob("*.js"),
    ):
        target = folder / script.relative_to(ROOT / "site_templates")
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(script.read_bytes())
    (folder / "downloads.json").write_text(json.dumps(listed), "ascii")
    (folder / "page.js").write_text(
        'import * as python from "./desk/python_host.js";\n'
        "window.python = python;\n"
        'window.downloads = await (await fetch("downloads.json")).json();\n',
        "ascii",
    )
    (folder / "index.html").write_text(
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>probe</title>'
        f'<link rel="icon" href="data:,"><meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<script type="module" src="page.js"></script>',
        "ascii",
    )


def with_probe(generator: bytes) -> bytes:
    """Return the archive ``generator.zip`` with the desk that tests ask."""
    with (
        zipfile.ZipFile(io.BytesIO(generator)) as outer,
        zipfile.ZipFile(io.BytesIO(outer.read("files.zip"))) as inner,
    ):
        files = {name: inner.read(name) for name in inner.namelist()}
    return stored_zip({"files.zip": stored_zip({**files, f"{DESK}.py": _PROBE})})


def workspace(config: Path) -> dict[str, str]:
    """Return the files beside ``config`` as a page hands them over: path -> base64."""
    folder = config.parent
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return {
        path.relative_to(folder).as_posix(): base64.b64encode(path.read_bytes()).decode() for path in paths
    }


def hashes(files: dict[str, bytes]) -> dict[str, str]:
    """Return the SHA-256 of each file."""
    return {name: hashlib.sha256(contents).hexdigest() for name, contents in files.items()}


def _part(path: str, contents: bytes) -> tuple[str, int, str]:
    return path, len(contents), base64.b64encode(hashlib.sha256(contents).digest()).decode()
