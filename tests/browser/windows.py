"""Windows of a phone, whose scrollbar takes no room and which is tapped, and of a screen with a mouse."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, BrowserContext, Page, expect

from harness import stub_python


@contextmanager
def profile(browser: Browser, size: tuple[int, int], *, phone: bool) -> Iterator[BrowserContext]:
    """A fresh profile with windows of this ``size`` in CSS pixels, where the stub answers for Python."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]},
        has_touch=phone,
        is_mobile=phone,
        reduced_motion="reduce",
    )
    stub_python.answer_in(context)
    try:
        yield context
    finally:
        context.close()


def wait_until_settled(page: Page) -> None:
    """Wait until the page's script runs and its own fonts are shown."""
    expect(page.locator("html")).to_have_attribute("data-ready", "yes")
    page.wait_for_function(
        "() => document.fonts.status === 'loaded' && !document.documentElement.dataset.fonts"
    )
