"""The plan's page for people: by keyboard, in two languages, on a phone, on paper, and without Python."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, expect

from harness import axe

READY = 60_000  # milliseconds; Python starts in a few seconds, on a busy machine in many
SIZES = [(320, 640), (360, 640), (1366, 641)]
RULE = '[data-measure="boundary-rule"]'


@pytest.fixture
def page(browser: Browser, file: Path) -> Iterator[Page]:
    """The page, opened without a network; it must not have failed."""
    context = browser.new_context(locale="de-DE", offline=True, viewport={"width": 1366, "height": 641})
    page = context.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(file.as_uri())
    yield page
    context.close()
    assert errors == []


def ready(page: Page) -> None:
    """Wait until Python is there."""
    page.locator("html[data-stage=ready]").wait_for(timeout=READY, state="attached")


def fill_in(page: Page) -> None:
    """Decide one measure, put off another, write an own one; the owners are missing."""
    page.check(f"{RULE} [data-entry=chosen]")
    page.fill(f"{RULE} [data-entry=by]", "2027-03-31")
    page.check('[data-measure="peer-first-aid"] [data-entry=chosen]')
    page.check('[data-measure="peer-first-aid"] [value=not_now]')
    page.locator(".own [data-entry=chosen]").first.check()


def test_it_is_accessible_speaks_english_and_fits(page: Page) -> None:
    """By every rule of axe in both languages, in light and dark; nothing is cut off on a narrow screen."""
    ready(page)
    fill_in(page)
    page.locator("#missing").wait_for()
    for summary in page.locator("#plan summary").all():
        summary.click()
    assert axe.faults(page) == []
    german = set(page.locator("main").inner_text().splitlines())
    page.click("[data-language=en]")
    page.locator("#gaps", has_text="nobody answers").wait_for()
    left = german & set(page.locator("main").inner_text().splitlines())
    assert {line for line in left if re.search(r"[a-z]{3}", line)} <= {
        "Wie geht es uns am Telefon?",
        "Training",
    }
    assert axe.faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert axe.faults(page, axe.COLOUR_RULES) == []
    for width, height in SIZES:
        page.set_viewport_size({"width": width, "height": height})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_measure_is_decided_by_keyboard_alone(page: Page) -> None:
    """Space ticks it, and the keyboard goes on to who answers for it and by when."""
    ready(page)
    page.locator(f"{RULE} [data-entry=chosen]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")  # decided or not
    page.keyboard.press("Tab")
    page.keyboard.type("Frau Kaya")
    expect(page.locator(f"{RULE} [data-entry=owner]")).to_have_value("Frau Kaya")
    page.keyboard.press("Enter")  # sends nothing
    expect(page.locator("#state")).to_contain_text("Entschieden: 1")


def test_the_bar_hides_no_field_that_has_the_focus(page: Page) -> None:
    """On a phone, too, a person sees what they write."""
    ready(page)
    page.set_viewport_size({"width": 360, "height": 640})
    fill_in(page)
    for field in page.locator(f"{RULE} :is(input, textarea)").all():
        if not field.is_visible():
            continue
        field.focus()
        bottom = field.evaluate("it => it.getBoundingClientRect().bottom")
        assert bottom <= page.locator(".bar").evaluate("it => it.getBoundingClientRect().top")


def test_it_can_be_filled_in_and_printed_before_python_is_there(page: Page) -> None:
    """And what is pressed too early is done once Python is ready."""
    page.check(f"{RULE} [data-entry=chosen]")
    page.fill(f"{RULE} [data-entry=owner]", "Frau Kaya")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert "Frau Kaya" in (page.locator("#protocol").text_content() or "")
    expect(page.locator("#state")).not_to_contain_text("Es fehlt nichts")  # nobody has looked yet
    with page.expect_download(timeout=READY) as downloading:
        page.click("[data-action=save]")
    assert downloading.value.suggested_filename == "plan.json"


def test_without_a_script_it_is_a_form_that_prints(browser: Browser, file: Path, tmp_path: Path) -> None:
    """A tick opens the fields, and paper shows what is ticked and nothing else of the catalogue."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file.as_uri())
    page.check(f"{RULE} [data-entry=chosen]")
    page.fill(f"{RULE} [data-entry=owner]", "Frau Kaya")
    expect(page.locator(f"{RULE} [data-entry=by]")).to_be_visible()
    expect(page.locator(".bar")).to_be_hidden()
    page.pdf(path=tmp_path / "form.pdf", format="A4")
    printed = text_of(tmp_path / "form.pdf")
    assert "Frau Kaya" in printed
    assert "Kollegiale Erstbetreuung" not in printed
    context.close()


def test_the_printed_protocol_is_text_with_lines_to_sign(page: Page, tmp_path: Path) -> None:
    """Two sheets at most for three decisions; nothing of the page itself is on them."""
    fill_in(page)
    page.locator("[data-text=title]").first.fill("Ein zweites Telefon für Rückfragen")
    page.pdf(path=tmp_path / "protocol.pdf", prefer_css_page_size=True)
    printed = text_of(tmp_path / "protocol.pdf")
    for part in (
        "Maßnahmenplan und Protokoll",
        "31. März 2027",
        "Ein zweites Telefon",
        "Betriebsrat, Personalrat",
    ):
        assert part in printed
    assert "Speichern" not in printed
    assert printed.count("\f") <= 2


def test_what_is_not_saved_is_not_lost_unasked(page: Page) -> None:
    """The browser asks before it leaves; after saving it does not."""
    ready(page)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.check(f"{RULE} [data-entry=chosen]")
    page.reload()
    assert asked == ["beforeunload"]
    ready(page)
    page.check(f"{RULE} [data-entry=chosen]")
    with page.expect_download():
        page.click("[data-action=save]")
    page.locator("#said", has_text="Gespeichert als plan.json").wait_for()
    page.reload()
    assert asked == ["beforeunload"]


def test_the_table_is_saved_too(page: Page) -> None:
    """For a spreadsheet, with the same words as every document."""
    ready(page)
    fill_in(page)
    with page.expect_download() as downloading:
        page.click("[data-action=table]")
    assert downloading.value.suggested_filename == "plan.csv"
    contents = Path(downloading.value.path()).read_text("utf-8-sig")
    assert "Eine Grenzregel mit Namen darunter" in contents


def text_of(pdf: Path) -> str:
    """Return the text of a PDF; a form feed ends each page."""
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, text=True, check=True)
    return done.stdout


def test_a_language_that_a_plan_made_up_stops_nothing(page: Page) -> None:
    """No browser has a name for it: its code is shown, and what was written can still be saved."""
    ready(page)
    report = json.loads(page.locator("#report").text_content() or "")
    own = {"status": "decided", "kind": "structure", "title": {"aa-bb-cc": "Ein Ruheraum"}}
    plan = json.dumps({"format": 1, "report": report, "decisions": [own]}).encode()
    page.set_input_files("#plan-file", {"name": "plan.json", "mimeType": "application/json", "buffer": plan})
    expect(page.locator(".other", has_text="Ein Ruheraum")).to_contain_text("aa-bb-cc")
    assert page.locator("html").get_attribute("data-stage") == "ready"
