"""What was typed is never lost: reload, crash, two windows, a lost Python, a browser that lacks something."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Dialog, FilePayload, Page, expect

from harness.paths import EXAMPLES

pytestmark = pytest.mark.browser

READY = 120_000  # milliseconds; how long a test waits for Python, not how long it may take
NAME = '[data-at="brand.name"] input'
LOGO = (EXAMPLES / "lumo" / "logo.svg").read_bytes()
LOST = "Worker.prototype.postMessage = function () { this.dispatchEvent(new ErrorEvent('error')); }"
_FULL = """
IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); };
"""
_KEPT = """new Promise((resolve) => {
    const request = indexedDB.open("lastbild-studio");
    request.onsuccess = () => {
        const stores = [...request.result.objectStoreNames];
        request.result.close();
        resolve(stores);
    };
})"""


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser's profile."""
    opened = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    yield opened
    opened.close()


def open_studio(context: BrowserContext, address: str, before: str = "") -> Page:
    """Open the studio in a window, and wait until Python answers."""
    page = context.new_page()
    if before:
        page.add_init_script(before)
    page.goto(address)
    expect(page.locator("#ready .open").first).to_be_attached(timeout=READY)
    return page


def consent(page: Page) -> None:
    """Let the browser remember, and wait until it has."""
    page.locator('.steps a[data-step="finish"]').click()
    page.locator("#keep").check()
    page.wait_for_timeout(3000)
    page.locator('.steps a[data-step="brand"]').click()


def test_what_was_typed_comes_back_after_a_crash(context: BrowserContext, static_address: str) -> None:
    """With consent: a window that ends without a word leaves all but the last moment to the next one."""
    page = open_studio(context, static_address)
    consent(page)
    page.locator(NAME).fill("Muster Service GmbH")
    page.wait_for_timeout(3000)
    page.close(run_before_unload=False)
    again = open_studio(context, static_address)
    expect(again.locator(NAME)).to_have_value("Muster Service GmbH")
    again.locator('.steps a[data-step="finish"]').click()
    expect(again.locator("#keep")).to_be_checked()
    again.locator('[data-action="forget"]').click()
    again.wait_for_timeout(500)
    again.close(run_before_unload=False)
    expect(open_studio(context, static_address).locator(NAME)).to_have_value("Ihre Organisation")


def test_without_consent_nothing_is_written_and_leaving_warns(
    context: BrowserContext, static_address: str
) -> None:
    """The browser asks before the window closes, and holds no word of it."""
    page = open_studio(context, static_address)
    page.locator(NAME).fill("Muster Service GmbH")
    page.wait_for_timeout(1000)
    assert page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    page.close(run_before_unload=True)
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]


def test_a_second_window_says_so_and_overwrites_nothing(context: BrowserContext, static_address: str) -> None:
    """It keeps nothing until somebody goes on there; then the first one says that it keeps no more."""
    first = open_studio(context, static_address)
    consent(first)
    second = open_studio(context, static_address)
    expect(second.locator("#banner p")).to_contain_text("anderen Fenster")
    second.locator(NAME).fill("Zweites Fenster GmbH")
    second.wait_for_timeout(1500)
    second.locator('.steps a[data-step="finish"]').click()
    expect(second.locator("#keep")).not_to_be_checked()
    second.locator('#banner [data-action="answer"]').click()
    expect(first.locator("#banner p")).to_contain_text("arbeitet jetzt weiter")


def test_a_full_storage_is_said_and_work_goes_on(context: BrowserContext, static_address: str) -> None:
    """A sentence, and the form goes on as before."""
    page = open_studio(context, static_address, _FULL)
    page.locator('.steps a[data-step="finish"]').click()
    page.locator("#keep").click()
    expect(page.locator("#banner p")).to_contain_text("kein Platz")
    expect(page.locator("#keep")).not_to_be_checked()
    page.locator('.steps a[data-step="brand"]').click()
    page.locator(NAME).fill("Muster Service GmbH")
    page.locator(NAME).press("Tab")
    expect(page.frame_locator(".device.phone iframe:not(.next)").locator(".brand")).to_contain_text(
        "Muster Service GmbH"
    )


def test_without_webassembly_the_form_stays(context: BrowserContext, static_address: str) -> None:
    """A browser in which it is switched off: a sentence that says which browsers can, and the fields stay."""
    page = context.new_page()
    page.add_init_script("delete globalThis.WebAssembly")
    page.goto(static_address)
    page.locator(NAME).fill("Muster Service GmbH")
    expect(page.locator("#banner p")).to_contain_text("WebAssembly fehlt")
    expect(page.locator(NAME)).to_have_value("Muster Service GmbH")


