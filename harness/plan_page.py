"""A facilitator at the page of the action plan, in the window of any engine."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.plan.single_file import load_program, write_plan_page
from harness import releases
from harness.engines.window import Window
from harness.facilitator import CATCH_DOWNLOADS
from harness.polling import until
from questionnaire.disclosure import Release, Withheld

READY = 120  # seconds; Python starts in a few, on a busy machine in many
_CHOOSE = """
(() => {
    const bytes = Uint8Array.from(atob(%s), (sign) => sign.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], %s));
    const field = document.getElementById("plan-file");
    field.files = files.files;
    field.dispatchEvent(new Event("change", { bubbles: true }));
})()
"""
# Each driver answers the browser's question about leaving in its own way: here nobody is asked.
_LEAVE = "addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), true)"
_WRITE = """
((it) => {
    it.value = %s;
    it.dispatchEvent(new Event("input", { bubbles: true }));
    return 1;
})(document.querySelector(%s))
"""


def plan_page_of(folder: Path, result: Release | Withheld) -> Path:
    """Write the page of the plan that answers ``result`` into ``folder``, and return its path."""
    config, brand_files = releases.configured(folder)
    released = releases.saved(config, result)
    path, _ = write_plan_page(config, brand_files, released, load_program(), folder)
    return path


class FacilitatorAtPlan:
    """Somebody at the page in ``window``."""

    def __init__(self, window: Window, file: Path) -> None:
        self.window = window
        self._file = file
        self.come_again()

    def begin_anew(self) -> None:
        """Empty the page as a person does: by opening an empty plan, in German."""
        if self.text("h1") != "Maßnahmenplan":
            self.window.click("[data-language=de]")
        report = json.loads(self.text("#report"))
        self.open(json.dumps({"format": 1, "report": report, "decisions": []}).encode())
        if self.of("#question", "it.open"):
            self.window.click("#question-yes")
            until(lambda: self.text("#said"), "the page is empty")

    def come_again(self) -> None:
        """Open the page anew: it remembers nothing."""
        self.window.evaluate("window.isLeft = true")  # the former page, where an engine still shows it
        self.window.goto(self._file.as_uri())
        until(
            lambda: not self.window.evaluate("window.isLeft") and self.stage() in {"ready", "stopped"},
            "Python is ready",
            patience=READY,
        )
        assert self.stage() == "ready", self.of("html", "it.dataset.failure")
        self.window.evaluate(CATCH_DOWNLOADS)
        self.window.evaluate(_LEAVE)

    def of(self, selector: str, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        """Return ``expression``, where ``it`` is the first element; ``None`` if there is no element."""
        return self.window.evaluate(
            f"((it) => it && ({expression}))(document.querySelector({json.dumps(selector)}))"
        )

    def stage(self) -> Any:  # noqa: ANN401 (as above)
        """Return how far the page has come."""
        return self.of("html", "it.dataset.stage")

    def text(self, selector: str) -> str:
        """Return the text of the first element."""
        return str(self.of(selector, "it.textContent") or "").strip()

    def decide(self, item: str, entries: Mapping[str, str]) -> None:
        """Tick the measure ``item``, a selector, and fill in its fields by their names."""
        self.of(f"{item} > .tick input", "(it.checked || it.click(), 1)")
        for name, value in entries.items():
            if name == "status":
                self.of(f"{item} [value={value}]", "(it.click(), 1)")
            else:
                self.write(f'{item} :is([data-entry="{name}"], [data-text="{name}"])', value)

    def write(self, selector: str, value: str) -> None:
        """Write ``value`` into a field."""
        assert self.window.evaluate(_WRITE.strip() % (json.dumps(value), json.dumps(selector))), selector

    def saved(self) -> bytes:
        """Press the button that saves, and return plan.json."""
        self.window.evaluate("window.downloads = {}")
        self.window.click("[data-action=save]")
        found = until(lambda: self.window.evaluate("window.downloads['plan.json']"), "the plan is saved")
        return base64.b64decode(found)

    def open(self, contents: bytes) -> None:
        """Choose a plan.json; returns once the page says something of it or asks."""
        encoded = base64.b64encode(contents).decode()
        self.window.evaluate(_CHOOSE.strip() % (json.dumps(encoded), json.dumps("plan.json")))
        until(
            lambda: self.of("#question", "it.open") or self.text("#said") or self.refusals(),
            "the page has looked at the file",
        )

    def refusals(self) -> list[str]:
        """Return what the page says of a file that it has not opened, or of what cannot be saved."""
        listed = "it.hidden ? [] : [...it.querySelectorAll('#refusals li')].map((line) => line.textContent)"
        return list(self.of("#refused", listed))

    def printed(self) -> str:
        """Return the protocol as it would be printed now."""
        self.window.evaluate("dispatchEvent(new Event('beforeprint'))")
        return self.text("#protocol")
