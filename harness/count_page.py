"""The count's page in a browser, with its desk in this process in place of Python in the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from playwright.sync_api import BrowserContext, Dialog, Page

from generator.configuration import load
from generator.count.desk import Count
from generator.count.page import count_page
from generator.desk import answer
from generator.runtime import bundling
from harness.paths import EXAMPLE, ROOT
from harness.releases import DAY, OPENS

_STUB = ROOT / "harness" / "count_stub.js"


def write_page(folder: Path, **changes: object) -> Path:
    """Write the example's page as a single file, for ballots on paper, and return its path.

    ``changes`` are other values of its table [survey].
    """
    [survey] = load.load_surveys(EXAMPLE)
    collected = survey.config.collection.model_dump(exclude_unset=True, exclude={"url", "seal"})
    collection = type(survey.config.collection).model_validate({**collected, "mode": "paper"})
    table = survey.config.survey.model_copy(update=changes)
    config = survey.config.model_copy(update={"collection": collection, "survey": table})
    script = bundling.count_script(_STUB).read_bytes()
    path = folder / "auswertung.html"
    path.write_bytes(count_page(replace(survey, config=config), script))
    return path


class Counter:
    """Somebody who counts on the page in ``path``; ``day`` is the date by the clock of their machine."""

    def __init__(self, context: BrowserContext, path: Path) -> None:
        context.set_default_timeout(8_000)
        self.day: dt.date = OPENS + DAY
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on(
            "console", lambda message: self.errors.append(message.text) if message.type == "error" else None
        )
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.dialogs: list[str] = []
        self.page.on("dialog", self._leave)
        self.page.expose_function("askDesk", lambda request: answer(self._desk, request))
        self._path = path
        self.load()

    def load(self) -> None:
        """Load the page, with a Python that has just started."""
        self._desk = Count(lambda: self.day)
        self.page.goto(self._path.as_uri())
        self.page.locator("html:not([data-stage=loading])").wait_for()

    def _leave(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.type)
        dialog.accept()

    def kept(self) -> str | None:
        """Return what the browser keeps of this count."""
        kept: str | None = self.page.evaluate(
            "localStorage.getItem(`lastbild-count:${document.documentElement.dataset.survey}`)"
        )
        return kept

    def begin(self, number: int) -> None:
        """Begin a heap."""
        self.page.fill("#heap-number", str(number))
        self.page.keyboard.press("Enter")
        self.page.locator("#heap").wait_for()

    def enter(self, line: str) -> None:
        """Type a line into the field that has the focus."""
        self.page.locator("#entry:focus").wait_for()
        self.page.keyboard.type(line)
        self.page.keyboard.press("Enter")

    def finish(self, on_the_table: int) -> None:
        """Say how many ballots lie on the table."""
        self.page.fill("#table", str(on_the_table))
        self.page.keyboard.press("Enter")

    def said(self, text: str) -> None:
        """Wait until the page says ``text``."""
        self.page.locator("#said", has_text=text).wait_for()

    def refused(self, text: str) -> None:
        """Wait until the page refuses with ``text``."""
        self.page.locator("#refused", has_text=text).wait_for()
