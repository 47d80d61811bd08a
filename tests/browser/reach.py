"""Note which functions of Pyodide's WebAssembly a visit enters: ``python -m tests.browser.reach``.

A step of ``make runtime``. It builds a site whose WebAssembly notes each function that is entered, and asks
the site's Python in Chromium everything that a visit can ask. It starts Python anew many times (the hashes
differ each time), with and without stack switching, and writes ``generator/runtime/trimming/reached.json``.
"""

from __future__ import annotations

import contextlib
import io
import secrets
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import click
from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from generator import output
from generator.runtime import npm, store
from generator.runtime.archive import packed_zip
from generator.runtime.trimming import reached, trim, wasm
from generator.site.files import configured_site_files
from harness import browsers
from harness.paths import EXAMPLE
from harness.servers import plain_server
from questionnaire import slips
from tests import golden

STARTS = 12  # starts of a new Python, for each kind of browser
MANY = 40  # times to ask one Python everything, so that its garbage collector runs

NOTING = """
const instantiate = WebAssembly.instantiate;
WebAssembly.instantiate = async (...given) => {
  const made = await instantiate(...given);
  const { exports } = made.instance ?? made;
  if (exports["entered-0"]) {
    const names = Object.keys(exports).filter((name) => name.startsWith("entered-"));
    globalThis.entered = () =>
      names.filter((name) => exports[name].value).map((name) => Number(name.slice("entered-".length)));
  }
  return made;
};
"""
# Without stack switching (JSPI), as in browsers that have none.
_PLAIN = "delete WebAssembly.Suspending; delete WebAssembly.promising;"

_ASK = """
async ({ sheets, typed, codes, ballots, times }) => {
  const { sync } = document.querySelector("script[type=py]").xworker;
  const answers = [];
  for (let time = 0; time < times; time++) {
    for (const sheet of sheets) {
      const json = JSON.stringify(sheet);
      for (const detail of ["levers", "type"]) answers.push(await sync.classify(json, detail));
    }
    for (const slip of typed) answers.push(await sync.read_slip(slip));
    for (const code of codes) {
      answers.push(await sync.contribution(code), await sync.contribution(code, typed[0]));
    }
    for (const ballot of ballots) {
      answers.push(await sync.sealed_body(ballot), await sync.sealed_body(ballot, typed[0]));
    }
  }
  for (const broken of ["", "{", "[]", "null", '{"A1": 1e400}', '{"A1": "\\\\ud800"}']) {
    answers.push(await sync.classify(broken, "type").catch(String));
  }
  return answers.length;
}
"""

# Texts that people may type into the field for a slip.
_TYPED = ("", " ", "abc", "AAAA-AAAA", "äöü ß €", "\U0001f600" * 5, "\ud800", "0" * 300, "O0I1 l", "a\tb\nc")


def main() -> None:
    """Find the functions and write ``reached.json``."""
    pyodide = npm.install_packages() / "pyodide"
    whole = (pyodide / reached.WASM).read_bytes()
    found: set[int] = set()
    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        for front in (NOTING, _PLAIN + NOTING):
            with tempfile.TemporaryDirectory() as scratch:
                write(Path(scratch), wasm.instrument(whole), front)
                for entered in _visits(browser, Path(scratch)):
                    click.echo(f"{len(entered)} functions entered, {len(entered - found)} of them new")
                    found |= entered
        browser.close()
    reached.write(pyodide, found)
    click.echo(f"{len(found)} of {wasm.count_functions(whole)} functions are entered: {reached.FILE}")


def _visits(browser: Browser, folder: Path) -> Iterator[set[int]]:
    asked = {
        "sheets": [answers for answers, *_ in (*golden.sheets(), *golden.refused())],
        "typed": [slips.grouped(slips.draw(secrets.randbelow)), *_TYPED],
        "ballots": ["A" * 84, "-_" * 74],  # in base64url, with one seal and with two
        "codes": sorted({code for *_, codes in golden.sheets() for code in codes.values()}),
    }
    with plain_server(folder) as address:
        for start in range(STARTS):
            context = browser.new_context()
            page = context.new_page()
            _start(page, address)
            page.evaluate(_ASK, {**asked, "times": MANY if start == 0 else 1})
            yield set(page.workers[0].evaluate("entered()"))
            context.close()


def _start(page: Page, address: str) -> None:
    """Wait until the page's Python is ready; if none or another one starts, end with the browser's error."""
    page.goto(address)
    with contextlib.suppress(PlaywrightTimeout):
        page.wait_for_selector("html:is([data-python=ready], [data-error])", timeout=120_000)
    if not (page.workers and page.workers[0].evaluate("'entered' in globalThis")):
        error = page.locator("html").get_attribute("data-error") or "the browser says nothing"
        raise SystemExit(
            f"Python did not start ({error}); generator/runtime/trimming/README.md says what to do"
        )


def write(folder: Path, binary: bytes, front: str) -> None:
    """Write the example site with the WebAssembly ``binary``; the script ``front`` runs before the worker."""
    with tempfile.TemporaryDirectory() as scratch:
        zipped = Path(scratch) / "pyodide.wasm.zip"
        zipped.write_bytes(trim.zipped_wasm(binary))
        # A new Pyodide has no trimmed WebAssembly yet.
        with mock.patch.object(trim, "trimmed_wasm", return_value=zipped):
            files = store.runtime_files()
    with zipfile.ZipFile(io.BytesIO(files["worker.zip"])) as archive:
        scripts = {name: archive.read(name) for name in archive.namelist()}
    files["worker.zip"] = packed_zip({"0-noting.js": front.encode(), **scripts})
    with mock.patch.object(store, "runtime_files", return_value=files):
        output.write(configured_site_files(EXAMPLE), folder)


if __name__ == "__main__":
    main()
