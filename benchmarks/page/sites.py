"""Every page that is measured, in one folder: this site as built, each peer as its documentation says.

A page says that its Python can classify by ``html[data-python=ready]``.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from pathlib import Path

from benchmarks.page import markup
from benchmarks.peers import CHECKOUT, package
from benchmarks.results import MissingError
from generator.runtime import app, npm, store
from generator.runtime.archive import packed_zip
from harness.commands import build

OURS = "ours/"
OURS_PLAIN = "ours/index.html"  # the same, for a visit that has no secure context
FORM = "form.html"
BEHIND_START = "start.html"
SURVEY_JS = "surveyjs/index.html"
STOCK = "stock/main.html"
STOCK_WORKER = "stock/worker.html"
MICROPYTHON = "stock/micropython.html"
FLOOR = "stock/floor.html"
OUR_FLOOR = "floor/index.html"

NAMES = {
    OURS: "ours",
    OURS_PLAIN: "ours, without HTTPS",
    FORM: "bare HTML form",
    BEHIND_START: "the same form behind a bare start page",
    SURVEY_JS: "SurveyJS",
    STOCK: "stock PyScript, main thread",
    STOCK_WORKER: "stock PyScript, worker",
    MICROPYTHON: "PyScript + MicroPython",
    FLOOR: "bare loadPyodide, empty app",
    OUR_FLOOR: "our runtime files, empty app",
}

_MODULE = '<script type="module" src="{}"></script>'


def write(folder: Path, wanted: tuple[str, ...]) -> list[MissingError]:
    """Write the pages ``wanted`` and the files that they need; return what is missing on this machine."""
    missing = []
    _ours(folder / "ours")
    for path in wanted:
        try:
            _WRITERS[path](folder)
        except MissingError as error:
            missing.append(error)
    return missing


def written(folder: Path, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return those of ``wanted`` that have been written."""
    return tuple(path for path in wanted if (folder / path).exists())


def _ours(folder: Path) -> None:
    build(CHECKOUT / "examples" / "hafenkontor" / "site.toml", folder)


def _form(folder: Path) -> None:
    _write(folder / FORM, markup.form())


def _behind_start(folder: Path) -> None:
    _write(folder / BEHIND_START, markup.form_behind_start())


def _survey_js(folder: Path) -> None:
    core, ui = package("survey-core"), package("survey-js-ui")
    names = (core / "survey-core.min.css", core / "survey.core.min.js", ui / "survey-js-ui.min.js")
    for source in names:
        _copy(source, folder / "surveyjs" / source.name)
    _write(folder / "surveyjs" / "questions.js", markup.survey_js())
    styles = '<link rel="stylesheet" href="survey-core.min.css">'
    scripts = "".join(f'<script src="{source.name}"></script>' for source in names[1:])
    head = f'{styles}{scripts}<script src="questions.js"></script>'
    _write(folder / SURVEY_JS, markup.page("SurveyJS", head=head, body='<div id="survey"></div>'))


def _stock(folder: Path) -> None:
    """PyScript's documented use: core.js and core.css as they are, Pyodide as it is, files by zip."""
    _pyscript(folder)
    _write(folder / "stock" / "main.py", markup.python_form() + markup.QUESTIONNAIRE_RULE)
    config = '{"interpreter": "./pyodide/pyodide.mjs", "files": {"./app.zip": "./*"}}'
    _write(folder / STOCK, _page(f'<script type="py" src="main.py" config=\'{config}\'></script>'))


def _stock_worker(folder: Path) -> None:
    _pyscript(folder)
    _write(folder / "stock" / "worker.py", _WORKER)
    _write(folder / "stock" / "wait.js", _WAIT)
    config = '{"interpreter": "./pyodide/pyodide.mjs", "files": {"./app.zip": "./*"}}'
    tag = f'<script type="py" src="worker.py" worker config=\'{config}\'></script>'
    _write(folder / STOCK_WORKER, _page(_MODULE.format("wait.js") + tag))


