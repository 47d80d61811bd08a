"""The trustee's page for people: by keyboard, in two languages, on a phone, in the dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.sealing.key_file import locked
from harness import axe
from harness.trustee_page import FIRST, PASSPHRASE, SECOND, sixty, urn_of
from questionnaire import urn as urns

READY = 60_000  # milliseconds; Python starts in a few seconds, on a busy machine in many
SIZES = [(320, 640), (360, 640), (1366, 641)]


# The same in German and in English, or no word.
_IN_BOTH_LANGUAGES = re.compile(r"|Passphrase|(hafen|zwei)-2027|\d[\d ]*|4 \(0123456789ab\)")


@pytest.fixture(scope="module")
def opened(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, opened without a network; it must not have failed."""
    context = browser.new_context(locale="de-DE", offline=True, viewport={"width": 1366, "height": 641})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(file.as_uri())
    yield page
    context.close()
    assert errors == []


@pytest.fixture
def page(opened: Page) -> Iterator[Page]:
    """The page at the choice of tasks, in German; a test leaves nothing behind."""
    opened.locator("html[data-stage=start]").wait_for(timeout=READY)
    yield opened
    opened.set_viewport_size({"width": 1366, "height": 641})
    opened.emulate_media(color_scheme="light")
    opened.click("[data-language=de]")
    _go_back(opened)


def _go_back(page: Page) -> None:
    """Leave whatever is shown for the choice of tasks; what is not saved is lost."""
    leaving = {"key": "#key [data-action=forget]", "result": "[data-action=leave]", "start": ""}
    stage = page.evaluate("document.documentElement.dataset.stage")
    if button := leaving.get(stage, f"#{stage} [data-action=start]"):
        page.click(button)
    if page.locator("#question").is_visible():
        page.click("#question-yes")


