"""A person in front of the survey, and a record of everything the page did meanwhile."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from playwright.sync_api import ConsoleMessage, Locator, Page, Request, expect

from harness.page_numbers import number
from questionnaire import ITEM_IDS, LENSES
from questionnaire.instrument import chapter

# Every page records the violations of its policy that the browser reports.
_RECORD_VIOLATIONS = """
window.violations = [];
document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
"""

# Milliseconds after a step of its own in which the page takes no answer.
TOO_EARLY = number("auto_advance.js", "TOO_EARLY")

# Goes on from a question that was just answered, and past the opening of a chapter. If the page has gone on
# by itself already, it first waits until the page takes a press again.
_GO_ON = f"""
async (item) => {{
  if (document.querySelector(`[data-item=${{item}}]`).checkVisibility())
    document.querySelector("[data-action=next]").click();
  else await new Promise((resolve) => setTimeout(resolve, {TOO_EARLY}));
  await null; // what the page says of an opening is said
  if (document.documentElement.dataset.view === "chapter")
    document.querySelector("[data-action=proceed]").click();
}}
"""

# Answers each question in the page itself and goes on, to the result.
ANSWER = """
(sheet) => {
  for (const [item, value] of Object.entries(sheet)) {
    if (document.documentElement.dataset.view === "chapter")
      document.querySelector("[data-action=proceed]").click();
    document.querySelector(`input[name="${item}"][value="${value}"]`).click();
    document.querySelector("[data-action=next]:not([hidden]), [data-action=finish]:not([hidden])").click();
  }
}
"""

# The first item of each chapter, which the chapter's opening leads to.
BEGINNINGS = tuple(chapter(lens)[0].id for lens in LENSES)

READY = 60_000  # milliseconds; how long a test waits for Python, not how long it may take


def answer_at_once(page: Page, sheet: Mapping[str, int]) -> None:
    """Answer every question from the first one on, by a script in the page, and ask for the result.

    Waits for the page's own script: before it is there, only the buttons of the first two pictures work.
    """
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    page.evaluate(ANSWER, {item: sheet[item] for item in ITEM_IDS})


class Journey:
    """Takes the survey, and remembers what was requested."""

    def __init__(
        self, page: Page, address: str, *, path: str = "", wait_until: Literal["load", "commit"] = "load"
    ) -> None:
        self.page = page
        self.address = address
        self.requests: list[str] = []
        self.posted: list[Request] = []
        self.complaints: list[str] = []
        page.add_init_script(_RECORD_VIOLATIONS)
        page.on("request", self._requested)
        page.on("console", self._logged)
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("requestfailed", lambda request: self.complaints.append(f"failed: {request.url}"))
        page.goto(address + path, wait_until=wait_until)

    def _requested(self, request: Request) -> None:
        self.requests.append(request.url)
        if request.method != "GET":
            self.posted.append(request)

    def _logged(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text}")

    def action(self, name: str) -> Locator:
        """Return the button for ``name``, such as ``start`` or ``next``."""
        return self.page.locator(f'[data-action="{name}"]')

    def question(self, item: str) -> Locator:
        """Return the question for ``item``."""
        return self.page.locator(f'fieldset[data-item="{item}"]')

    def begin(self) -> None:
        """Begin, and read on from the first chapter's opening to its first question."""
        self.action("start").click()
        self.action("proceed").click()

    def choose(self, item: str, value: int) -> None:
        """Choose an answer with the mouse, and go on to the next question without waiting for the page."""
        self.question(item).locator("label").nth(value).click()
        expect(self.page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
        self.page.evaluate(_GO_ON, item)

    def wait_for_python(self) -> None:
        """Wait until Python can classify."""
        expect(self.page.locator("html")).to_have_attribute("data-python", "ready", timeout=READY)

    def take(
        self, sheet: Mapping[str, int], *, by: Literal["script", "mouse", "keyboard"] = "script"
    ) -> None:
        """Begin, answer every question of ``sheet`` and wait for the result.

        By mouse and by keyboard as a person does; by a script in the page, which is much quicker, where a
        test is about something else.
        """
        if by == "script":
            self.action("start").click()
            self.answer(sheet)
        elif by == "mouse":
            self._take_by_mouse(sheet)
        else:
            self._take_by_keyboard(sheet)
        self._wait_for_result()

    def answer(self, sheet: Mapping[str, int]) -> None:
        """Answer every question from the first one on, as a script does, and wait for the result."""
        answer_at_once(self.page, sheet)
        self._wait_for_result()

    def _wait_for_result(self) -> None:
        """Wait until there is a result, and all of it is laid out, also below the screen."""
        result = self.page.locator("#result")
        expect(result).to_have_attribute("data-outcome", re.compile("."), timeout=READY)
        expect(result).not_to_have_attribute("data-fresh", re.compile("."))

    def _take_by_mouse(self, sheet: Mapping[str, int]) -> None:
        self.begin()
        *before, last = ITEM_IDS
        for item in before:
            self.choose(item, sheet[item])
        self.question(last).locator("label").nth(sheet[last]).click()
        self.action("finish").click()

    def _take_by_keyboard(self, sheet: Mapping[str, int]) -> None:
        press = self.page.keyboard.press
        for _ in range(20):  # skip link, languages, …, the start button
            press("Tab")
            if self.action("start").evaluate("button => button === document.activeElement"):
                break
        press("Enter")
        for place, item in enumerate(ITEM_IDS):
            if item in BEGINNINGS:
                press("Enter")
            expect(self.question(item)).to_be_visible()
            if place % 2:
                press(str(sheet[item] + 1))
            else:
                # A radio group without a choice: Space takes the first, arrows move on from there.
                press("Space")
                for _ in range(sheet[item]):
                    press("ArrowDown")
            press("Enter")

    def result(self) -> str:
        """Return the visible text of the result, without the contacts."""
        return str(
            self.page.locator("#result").evaluate(
                """result => {
                    const copy = result.cloneNode(true);
                    copy.querySelectorAll("[data-contacts]").forEach((contacts) => contacts.remove());
                    return copy.textContent;
                }"""
            )
        )

    def delete(self) -> None:
        """Ask for everything to be deleted, say yes, and wait until the page says that it is done."""
        self.action("delete").click()
        self.action("delete-now").click()
        expect(self.page.locator("#closing")).to_be_visible()

    def violations(self) -> list[str]:
        """Return every violation of the Content-Security-Policy so far."""
        return list(self.page.evaluate("window.violations"))

    def stored(self) -> dict[str, object]:
        """Return everything that the page has stored, by kind of storage; empty values if nothing."""
        return dict(
            self.page.evaluate(
                """async () => ({
                    cookies: document.cookie,
                    local: Object.keys(localStorage),
                    session: Object.keys(sessionStorage),
                    databases: await new Promise((resolve) => {
                        const frame = document.createElement("iframe");
                        document.body.append(frame);
                        resolve(frame.contentWindow.indexedDB.databases());
                    }),
                    caches: await caches.keys(),
                    workers: (await navigator.serviceWorker.getRegistrations()).length,
                })"""
            )
        )
