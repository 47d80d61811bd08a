"""Engines that Playwright drives: Chromium, and its own builds of Firefox and WebKit."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page

from harness.engines.window import RECORD_COMPLAINTS, Key, Window


class _PlaywrightWindow:
    def __init__(self, page: Page) -> None:
        self._page = page
        self._complaints: list[str] = []
        page.add_init_script(RECORD_COMPLAINTS)
        page.on("console", self._logged)
        page.on("pageerror", lambda error: self._complaints.append(f"uncaught: {error}"))

    def _logged(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self._complaints.append(f"{message.type}: {message.text}")

    def goto(self, address: str) -> None:
        self._page.goto(address)

    def back(self) -> None:
        self._page.go_back()

    def click(self, selector: str) -> None:
        self._page.locator(selector).click()

    def press(self, key: Key) -> None:
        self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        self._page.keyboard.type(text)

    def evaluate(self, expression: str) -> Any:  # noqa: ANN401 (whatever JSON can say)
        return self._page.evaluate(f"async () => ({expression})")

    def complaints(self) -> list[str]:
        return [*self.evaluate("window.complaints"), *self._complaints]

    def screenshot(self) -> bytes:
        return self._page.screenshot()


class PlaywrightEngine:
    """A browser that Playwright started."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser

    def output(self) -> str:
        """Return nothing: Playwright puts the browser's output into its own errors."""
        return ""

    @contextmanager
    def window(self, proxy: str | None) -> Iterator[Window]:
        """Open a window in a context of its own, which shares no storage with any other."""
        context = self._browser.new_context(
            viewport={"width": 1280, "height": 800},
            reduced_motion="reduce",
            ignore_https_errors=True,  # the certificate of harness.https is its own
            proxy={"server": f"http://{proxy}", "bypass": "<-loopback>"} if proxy else None,
        )
        try:
            yield _PlaywrightWindow(context.new_page())
        finally:
            context.close()
