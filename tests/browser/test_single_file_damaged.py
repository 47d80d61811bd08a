"""A single file that was cut off or changed on its way says so, in every engine, and does nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright

from harness import single_files
from harness.engines import start, wanted
from harness.engines.window import Engine, Window
from harness.polling import until
from questionnaire import survey_texts

pytestmark = pytest.mark.browser

Change = Callable[[bytes], bytes]

SENTENCE = survey_texts.load("de")["single"]["damaged"]
NOWHERE = "127.0.0.1:9"  # no proxy is there: the network is cut

# Where a file is cut off: the first place behind each of these marks, or a share of the whole.
PLACES = {
    "style": '<style data-sheet="assets/site.css">@layer',
    "first script": "firstPaint",
    "start page": '<section id="start">',
    "question": 'data-item="B2"',
    "result texts": '<template id="result-blocks">',
    "another page": '<noscript data-page="en/privacy.html">',
    "another style": '<template data-sheet="assets/paper.css">',
    "program": '<template id="program">',
    "runtime": 'data-part="pyodide.wasm.02.zip"',
    "end": '<span id="whole"',
}


@pytest.fixture(scope="module", params=wanted())
def engine(
    request: pytest.FixtureRequest, playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Engine]:
    """Each engine, started once."""
    with start.started(request.param, playwright, tmp_path_factory.mktemp(request.param)) as running:
        yield running


@pytest.fixture(scope="module")
def contents(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The single file as a build makes it."""
    return single_files.built(tmp_path_factory.mktemp("single")).read_bytes()


def opened(window: Window, contents: bytes, folder: Path) -> None:
    """Open a file with ``contents``."""
    path = folder / "file.html"
    path.write_bytes(contents)
    window.goto(path.as_uri())


def assert_says_damaged(window: Window) -> None:
    """The sentence is shown and alone; no question can be answered and no Python begins."""
    shown = "document.querySelector('.damaged')?.checkVisibility() && document.body.innerText"
    until(lambda: window.evaluate(shown), "a sentence is shown")
    assert SENTENCE in window.evaluate(shown)
    assert not window.evaluate("document.querySelector('#start')?.checkVisibility() ?? false")
    assert window.evaluate("document.documentElement.dataset.ready ?? null") is None


def test_cut_off_at_any_of_ten_places(engine: Engine, contents: bytes, tmp_path: Path) -> None:
    """In a style, a script, a text, the runtime, just before its end: each time there is the sentence."""
    for mark in PLACES.values():
        cut = contents.index(mark.encode()) + len(mark) // 2
        assert cut > 0
        with engine.window(NOWHERE) as window:
            opened(window, contents[:cut], tmp_path)
            assert_says_damaged(window)


def changed_encoding(contents: bytes) -> bytes:
    """Return ``contents`` as a mail program saves them that writes Latin-1 and leaves the declaration."""
    return contents.decode().encode("latin-1", "xmlcharrefreplace")


def read_as_another(contents: bytes) -> bytes:
    """Return ``contents`` as a program saves them that took UTF-8 for Windows-1252."""
    return contents.decode("cp1252", "replace").encode()


def wrapped(contents: bytes) -> bytes:
    """Return ``contents`` with lines that are no longer than a mail may have (RFC 5322)."""
    return re.sub(rb"([^\n]{990})", rb"\1\r\n", contents)


def without_a_word(contents: bytes) -> bytes:
    """Return ``contents`` with one word of the privacy page changed."""
    at = contents.index(b'<noscript data-page="privacy.html">')
    return contents[:at] + contents[at:].replace(b"verlassen", b"verlaSSen", 1)


def another_start(contents: bytes) -> bytes:
    """Return ``contents`` with one word of the start page changed."""
    return contents.replace(b"Beginnen</button>", b"Beenden</button>", 1)


@pytest.mark.parametrize(
    "change", [changed_encoding, read_as_another, wrapped, without_a_word, another_start]
)
def test_a_file_that_was_changed_says_so(
    engine: Engine, contents: bytes, tmp_path: Path, change: Change
) -> None:
    """Another encoding, wrapped lines, another word: the sentence comes, if only after its ten seconds."""
    damaged = change(contents)
    assert damaged != contents
    with engine.window(NOWHERE) as window:
        opened(window, damaged, tmp_path)
        window.evaluate("document.getAnimations().forEach((animation) => animation.finish())")
        shown = "document.querySelector('.damaged')?.checkVisibility({ visibilityProperty: true }) ?? false"
        until(lambda: window.evaluate(shown), "a sentence is shown")
        assert SENTENCE in window.evaluate("document.querySelector('.damaged').innerText")
        assert window.evaluate("document.documentElement.dataset.ready ?? null") is None


@pytest.mark.parametrize(
    "saved",
    [
        lambda contents: contents.replace(b"\n", b"\r\n"),
        lambda contents: contents.decode().encode("utf-16"),
        lambda contents: b"\xef\xbb\xbf" + contents,
    ],
    ids=["line ends", "UTF-16", "byte order mark"],
)
def test_a_change_that_harms_nothing_is_no_reason_to_refuse(
    engine: Engine,
    contents: bytes,
    tmp_path: Path,
    saved: Change,
) -> None:
    """Windows' line ends, and encodings that the file itself declares: Python is ready."""
    with engine.window(NOWHERE) as window:
        opened(window, saved(contents), tmp_path)
        ready = "document.documentElement.dataset.python === 'ready'"
        until(lambda: window.evaluate(ready), "Python is ready")
        assert not window.evaluate("document.querySelector('.damaged').checkVisibility()")


def test_a_damaged_runtime_does_not_run(engine: Engine, contents: bytes, tmp_path: Path) -> None:
    """One byte of the WebAssembly is another: its SHA-256 tells, and the page offers the paper version."""
    at = contents.index(b">", contents.index(b'data-part="pyodide.wasm.03.zip"')) + 1_000
    other = b"B" if contents[at : at + 1] == b"A" else b"A"
    with engine.window(NOWHERE) as window:
        opened(window, contents[:at] + other + contents[at + 1 :], tmp_path)
        failed = "document.documentElement.dataset.reason === 'file'"
        until(lambda: window.evaluate(failed), "the page says that a part is damaged")
        said = window.evaluate("document.querySelector('.notice[data-reason=file]').innerText")
        assert survey_texts.load("de")["single"]["failed_file"] in said
        assert window.evaluate("document.documentElement.dataset.error").startswith("pyodide.wasm.03.zip")