def test_a_missing_file_is_said_and_a_second_start_goes_on(
    context: BrowserContext, static_address: str
) -> None:
    """What was typed before Python came is in the site once the file is there."""
    page = context.new_page()
    page.route("**/python/packages.01.zip", lambda route: route.fulfill(status=404))
    page.goto(static_address)
    page.locator(NAME).fill("Muster Service GmbH")
    expect(page.locator("#banner p")).to_contain_text("ließ sich nicht laden", timeout=READY)
    page.unroute("**/python/packages.01.zip")
    page.locator('#banner [data-action="answer"]').click()
    brand = page.frame_locator(".device.phone iframe:not(.next)").locator(".brand")
    expect(brand).to_contain_text("Muster Service GmbH", timeout=READY)


def test_a_lost_python_starts_again_with_everything(context: BrowserContext, static_address: str) -> None:
    """A sentence and a button; what was typed before and after is in a file that is asked for at once."""
    page = open_studio(context, static_address)
    page.locator(NAME).fill("Muster Service GmbH")
    page.wait_for_timeout(2500)
    page.evaluate(f"{{ window.post = Worker.prototype.postMessage; {LOST}; }}")
    colour = page.locator('[data-at="brand.primary"] input[type="text"]')
    colour.fill("#7a1f3d")
    colour.press("Tab")
    expect(page.locator("#banner p")).to_contain_text("stehen geblieben")
    page.evaluate("() => { Worker.prototype.postMessage = window.post; }")
    page.locator('#banner [data-action="answer"]').click()
    page.locator('.steps a[data-step="finish"]').click()
    with page.expect_download(timeout=READY) as download:
        page.locator('section [data-action="save-toml"]').click()
    text = download.value.path().read_text("utf-8")
    assert 'name = "Muster Service GmbH"' in text
    assert 'primary = "#7a1f3d"' in text


@pytest.mark.parametrize(
    ("name", "contents", "sentence"),
    [
        ("seite.zip", b"PK\3\4 broken", "beschädigt"),
        ("brief.docx", b"PK\3\4", "site.toml"),
        ("site.toml", b"[brand\nname", "Zeile 1"),
    ],
)
def test_what_cannot_be_opened_is_said(
    context: BrowserContext, static_address: str, name: str, contents: bytes, sentence: str
) -> None:
    """No zip, another kind of file, a site.toml that is no TOML: a sentence, nothing typed is replaced."""
    page = open_studio(context, static_address)
    file = FilePayload(name=name, mimeType="application/octet-stream", buffer=contents)
    page.locator("#file-to-open").set_input_files(file)
    expect(page.locator("#banner p")).to_contain_text(sentence)
    expect(page.locator(NAME)).to_have_value("Ihre Organisation")


@pytest.mark.parametrize("remembers", [False, True])
def test_the_other_language_takes_everything_along(
    context: BrowserContext, static_address: str, *, remembers: bool
) -> None:
    """Text, logo and step are there in English, without a question; nothing is written without consent."""
    page = open_studio(context, static_address)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    page.on("dialog", answer)
    if remembers:
        consent(page)
    logo = FilePayload(name="mark.svg", mimeType="image/svg+xml", buffer=LOGO)
    page.locator('[data-at="brand.logo"] input[type="file"]').set_input_files(logo)
    expect(page.locator('[data-at="brand.logo"] .name')).to_have_text("mark.svg")
    page.locator('.steps a[data-step="site"]').click()
    page.locator('[data-at="site.address"] input').fill("https://lastbild.muster.de/")
    page.locator(".masthead .files a").click()
    page.wait_for_url("**/en.html#site")
    expect(page.locator("#ready .open").first).to_be_attached(timeout=READY)
    expect(page.locator('[data-at="site.address"] input')).to_have_value("https://lastbild.muster.de/")
    page.locator('.steps a[data-step="brand"]').click()
    expect(page.locator('[data-at="brand.logo"] .name')).to_have_text("mark.svg")
    expect(page.locator("#notes")).to_be_hidden()
    assert page.evaluate("window.name") == ""
    page.locator('.steps a[data-step="finish"]').click()
    expect(page.locator("#keep")).to_be_checked(checked=remembers)
    assert asked == []


def test_the_other_language_before_python_is_there(context: BrowserContext, static_address: str) -> None:
    """What was typed while the studio was loading goes along, too."""
    page = context.new_page()
    page.goto(static_address)
    page.locator(NAME).fill("Muster Service GmbH")
    page.locator(".masthead .files a").click()
    page.wait_for_url("**/en.html*")
    expect(page.locator("#ready .open").first).to_be_attached(timeout=READY)
    expect(page.locator(NAME)).to_have_value("Muster Service GmbH")


def test_the_other_language_beside_serve(studio: Page, workspace: Path) -> None:
    """The last letters are in the file before the page changes."""
    studio.locator(NAME).fill("Muster Service GmbH")
    studio.locator(".masthead .files a").click()
    studio.wait_for_url("**/en.html*")
    expect(studio.locator(NAME)).to_have_value("Muster Service GmbH")
    assert "Muster Service GmbH" in (workspace / "site.toml").read_text("utf-8")
