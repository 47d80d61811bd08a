"""The count's page: a box of ballots becomes a report on the facilitator's machine, and nothing is lost."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from harness import axe
from harness.count_page import Counter, write_page
from harness.releases import CLOSES, DAY, OPENS

LINES = ("a-st 30", "A-SB 12", "B-T 9", "m 14", "n 15")
BALLOTS = 80


def count_all(counter: Counter) -> None:
    """Count two heaps by keyboard alone."""
    counter.begin(1)
    for line in LINES[:2]:
        counter.enter(line)
    counter.said("42 in diesem Stapel")
    counter.finish(42)
    counter.said("Stapel 1 gezählt: 42 Stimmzettel.")
    counter.begin(2)
    for line in LINES[2:]:
        counter.enter(line)
    counter.said("38 in diesem Stapel")
    counter.finish(38)
    counter.said("Stapel 2 gezählt: 38 Stimmzettel.")


def release(counter: Counter) -> None:
    """Close after the last day, and say yes."""
    counter.day = CLOSES + DAY
    counter.load()
    counter.page.locator("[data-action=close]").wait_for(timeout=60_000)  # Python first reads what is kept
    counter.page.click("[data-action=close]")
    counter.page.click("#question-yes")
    counter.page.locator("#report").wait_for()


def test_the_report_is_deleted_in_the_browser_on_request(counter: Counter) -> None:
    """After a question; nothing that is asked afterwards brings it back, and the page still shows it."""
    count_all(counter)
    release(counter)
    counter.page.click("#wipe")
    expect(counter.page.locator("#question-text")).to_contain_text("noch nicht heruntergeladen")
    counter.page.click("#question-no")
    assert counter.kept() is not None
    counter.page.click("#wipe")
    counter.page.click("#question-yes")
    counter.said("merkt sich die Seite nichts mehr")
    counter.page.click("[data-language=en]")
    expect(counter.page.locator("#report-title")).to_have_text("The report")
    assert counter.kept() is None
    expect(counter.page.locator("#report")).to_be_visible()
    counter.load()
    expect(counter.page.locator("#begin")).to_be_visible()


def test_from_the_box_to_the_report(counter: Counter, tmp_path: Path) -> None:
    """Two heaps, typed without the mouse; closed, shown, downloaded: the very files of the desk."""
    count_all(counter)
    expect(counter.page.locator("#heaps-total")).to_have_text(f"{BALLOTS} von höchstens 140")
    release(counter)
    frame = counter.page.frame_locator("#view")
    expect(frame.locator("#pattern dt").first).to_contain_text("Gegenwind")
    expect(frame.locator("h1")).to_be_visible()
    assert (
        counter.page.locator("#view")
        .evaluate("frame => getComputedStyle(frame.contentDocument.querySelector('h1')).fontFamily")
        .startswith('"Alegreya Sans"')
    )
    with counter.page.expect_download() as downloading:
        counter.page.click("[data-action=download]")
    downloading.value.save_as(tmp_path / "report.zip")
    files = zipfile.ZipFile(tmp_path / "report.zip")
    assert {"index.html", "en/index.html", "workshop.html", "report.json", "report.csv"} <= set(
        files.namelist()
    )
    assert json.loads(files.read("report.json"))["contributions"] == BALLOTS


def test_links_of_the_report_lead_on_within_its_frame(counter: Counter) -> None:
    """To the workshop and back; the choice above says which page is shown."""
    count_all(counter)
    release(counter)
    frame = counter.page.frame_locator("#view")
    frame.locator("footer a[href='workshop.html']").last.click()
    frame.locator(".deck").wait_for()
    expect(counter.page.locator("#shown")).to_have_value("workshop.html")
    counter.page.select_option("#shown", "en/index.html")
    expect(frame.locator("html")).to_have_attribute("lang", "en")


def test_a_reload_and_a_crash_lose_nothing(counter: Counter) -> None:
    """Heaps, the heap at hand and each entry of it are there again, and can be taken back."""
    counter.begin(7)
    counter.enter("A-SB 3")
    counter.enter("M")
    counter.said("4 in diesem Stapel")
    counter.load()
    counter.said("Weiter, wo Sie aufgehört haben.")
    expect(counter.page.locator("#heap-total")).to_have_text("4")
    counter.page.click("[data-action=undo]")
    counter.said("M (1) zurückgenommen. 3 in diesem Stapel.")


def test_each_mistake_is_a_sentence_and_the_field_keeps_the_line(counter: Counter) -> None:
    """A typing error, another detail, another survey, too many, a heap twice, a wrong check total."""
    counter.begin(1)
    for line, sentence in (
        ("A-SX", "steht auf keinem Stimmzettel"),
        ("A", "Hier sehen die Codes aus wie A-ST"),
        ("probe A-ST", "gehört zur Befragung „probe“"),
        ("N 141", "eingeladen 140"),
    ):
        counter.enter(line)
        counter.refused(sentence)
        expect(counter.page.locator("#entry")).to_have_value(line)
        counter.page.fill("#entry", "")
    counter.enter("N 5")
    counter.said("5 in diesem Stapel")
    expect(counter.page.locator("#refused")).to_be_hidden()
    counter.finish(6)
    counter.refused("Eingegeben sind 5, auf dem Tisch liegen 6")
    counter.finish(5)
    counter.said("Stapel 1 gezählt")
    counter.page.fill("#heap-number", "1")
    counter.page.keyboard.press("Enter")
    counter.refused("Stapel 1 ist schon gezählt, mit 5 Stimmzetteln")


def test_codes_can_be_typed_without_dash_and_without_enter(counter: Counter) -> None:
    """A whole heap of three in six strokes; a number is still possible without the quick way."""
    counter.begin(1)
    counter.page.check("#quick")
    counter.page.focus("#entry")
    counter.page.keyboard.type("atmasb", delay=40)
    counter.said("3 in diesem Stapel")
    expect(counter.page.locator("#counts")).to_have_text("A-SB 1A-T 1M 1")


def test_nothing_is_lost_that_is_typed_while_the_desk_is_busy(counter: Counter) -> None:
    """Ten ballots by keyboard without a pause: each line is one entry, in their order."""
    counter.begin(1)
    counter.page.locator("#entry:focus").wait_for()
    counter.page.keyboard.type("".join(f"{line}\n" for line in ("a-st", "m", "n", "b-t", "m") * 2))
    counter.said("10 in diesem Stapel")
    expect(counter.page.locator("#counts")).to_have_text("A-ST 2B-T 2M 4N 2")
    expect(counter.page.locator("#entry")).to_have_value("")


def test_a_list_is_pasted(counter: Counter) -> None:
    """All of it or nothing: the faulty one is named and stays in its field."""
    counter.begin(1)
    counter.page.click("#list-details summary")
    counter.page.fill("#list", "A-ST 3\nM\nX-Y")
    counter.page.click("#list-form button")
    counter.refused("Eintrag 3 der Liste: „X-Y“")
    counter.page.fill("#list", "A-ST 3\nM")
    counter.page.click("#list-form button")
    counter.said("4 Stimmzettel aus der Liste")


def test_the_exact_counts_are_gone_once_the_report_is_kept(counter: Counter) -> None:
    """Before: numbers by code. After: the release, and nothing that undoes its rounding."""
    count_all(counter)
    assert '"A-SB":12' in (counter.kept() or "")
    release(counter)
    kept = json.loads(counter.kept() or "")
    assert (kept["counts"], kept["heaps"], kept["closed"]) == ({}, {}, True)
    counter.load()
    counter.page.locator("#report").wait_for()
    expect(counter.page.locator("#keeping")).to_contain_text("nur noch der Bericht")


def test_closing_early_is_asked_plainly_and_can_be_cancelled(counter: Counter) -> None:
    """On a day of the survey, the question names the last day; no closes nothing."""
    count_all(counter)
    counter.page.click("[data-action=close]")
    expect(counter.page.locator("#question-text")).to_contain_text("29. Januar 2027")
    expect(counter.page.locator("#question-text")).to_contain_text("80 Stimmzettel sind gezählt")
    counter.page.keyboard.press("Escape")
    expect(counter.page.locator("#begin")).to_be_visible()
    assert '"closed":false' in (counter.kept() or "")


def test_leaving_warns_while_something_is_counted(counter: Counter) -> None:
    """Not before the first ballot, and no longer once the report is downloaded."""
    counter.load()
    assert counter.dialogs == []
    counter.begin(1)
    counter.enter("M")
    counter.said("1 in diesem Stapel")
    counter.load()
    assert counter.dialogs == ["beforeunload"]
    counter.finish(1)
    release(counter)
    counter.page.click("[data-action=download]")
    counter.page.wait_for_timeout(300)
    asked = len(counter.dialogs)
    counter.load()
    assert len(counter.dialogs) == asked


def test_before_the_first_day_nothing_can_be_counted(counter: Counter) -> None:
    """The page says when it begins."""
    counter.day = OPENS - DAY
    counter.load()
    expect(counter.page.locator("#before-text")).to_contain_text("11. Januar 2027")
    expect(counter.page.locator("#begin")).to_be_hidden()


def test_a_browser_that_stores_nothing_says_so(browser: Browser, path: Path) -> None:
    """Counting works all the same."""
    context = browser.new_context(locale="de-DE")
    context.add_init_script(
        "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } })"
    )
    counter = Counter(context, path)
    counter.begin(1)
    counter.enter("M")
    counter.said("1 in diesem Stapel")
    expect(counter.page.locator("#keeping")).to_have_text(
        "Dieser Browser speichert hier nichts. "
        "Lassen Sie die Seite offen, bis der Bericht heruntergeladen ist."
    )
    context.close()


def test_a_second_window_stops_the_first(browser: Browser, path: Path) -> None:
    """Two windows would count the same heap twice or lose one; the first says what to do."""
    context = browser.new_context(locale="de-DE")
    first, second = Counter(context, path), Counter(context, path)
    second.begin(1)
    expect(first.page.locator("#problem-text")).to_contain_text("in einem zweiten Fenster weitergegangen")
    expect(first.page.locator("#begin")).to_be_hidden()
    context.close()


def test_a_count_that_does_not_fit_stays_untouched(browser: Browser, path: Path, tmp_path: Path) -> None:
    """The same id with other days: the page tells why, and starts anew only if somebody wants it."""
    context = browser.new_context(locale="de-DE")
    before = Counter(context, path)
    before.begin(1)
    before.enter("M 4")
    before.said("4 in diesem Stapel")
    kept = before.kept()
    before.page.close(run_before_unload=False)
    after = Counter(context, write_page(tmp_path, closes=CLOSES + DAY))
    expect(after.page.locator("#problem-text")).to_contain_text("Kennung, Tage")
    assert after.kept() == kept
    after.page.click("[data-action=start-over]")
    after.page.click("#question-yes")
    after.page.locator("#begin").wait_for()
    assert '"counts":{}' in (after.kept() or "")
    context.close()


def test_the_language_changes_in_the_middle(counter: Counter) -> None:
    """Every word, the sentences and the report's pages; nothing entered is lost."""
    counter.begin(1)
    counter.enter("M 4")
    counter.said("4 in diesem Stapel")
    counter.page.click("[data-language=en]")
    expect(counter.page.locator("#heap-title")).to_have_text("Heap 1")
    expect(counter.page.locator("h1")).to_have_text("Count the ballots")
    expect(counter.page.locator("#heap-total")).to_have_text("4")
    counter.page.fill("#entry", "A")
    counter.page.keyboard.press("Enter")
    counter.refused("stands on no ballot of this survey")


