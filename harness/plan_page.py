"""A facilitator at the page of the action plan, in the window of any engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from generator.plan.single_file import load_program, write_plan_page
from harness import releases
from harness.at_page import READY, AtPage
from harness.engines.window import Window
from harness.polling import until
from questionnaire import action_plan
from questionnaire.disclosure import Release, Withheld

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


class FacilitatorAtPlan(AtPage):
    """Somebody at the page in ``window``."""

    def __init__(self, window: Window, file: Path) -> None:
        super().__init__(window)
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
        self.window.goto(self._file.as_uri())
        until(lambda: self.stage() in {"ready", "stopped"}, "Python is ready", patience=READY)
        assert self.stage() == "ready", self.of("html", "it.dataset.failure")
        self.settle()

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
        return self.downloaded("[data-action=save]", action_plan.FILE)

    def open(self, contents: bytes) -> None:
        """Choose a plan.json; returns once the page says something of it or asks."""
        self.choose("#plan-file", contents, action_plan.FILE)
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
