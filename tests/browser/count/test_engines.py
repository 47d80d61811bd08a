"""The count from box to report in three engines: the file as a build writes it, opened from the disk."""

from __future__ import annotations

import base64
import io
import sys
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import segno

from generator.report.files import report_files
from generator.site.ballots import on_ballot
from harness import sites
from harness.at_page import READY, AtPage
from harness.engines.relay import Relay, relay
from harness.engines.window import Engine, Window
from harness.polling import until
from harness.releases import saved
from questionnaire.disclosure import release

pytestmark = pytest.mark.browser

TYPED = {"A-ST": 30, "A-SB": 12, "B-T": 9}
LISTED = {"M": 14, "N": 15}
PHOTO = "D-B"
COUNTS: Mapping[str, int] = {**TYPED, **LISTED, PHOTO: 1}
TOTAL = sum(COUNTS.values())


class Clerk(AtPage):
    """Somebody who counts in the window of any engine."""

    def __init__(self, window: Window, address: str) -> None:
        super().__init__(window)
        self._address = address
        self.open()

    def open(self) -> None:
        """Open the page, and wait until it takes ballots."""
        self.window.goto(self._address)
        until(lambda: self.stage() not in {None, "loading"}, "Python is ready", patience=READY)
        assert self.stage() == "counting", self.of("html", "it.dataset.failure")
        self.settle()

    def write(self, selector: str, text: str) -> None:
        """Click into an empty field and type, then press Enter."""
        self.window.click(selector)
        self.of(selector, "it.select()")
        self.window.type(text)
        self.window.press("Enter")

    def told(self, text: str, where: str = "#said") -> None:
        """Wait until the page says ``text``."""
        until(lambda: text in (self.of(where, "it.textContent") or ""), f"{where} says {text!r}")


@contextmanager
def counting(engine: Engine, file: Path) -> Iterator[tuple[Clerk, Relay]]:
    """Open the file in a fresh window; on failure, show the browser's console."""
    with relay() as wire, engine.window(wire.host) as window:
        try:
            yield Clerk(window, file.as_uri()), wire
        finally:
            sys.stderr.write(f"{window.complaints()}\n{engine.output()}\n")


def test_from_the_box_to_the_natively_made_report(engine: Engine, file: Path, config_path: Path) -> None:
    """Typed, undone, pasted, by photo; kept over a new start; a wrong check total is told; byte for byte."""
    with counting(engine, file) as (clerk, wire):
        clerk.write("#heap-number", "1")
        clerk.told("Stapel 1 begonnen.")
        for code, number in {**TYPED, "C-T": 2}.items():
            clerk.write("#entry", f"{code.lower()} {number}")
            clerk.told(f"{code}, {number} Mal.")
        clerk.window.click("[data-action=undo]")
        clerk.told("C-T (2) zurückgenommen. 51 in diesem Stapel.")
        clerk.window.click("#list-details summary")
        clerk.window.click("#list")
        clerk.window.type("".join(f"{code} {number}\n" for code, number in LISTED.items()))
        clerk.window.click("#list-form button")
        clerk.told("29 Stimmzettel aus der Liste. 80 in diesem Stapel.")
        clerk.window.goto("about:blank")
        clerk.open()
        clerk.told("Weiter, wo Sie aufgehört haben.")
        clerk.window.click("#camera-details summary")
        clerk.choose("#photo", photo(config_path), "foto.png")
        clerk.told(f"{PHOTO}. {TOTAL} in diesem Stapel.")
        clerk.write("#table", str(TOTAL + 1))
        clerk.told(f"Eingegeben sind {TOTAL}, auf dem Tisch liegen {TOTAL + 1}.", "#refused")
        clerk.write("#table", str(TOTAL))
        clerk.told(f"Stapel 1 gezählt: {TOTAL} Stimmzettel.")
        assert downloaded(clerk) == native(config_path)
        assert wire.passed == []
        assert clerk.window.complaints() == []


def photo(config_path: Path) -> bytes:
    """Return the photo of a ballot of the survey."""
    config, _ = sites.only(config_path)
    stream = io.BytesIO()
    segno.make_qr(on_ballot(config.survey.id, PHOTO), error="m").save(stream, kind="png", scale=8)
    return stream.getvalue()


def downloaded(clerk: Clerk) -> dict[str, bytes]:
    """Close the survey, wait until its report is shown, and return the files of the zip."""
    clerk.window.click("[data-action=close]")
    clerk.window.click("#question-yes")
    until(
        lambda: clerk.of("#view", "it.contentDocument?.querySelector('#pattern')?.textContent"),
        "the report is shown",
        patience=READY,
    )
    clerk.window.click("[data-action=download]")
    _, contents = until(lambda: clerk.window.evaluate("Object.entries(window.downloads)[0]"), "it is saved")
    with zipfile.ZipFile(io.BytesIO(base64.b64decode(contents))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def native(config_path: Path) -> dict[str, bytes]:
    """Return the report that this machine makes of the same ballots."""
    config, brand_files = sites.only(config_path)
    released = release(COUNTS, threshold=config.survey.threshold, invited=140)
    return report_files(config, brand_files, saved(config, released))