@pytest.mark.parametrize(("width", "height"), [(360, 640), (1366, 641)])
def test_every_stage_is_accessible_and_fits(counter: Counter, width: int, height: int) -> None:
    """By axe-core, in both sizes; no stage scrolls sideways, and the field is in the first picture."""
    counter.page.set_viewport_size({"width": width, "height": height})

    def check() -> None:
        assert axe.faults(counter.page) == []
        assert counter.page.evaluate("document.documentElement.scrollWidth") <= width

    check()
    counter.begin(1)
    counter.enter("A-SX")
    counter.refused("steht auf keinem")
    assert counter.page.evaluate("scrollY") == 0
    box = counter.page.locator("#entry").bounding_box()
    assert box
    assert box["y"] + box["height"] <= height
    for part in ("#codes-details", "#camera-details", "#licences"):
        counter.page.click(f"{part} > summary")
    check()
    counter.page.fill("#entry", "")
    for line in LINES:
        counter.page.fill("#entry", line)
        counter.page.keyboard.press("Enter")
    counter.said(f"{BALLOTS} in diesem Stapel")
    counter.finish(BALLOTS)
    counter.said("gezählt")
    check()
    counter.page.click("[data-action=close]")
    check()
    counter.page.click("#question-yes")
    counter.page.frame_locator("#view").locator("h1").wait_for()
    check()
