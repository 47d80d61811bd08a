"""The three parts of Pyodide that are trimmed: its WebAssembly, its standard library, its JavaScript.

By hand, since no tool knows which functions a visit enters and which modules the page's Python imports; and
Emscripten and Binaryen, which drop dead code, would have to build Pyodide from its sources.
"""

from __future__ import annotations

import io
import os
import zipfile
from gettext import gettext as _
from pathlib import Path

from generator.runtime import PreparationError, app, npm
from generator.runtime.archive import PACKER, packed_zip
from generator.runtime.bundling import worker_scripts
from generator.runtime.file_cache import cached_file, read_inputs
from generator.runtime.trimming import reached, wasm

_HERE = Path(__file__).resolve().parent
_STAND_INS = _HERE / "stand_ins"

# Imported when Python boots (mostly by asyncio) and never used on this page: subprocesses, sockets, queues.
LEFT_OUT = (
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


def trimmed_wasm() -> Path:
    """Return the zip of the WebAssembly in which only the functions that a visit enters do anything.

    Raises ``PreparationError`` if a package is missing, or if ``reached.json`` is for another Pyodide.
    """

    def make() -> bytes:
        pyodide = npm.install_packages() / "pyodide"
        functions = reached.functions_of(pyodide)
        return zipped_wasm(wasm.stub_unreached((pyodide / reached.WASM).read_bytes(), functions))

    return cached_file("pyodide.wasm.zip", _inputs(reached.FILE, _HERE / "wasm.py"), make)


def whole_wasm() -> Path:
    """Return the zip of Pyodide's own WebAssembly, which the page starts if the trimmed one fails."""

    def make() -> bytes:
        return zipped_wasm((npm.install_packages() / "pyodide" / reached.WASM).read_bytes())

    return cached_file("whole.wasm.zip", _inputs(), make)


def zipped_wasm(binary: bytes) -> bytes:
    """Return the zip of a WebAssembly ``binary`` as the page unpacks it."""
    return packed_zip({reached.WASM: binary})


def trimmed_stdlib() -> Path:
    """Return the zip of the standard library's modules that the page's Python loads, as byte code.

    Raises ``PreparationError`` if node or a package is missing, or if Python does not boot from the zip.
    """
    modules = app.collect().stdlib

    def make() -> bytes:
        # Pyodide wants its folder with a slash at the end.
        pyodide = f"{npm.install_packages() / 'pyodide'}{os.sep}"
        stored = _run_script("trim_stdlib.mjs", pyodide=pyodide, modules=modules, standIns=stand_ins())
        with zipfile.ZipFile(io.BytesIO(stored)) as archive:
            return packed_zip({name: archive.read(name) for name in archive.namelist()})

    scripts = (_HERE / "trim_stdlib.mjs", _HERE / "trim_stdlib.py", *_STAND_INS.rglob("*.py"))
    inputs = {**_inputs(*scripts), "modules": " ".join(modules).encode()}
    return cached_file("stdlib.zip", inputs, make)


def worker_archive(pyscript: Path) -> Path:
    """Return the zip of what runs in the worker before PyScript's own code, in the order of the names.

    Raises ``PreparationError`` as ``trimmed_glue`` does.
    """
    no_storage, worker = worker_scripts()
    glue = trimmed_glue(pyscript).read_bytes()
    front = {
        f"1-{no_storage.name}": no_storage.read_bytes(),
        "2-pyodide.js": glue,
        f"3-{worker.name}": worker.read_bytes(),
    }
    return cached_file("worker.zip", {**_inputs(), **front}, lambda: packed_zip(front))


def trimmed_glue(pyscript: Path) -> Path:
    """Return Pyodide's JavaScript without the functions that neither the WebAssembly nor a script can reach.

    The scripts are the worker's own and the bundled ``pyscript``. Raises ``PreparationError`` if node or a
    package is missing, or if Pyodide's JavaScript is not built as expected.
    """
    readers = [pyscript, *worker_scripts()]

    def make() -> bytes:
        pyodide = str(npm.install_packages() / "pyodide")
        return _run_script("trim_glue.mjs", pyodide=pyodide, readers=[str(path) for path in readers])

    inputs = {**_inputs(_HERE / "trim_glue.mjs", *worker_scripts()), "pyscript": pyscript.read_bytes()}
    return cached_file("pyodide.js", inputs, make)


def stand_ins() -> dict[str, str]:
    """Return the sources that replace modules of the standard library: path in it -> source."""
    sources = {
        path.relative_to(_STAND_INS).as_posix(): path.read_text("utf-8")
        for path in sorted(_STAND_INS.rglob("*.py"))
    }
    left_out = sources.pop("left_out.py")
    return {**dict.fromkeys(LEFT_OUT, left_out), **sources}


def _inputs(*paths: Path) -> dict[str, bytes]:
    return read_inputs(Path(__file__).resolve(), _HERE.parent / "archive.py", PACKER, *paths)


def _run_script(name: str, **request: object) -> bytes:
    try:
        return npm.run_script(_HERE / name, **request)
    except PreparationError as error:
        said = _(
            "{error}\nIf Pyodide was updated: {script} may no longer fit it; "
            "generator/runtime/trimming/README.md says what to do"
        )
        raise PreparationError(said.format(error=error, script=name)) from error
