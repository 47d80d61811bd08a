"""A person who takes the survey in the window of any engine: the same steps for every engine."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from harness.engines.person import Person
from harness.engines.relay import Relay, relay
from harness.engines.window import Engine, Window
from harness.journey import BEGINNINGS, TOO_EARLY
from harness.polling import until
from questionnaire import ITEM_IDS

_STORED = """(async () => ({
    cookies: document.cookie,
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: await new Promise((resolve, reject) => {
        const frame = document.createElement("iframe");  // the page itself has no databases any more
        frame.onload = () => frame.contentWindow.indexedDB.databases().then(resolve, reject);
        document.body.append(frame);
    }),
    caches: await caches.keys(),
    workers: (await navigator.serviceWorker.getRegistrations()).length,
}))()"""


class Visit(Person):
    """The survey at ``address``, opened in ``window``."""

    def __init__(self, window: Window, address: str) -> None:
        super().__init__(window)
        self.address = address
        window.goto(address)

    # ---- looking ----

    def attribute(self, selector: str, name: str) -> str | None:
        """Return an attribute of the first element, or ``None``."""
        value: str | None = self.of(selector, f"it.getAttribute({json.dumps(name)})")
        return value

    def visible(self, selector: str) -> bool:
        """Return whether the first element exists and is shown."""
        return bool(self.of(selector, "it.checkVisibility({ visibilityProperty: true })"))

    def focused(self, selector: str) -> bool:
        """Return whether the first element has the focus, in a window that has it."""
        return bool(self.of(selector, "it === document.activeElement && document.hasFocus()"))

    def count(self, selector: str) -> int:
        """Return how many elements there are."""
        return int(self.window.evaluate(f"document.querySelectorAll({json.dumps(selector)}).length"))

    def wait_for(self, selector: str) -> None:
        """Wait until the first element is shown."""
        until(lambda: self.visible(selector), f"{selector} is shown")

    def wait_for_text(self, selector: str, expected: str) -> None:
        """Wait until the first element says exactly ``expected``."""
        until(lambda: self.text(selector) == expected, f"{selector} says {expected!r}")

    def state(self) -> str:
        """Return the state of the page, to find out why a test failed."""
        return str(
            self.window.evaluate(
                "JSON.stringify([location.href, { ...document.documentElement.dataset }, history.length,"
                " document.activeElement.outerHTML.slice(0, 200), document.hasFocus()])"
            )
        )

    def stored(self) -> dict[str, object]:
        """Return everything that the page has stored, by kind of storage; empty values if nothing."""
        return dict(self.window.evaluate(_STORED))

    # ---- doing ----

    def wait_for_python(self) -> None:
        """Wait until Python can classify."""
        until(lambda: self.attribute("html", "data-python") == "ready", "Python is ready")

    def action(self, name: str) -> None:
        """Click the button for ``name``, such as ``start`` or ``next``."""
        self.window.click(f'[data-action="{name}"]')

    def take_by_mouse(self, sheet: Mapping[str, int]) -> None:
        """Begin, answer every question of ``sheet`` and ask for the result."""
        # Nobody presses a button that moved a moment ago.
        until(lambda: self.attribute("html", "data-fonts") != "awaited", "the fonts are here")
        self.action("start")
        for item in ITEM_IDS:
            if item in BEGINNINGS:
                self.action("proceed")
            self.window.click(f'{_question(item)} label:has([value="{sheet[item]}"])')
            if item == ITEM_IDS[-1]:
                self.action("finish")
            else:
                self._wait_for_next(item)
        self._wait_for_result()

    def take_by_keyboard(self, sheet: Mapping[str, int]) -> None:
        """Do the same by keyboard alone: with Space and arrows, and with the number keys of the answers."""
        press = self.window.press
        for _ in range(20):  # skip link, languages, …, the start button
            press("Tab")
            if self.focused('[data-action="start"]'):
                break
        press("Enter")
        for place, item in enumerate(ITEM_IDS):
            if item in BEGINNINGS:
                self._wait_for_focus_in(f".chapter:has({_question(item)})")
                press("Enter")
            self._wait_for_focus_in(_question(item))
            if place % 2:
                press(("1", "2", "3", "4")[sheet[item]])
            else:
                press("Space")
                for _ in range(sheet[item]):
                    press("ArrowDown")
            press("Enter")
        self._wait_for_result()

    def _wait_for_focus_in(self, selector: str) -> None:
        until(
            lambda: self.of(selector, "it.checkVisibility() && it.contains(document.activeElement)"),
            f"the focus is in {selector}",
        )

    def _wait_for_next(self, item: str) -> None:
        """Wait until the page has gone on by itself, and takes the next answer."""
        until(lambda: not self.visible(_question(item)), f"it goes on after {item}")
        time.sleep(TOO_EARLY / 1000)

    def _wait_for_result(self) -> None:
        until(lambda: self.attribute("#result", "data-outcome"), "the result is shown")
        until(lambda: not self.attribute("#result", "data-fresh"), "all of it is laid out")
        until(lambda: self.focused("#result h1"), "the focus is on the result's heading")


def _question(item: str) -> str:
    return f'fieldset[data-item="{item}"]'


@contextmanager
def visiting(engine: Engine, address: str) -> Iterator[tuple[Visit, Relay]]:
    """Open the survey in a fresh window; on failure, show its last state and the browser's console."""
    try:
        with relay() as wire, engine.window(wire.host) as window:
            visit = Visit(window, address)
            try:
                yield visit, wire
            except BaseException:
                sys.stderr.write(f"{visit.state()}\n{visit.window.complaints()}\n")
                raise
    finally:
        sys.stderr.write(engine.output())
