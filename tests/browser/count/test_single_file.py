"""``auswertung.html`` as a build writes it: with all of Python inside, from a folder, without a network."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.report.files import report_files
from harness import sites
from harness.releases import published, saved
from questionnaire.disclosure import release

BALLOTS = {"A-ST": 30, "A-SB": 12, "B-T": 9, "M": 14, "N": 15}
READY = 60_000  # milliseconds; Python starts in a few seconds, on a busy machine in many


def opened(browser: Browser, file: Path) -> Page:
    """Open ``file`` without a network."""
    page = browser.new_context(locale="de-DE", offline=True).new_page()
    page.goto(file.as_uri())
    return page


def test_the_report_is_the_natively_made_one(
    browser: Browser, file: Path, config_path: Path, tmp_path: Path
) -> None:
    """Typed, closed and downloaded with Python in the browser: every byte is as on this machine."""
    page = opened(browser, file)
    page.locator("html[data-stage=counting]").wait_for(timeout=READY)
    page.fill("#heap-number", "1")
    page.keyboard.press("Enter")
    total = 0
    for code, number in BALLOTS.items():
        total += number
        page.fill("#entry", f"{code} {number}")
        page.keyboard.press("Enter")
        page.locator("#said", has_text=f"{total} in diesem Stapel").wait_for()
    page.fill("#table", str(total))
    page.keyboard.press("Enter")
    page.click("[data-action=close]")
    page.click("#question-yes")
    page.frame_locator("#view").locator("#pattern").wait_for()
    with page.expect_download() as downloading:
        page.click("[data-action=download]")
    downloading.value.save_as(tmp_path / "report.zip")
    with zipfile.ZipFile(tmp_path / "report.zip") as archive:
        made = {name: archive.read(name) for name in archive.namelist()}
    config, brand_files = sites.only(config_path)
    native = saved(config, release(BALLOTS, threshold=config.survey.threshold, invited=140))
    assert made["report.json"] == published(config, native)
    assert made == report_files(config, brand_files, native)
    page.context.close()


@pytest.mark.parametrize("share", [0.02, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_off_says_so(browser: Browser, file: Path, tmp_path: Path, share: float) -> None:
    """Wherever it ends: nobody counts on half a program, and nobody is left without a sentence."""
    whole = file.read_bytes()
    cut = tmp_path / "auswertung.html"
    cut.write_bytes(whole[: int(len(whole) * share)])
    page = opened(browser, cut)
    expect(page.locator(".damaged, #problem").locator("visible=true").first).to_be_visible(timeout=READY)
    expect(page.locator("#begin")).to_be_hidden()
    page.context.close()


def test_a_file_that_was_changed_on_its_way_says_so(browser: Browser, file: Path, tmp_path: Path) -> None:
    """One letter of Python's parts is another: they are refused before anything of them runs."""
    contents = bytearray(file.read_bytes())
    place = contents.index(b'data-part="packages.zip">') + 100_000
    contents[place] = ord("A") if contents[place] != ord("A") else ord("B")
    changed = tmp_path / "auswertung.html"
    changed.write_bytes(contents)
    page = opened(browser, changed)
    expect(page.locator("#problem-text")).to_contain_text("konnte nicht starten", timeout=READY)
    page.context.close()
