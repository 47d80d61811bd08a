"""The sheet of slips: every slip once, a QR code that leads to the survey, and nothing that leaks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import segno

from generator.configuration.schema import Config
from generator.slips.sheet import slip_sheet
from harness.markup import Page
from harness.releases import ADDRESS, BRAND, TITLE, configured
from questionnaire import slips, survey_texts, trustee_key

DRAWN = [slips.draw(lambda below, start=start: start % below) for start in range(1, 6)]  # type: ignore[misc]
WITHOUT_ADDRESS = (f'address = "{ADDRESS}"\n', "")


@pytest.fixture
def page(config: Config) -> Page:
    """The sheet of five slips."""
    return Page(slip_sheet(config, DRAWN))


def qr(address: str) -> str:
    """Return the QR code that leads to ``address``."""
    code = segno.make(address, error="m", micro=False)
    return str(code.svg_inline(border=2, omitsize=True))


def codes(page: Page) -> list[str]:
    """Return the printed codes."""
    return [text.text for text in page.texts if text.within(**{"class": "code"})]


def test_every_slip_is_printed_once_in_groups(page: Page) -> None:
    """The code that a person types is read as the slip that was drawn."""
    assert len(set(DRAWN)) == 5
    assert codes(page) == [slips.grouped(slip) for slip in DRAWN]
    assert [slips.read(code) for code in codes(page)] == DRAWN
    assert sum(element.attributes.get("class") == "card" for element in page.elements) == 5


def test_every_qr_code_leads_to_the_survey_and_holds_no_slip(config: Config) -> None:
    """All are the same: browsers keep the address that a camera opened, and the slip is typed."""
    html = slip_sheet(config, DRAWN).decode()
    assert html.count(qr(ADDRESS)) == html.count("<svg") == 5


def test_without_an_address_there_is_no_qr_code(tmp_path: Path) -> None:
    """The slips are still on the sheet, for people to type."""
    settings, _ = configured(tmp_path, WITHOUT_ADDRESS)
    page = Page(slip_sheet(settings, DRAWN))
    assert codes(page) == [slips.grouped(slip) for slip in DRAWN]
    assert page.all("svg") == []


def test_every_slip_of_a_sealed_survey_has_the_fingerprint(tmp_path: Path) -> None:
    """Whoever draws one compares it with the page; on an unsealed survey's slips there is none."""
    key = bytes([1]) * 32
    seal = ('mode = "slips"', f'mode = "slips"\nseal = "{trustee_key.written(key)}"')
    fingerprint = trustee_key.fingerprint(key).encode()
    assert slip_sheet(configured(tmp_path / "sealed", seal)[0], DRAWN).count(fingerprint) == len(DRAWN)
    assert b'class="fingerprint"' not in slip_sheet(configured(tmp_path / "open")[0], DRAWN)


def test_the_sheet_says_what_to_do_with_it_and_what_a_slip_is(page: Page) -> None:
    """In the site's first language: to cut, mix and delete it; and on each card, that a slip names nobody."""
    words = survey_texts.load("de")["contribute"]
    shown = [text.text for text in page.texts]
    assert page.all("html")[0]["lang"] == "de"
    assert words["sheet_text"] in shown
    assert shown.count(words["sheet_card"]) == 5
    assert shown.count(TITLE) == 5
    assert shown.count(BRAND) == 5


def test_the_sheet_loads_nothing_and_leads_nowhere(config: Config) -> None:
    """Opened from a disk, it asks no server for anything: no script, no address, no file beside it."""
    html = slip_sheet(config, DRAWN)
    page = Page(html)
    names = {name for element in page.elements for name in element.attributes}
    assert not names & {"src", "href", "srcset", "action"}
    assert not {name for name in names if name.startswith("on")}
    assert page.all("script") + page.all("link") == []
    assert set(re.findall(rb"url\(\"?(.{5})", html)) == {b"data:"}  # the fonts, in the file itself
    assert set(re.findall(rb"https?://[^\s\"<]+", html)) <= {ADDRESS.encode(), b"http://www.w3.org/2000/svg"}
    assert {"name": "robots", "content": "noindex"} in page.all("meta")


def test_names_that_look_like_html_are_shown_and_not_obeyed(config: Config) -> None:
    """Brand and title are escaped on every card."""
    html = slip_sheet(config, DRAWN)
    assert b"<script" not in html
    assert b"<em>" not in html
