"""A single file that was cut off or changed on its way says so, in every engine, and does nothing else."""

from __future__ import annotations

import quopri
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from harness import single_files
from harness.engines.window import Engine, Window
from harness.polling import until
from questionnaire import survey_texts

pytestmark = pytest.mark.browser

Change = Callable[[bytes], bytes]

SENTENCE = survey_texts.load("de")["single"]["damaged"]
# What the head shows, if it takes any room: a list of strings of CSS, joined.
_IN_HEAD = """(() => {
    const said = getComputedStyle(document.head, "::before").content;
    return document.head.getBoundingClientRect().height > 20 ? said : "";
})()"""
_WATCH_HEAD = """
window.looked = 0;
window.seen = false;
requestAnimationFrame(function look() {
    window.looked++;
    window.seen ||= document.head.checkVisibility();
    requestAnimationFrame(look);
});
"""
NOWHERE = "127.0.0.1:9"  # no proxy is there: the network is cut

# Where a file is cut off: in the first of each of these marks. Of the first three the head tells without a
# script: it is not there yet.
BEFORE_SCRIPTS = {
    "the very sentence": "unterwegs",
    "second sentence": '<meta name="damaged" lang="en"',
    "policy": '<meta http-equiv="Content-Security-Policy"',
    "guard": "DOMContentLoaded",
}
PLACES = {
    "after the guard": '<meta name="viewport"',
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


def shown_in_head(window: Window) -> str:
    """Return the sentences in the head, as far as they are there and shown."""
    return re.sub(r'" ?"', "", window.evaluate(_IN_HEAD)).strip('"')


def test_cut_off_within_the_head_before_any_script(engine: Engine, contents: bytes, tmp_path: Path) -> None:
    """Some 300 bytes from the beginning, even within the sentence, the head shows it by its style alone."""
    for name, mark in BEFORE_SCRIPTS.items():
        cut = contents.index(mark.encode()) + len(mark) // 2
        assert cut < 5_000
        with engine.window(NOWHERE) as window:
            opened(window, contents[:cut], tmp_path)
            until(lambda: shown_in_head(window), "a sentence is shown")
            start = SENTENCE[:20] if name == "the very sentence" else SENTENCE
            assert shown_in_head(window).startswith(start)
            assert window.evaluate("document.body.innerText") == ""


def test_a_whole_file_never_shows_the_head(browser: Browser, contents: bytes, tmp_path: Path) -> None:
    """Looked at before every picture that the browser draws; in a file that is cut off, it is seen so."""
    page = browser.new_page()
    page.add_init_script(_WATCH_HEAD)
    path = tmp_path / "file.html"
    for end, seen in ((contents.index(b"<script>"), True), (len(contents), False)):
        path.write_bytes(contents[:end])
        page.goto(path.as_uri())
        until(lambda: page.evaluate("window.looked > 20"), "the browser has drawn")
        assert page.evaluate("window.seen") is seen
    page.close()


def test_cut_off_at_any_of_these_places(engine: Engine, contents: bytes, tmp_path: Path) -> None:
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


def test_a_file_in_the_coding_of_a_mail_says_so(engine: Engine, contents: bytes, tmp_path: Path) -> None:
    """Quoted-printable (RFC 2045) that nobody undid breaks the markup, but not the head's style."""
    with engine.window(NOWHERE) as window:
        opened(window, quopri.encodestring(contents), tmp_path)
        until(lambda: shown_in_head(window), "a sentence is shown")
        assert shown_in_head(window).startswith(SENTENCE)
        assert window.evaluate("document.documentElement.dataset.ready ?? null") is None


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