@pytest.fixture(scope="module")
def usb(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a key file and urns."""
    folder = tmp_path_factory.mktemp("stick")
    (folder / "trustee-key.json").write_bytes(locked(FIRST, PASSPHRASE, work=1_000))
    (folder / "second.json").write_bytes(locked(SECOND, PASSPHRASE, work=1_000))
    (folder / "one.urn.json").write_bytes(urns.dump(urn_of("hafen-2027", sixty(), [FIRST])))
    (folder / "other.urn.json").write_bytes(urns.dump(urn_of("lumo-2027", sixty(), [FIRST])))
    (folder / "two.urn.json").write_bytes(urns.dump(urn_of("zwei-2027", sixty(), [FIRST, SECOND])))
    return folder


def at_start(_page: Page, _usb: Path) -> None:
    """Stay at the choice of tasks."""


def at_make(page: Page, _usb: Path) -> None:
    """Go to the form that makes a key, and be refused."""
    page.click("[data-action=make]")
    page.keyboard.press("Tab")
    page.click("#make-form .primary")
    page.locator("#make-refused").wait_for()


def at_restore(page: Page, _usb: Path) -> None:
    """Go to the form that restores a key."""
    page.click("[data-action=restore]")


def at_key(page: Page, _usb: Path) -> None:
    """Have a new key."""
    page.click("[data-action=make]")
    for field in ("#make-passphrase", "#make-repeated"):
        page.fill(field, PASSPHRASE)
    page.keyboard.press("Enter")
    page.locator("#key").wait_for()


def at_urn(page: Page, usb: Path) -> None:
    """Look at an urn of two trustees, and try the key whose turn it is not."""
    page.click("[data-action=open]")
    page.set_input_files("#urn-file", usb / "two.urn.json")
    page.check("#compared")
    page.set_input_files("#key-file", usb / "trustee-key.json")
    page.fill("#open-passphrase", PASSPHRASE)
    page.click("#open-button")
    page.locator("#open-refused").wait_for()


def at_report(page: Page, usb: Path, urn: str = "one.urn.json") -> None:
    """Count an urn; of each survey a visit counts one."""
    page.click("[data-action=open]")
    page.set_input_files("#urn-file", usb / urn)
    page.check("#compared")
    page.set_input_files("#key-file", usb / "trustee-key.json")
    page.fill("#open-passphrase", PASSPHRASE)
    page.click("#open-button")
    page.locator("#result").wait_for()


def at_less(page: Page, usb: Path) -> None:
    """Take the outer seal off."""
    at_urn(page, usb)
    page.set_input_files("#key-file", usb / "second.json")
    page.click("#open-button")
    page.locator("#result").wait_for()


STAGES = pytest.mark.parametrize(
    "go", [at_start, at_make, at_restore, at_key, at_urn, at_report, at_less], ids=lambda go: go.__name__[3:]
)


@STAGES
def test_every_task_is_accessible_speaks_english_and_fits(
    page: Page, usb: Path, go: Callable[[Page, Path], None]
) -> None:
    """By every rule of axe in both languages, in light and dark; nothing is cut off on a narrow screen.

    What is said already changes its language, too: refusals, facts, results.
    """
    go(page, usb)
    assert axe.faults(page) == []
    german = set(page.locator("main").inner_text().splitlines())
    page.click("[data-language=en]")
    left = german & set(page.locator("main").inner_text().splitlines())
    assert [line for line in left if not _IN_BOTH_LANGUAGES.fullmatch(line.strip())] == []
    assert axe.faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe.faults(page, axe.COLOUR_RULES) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_key_is_made_by_keyboard_alone(page: Page) -> None:
    """Each heading gets the focus in its turn, so that a screen reader reads on from there."""
    page.locator("[data-action=make]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#make-title")).to_be_focused()
    for text in (PASSPHRASE, PASSPHRASE):
        page.keyboard.press("Tab")
        page.keyboard.type(text)
    page.keyboard.press("Enter")
    expect(page.locator("#key-title")).to_be_focused(timeout=READY)
    with page.expect_download() as downloading:
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
    assert downloading.value.suggested_filename == "trustee-key.json"


def test_two_presses_make_one_key(page: Page) -> None:
    """An impatient hand presses twice: what is saved first is the key that is shown."""
    page.click("[data-action=make]")
    for field in ("#make-passphrase", "#make-repeated"):
        page.fill(field, PASSPHRASE)
    page.evaluate("[1, 2].forEach(() => document.querySelector('#make-form .primary').click())")
    page.locator("#key").wait_for()
    shown = page.locator("#fingerprint").inner_text()
    page.wait_for_timeout(1_000)  # as long as a second key takes
    assert page.locator("#fingerprint").inner_text() == shown


def test_the_passphrase_is_shown_only_on_request(page: Page) -> None:
    """And hidden again in the same way."""
    page.click("[data-action=make]")
    for shown in ("text", "password"):
        page.locator("#make-form [data-shows]").click()
        expect(page.locator("#make-passphrase")).to_have_attribute("type", shown)


def test_a_key_that_is_nowhere_else_is_not_forgotten_unasked(page: Page, usb: Path) -> None:
    """The question says what is missing; afterwards nothing of the key is in the page."""
    at_key(page, usb)
    fingerprint = page.locator("#fingerprint").inner_text()
    page.click("[data-action=forget]")
    expect(page.locator("#question-text")).to_contain_text("nicht gespeichert oder die Kopie nicht gedruckt")
    page.click("#question-no")
    expect(page.locator("#key")).to_be_visible()
    for action in ("save-file", "save-copy"):
        with page.expect_download():
            page.click(f"[data-action={action}]")
    page.click("[data-action=forget]")
    expect(page.locator("#question-text")).to_contain_text("müssen jetzt an ihrem Platz sein")
    page.click("#question-yes")
    expect(page.locator("#start")).to_be_visible()
    assert fingerprint not in page.content()
    assert page.locator("#line").input_value() == ""


def test_an_urn_is_not_opened_before_it_is_compared(page: Page, usb: Path) -> None:
    """The operator wrote what it says of itself: compare first, then choose the file, type the passphrase."""
    page.click("[data-action=open]")
    page.set_input_files("#urn-file", usb / "two.urn.json")
    page.click("#open-button")
    expect(page.locator("#open-refused")).to_contain_text("Vergleichen Sie zuerst")
    page.check("#compared")
    page.click("#open-button")
    expect(page.locator("#open-refused")).to_contain_text("Wählen Sie zuerst Ihre Schlüsseldatei")
    page.set_input_files("#key-file", usb / "second.json")
    page.click("#open-button")
    expect(page.locator("#open-refused")).to_contain_text("Tippen Sie die Passphrase")


def test_no_exact_count_is_in_the_page(page: Page, usb: Path) -> None:
    """What is shown and handed over are the number of ballots and the release; no code has a number."""
    at_report(page, usb, "other.urn.json")
    with page.expect_download() as downloading:
        page.click("#report [data-action=save-result]")
    assert downloading.value.suggested_filename == "report.json"
    shown = page.locator("main").inner_text()
    assert "Beiträge in der Urne: 60. Keiner ist ungültig." in shown
    assert "A-S" not in shown


def test_without_the_browsers_cryptography_the_page_says_so(browser: Browser, file: Path) -> None:
    """And nothing can be begun."""
    context = browser.new_context(locale="de-DE", offline=True)
    context.add_init_script("Object.defineProperty(crypto, 'subtle', { value: undefined })")
    page = context.new_page()
    page.goto(file.as_uri())
    expect(page.locator("#problem-text")).to_contain_text("verschlüsselt in einer geöffneten Datei nicht")
    expect(page.locator("#start")).to_be_hidden()
    context.close()


@pytest.mark.parametrize("share", [0.02, 0.9, 0.999])
def test_a_file_that_was_cut_off_says_so(browser: Browser, file: Path, tmp_path: Path, share: float) -> None:
    """Wherever it ends: nobody makes a key on half a program."""
    whole = file.read_bytes()
    cut = tmp_path / "treuhand.html"
    cut.write_bytes(whole[: int(len(whole) * share)])
    context = browser.new_context(locale="de-DE", offline=True)
    page = context.new_page()
    page.goto(cut.as_uri())
    expect(page.locator(".damaged, #problem").locator("visible=true").first).to_be_visible(timeout=READY)
    expect(page.locator("#start")).to_be_hidden()
    context.close()