def _micropython(folder: Path) -> None:
    _pyscript(folder)
    source = package("@micropython/micropython-webassembly-pyscript")
    for name in ("micropython.mjs", "micropython.wasm"):
        _copy(source / name, folder / "stock" / "micropython" / name)
    _write(folder / "stock" / "small.py", markup.python_form() + markup.MICROPYTHON_RULE)
    config = '{"interpreter": "./micropython/micropython.mjs"}'
    _write(folder / MICROPYTHON, _page(f'<script type="mpy" src="small.py" config=\'{config}\'></script>'))


def _floor(folder: Path) -> None:
    _pyscript(folder)
    _write(folder / "stock" / "floor.js", _FLOOR_WORKER.format(module="./pyodide/pyodide.mjs", options=""))
    _write(folder / "stock" / "start.js", _FLOOR_PAGE)
    _write(folder / FLOOR, markup.page("floor", head=_MODULE.format("start.js")))


def _our_floor(folder: Path) -> None:
    runtime = {name: io.BytesIO(contents) for name, contents in store.runtime_files().items()}
    with (
        zipfile.ZipFile(runtime["worker.zip"]) as scripts,
        zipfile.ZipFile(runtime["pyodide.wasm.zip"]) as binary,
    ):
        _write(folder / "floor" / "pyodide.js", scripts.read("2-pyodide.js").decode())
        (folder / "floor" / "pyodide.asm.wasm").write_bytes(binary.read(binary.namelist()[0]))
    (folder / "floor" / "stdlib.zip").write_bytes(runtime["stdlib.zip"].getvalue())
    _write(folder / "floor" / "floor.js", _OUR_FLOOR_WORKER)
    _write(folder / "floor" / "start.js", _FLOOR_PAGE)
    _write(folder / OUR_FLOOR, markup.page("floor", head=_MODULE.format("start.js")))


def _pyscript(folder: Path) -> None:
    stock = folder / "stock"
    if (stock / "app.zip").is_file():
        return
    packages = npm.install_packages()
    shutil.copytree(package("@pyscript/core", packages) / "dist", stock / "pyscript")
    shutil.copytree(package("pyodide", packages), stock / "pyodide")
    files = {
        name: source for name, source in app.collect().files.items() if name.startswith("questionnaire/")
    }
    (stock / "app.zip").write_bytes(packed_zip(files))


def _page(tags: str) -> str:
    head = f'<link rel="stylesheet" href="pyscript/core.css">{_MODULE.format("pyscript/core.js")}{tags}'
    return markup.page("stock", head=head)


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


_WRITERS = {
    OURS: lambda _: None,
    OURS_PLAIN: lambda _: None,
    FORM: _form,
    BEHIND_START: _behind_start,
    SURVEY_JS: _survey_js,
    STOCK: _stock,
    STOCK_WORKER: _stock_worker,
    MICROPYTHON: _micropython,
    FLOOR: _floor,
    OUR_FLOOR: _our_floor,
}

_WORKER = f"""
from pyscript import sync
from questionnaire import ITEM_IDS, classify
sync.classify = lambda: classify({markup.SHEET}).type
"""
_WAIT = """
const script = () => document.querySelector("script[type=py]");
while (!script()?.xworker) await new Promise((resolve) => setTimeout(resolve, 5));
await script().xworker.ready;
await script().xworker.sync.classify();
document.documentElement.dataset.python = "ready";
"""
_FLOOR_WORKER = """
import {{ loadPyodide }} from "{module}";
const python = await loadPyodide({options});
postMessage(python.runPython("1 + 1"));
"""
_OUR_FLOOR_WORKER = """
import "./pyodide.js";
const { loadPyodide, createPyodideModule, lockFileContents } = globalThis.pyodide;
const here = new URL("./", import.meta.url).href;
const files = { indexURL: here, packageBaseUrl: here, stdLibURL: `${here}stdlib.zip` };
const python = await loadPyodide({ ...files, createPyodideModule, lockFileContents });
await python.runPythonAsync("import sys");
postMessage("ready");
"""
_FLOOR_PAGE = """
const worker = new Worker("floor.js", { type: "module" });
worker.onmessage = () => { document.documentElement.dataset.python = "ready"; };
"""
