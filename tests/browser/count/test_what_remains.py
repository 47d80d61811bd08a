"""What a count leaves in a browser; docs/privacy.md and the page itself tell it, as no page can change it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright

from harness.browsers import chromium_path
from harness.count_page import Counter
from harness.profiles import holds, written
from tests.browser.count.test_count import count_all, release

A_COUNT = '"A-SB":12'  # of count_all


@contextmanager
def opened(playwright: Playwright, profile: Path) -> Iterator[BrowserContext]:
    """A browser with a profile on the disk, which is closed at the end."""
    context = playwright.chromium.launch_persistent_context(
        profile, executable_path=chromium_path(playwright), locale="de-DE"
    )
    yield context
    context.close()


def test_the_browsers_files_may_hold_former_numbers(
    playwright: Playwright, path: Path, tmp_path: Path
) -> None:
    """The page keeps the report only; Chromium's profile still holds what it replaced.

    The page says so before it closes the survey.
    """
    with opened(playwright, tmp_path) as context:
        count_all(Counter(context, path))
    with opened(playwright, tmp_path) as context:
        counter = Counter(context, path)
        release(counter)
        assert A_COUNT not in (counter.kept() or "")
        assert "frühere Zahlen noch eine Weile in seinen Dateien" in counter.page.inner_text("#report")
    assert holds(written(tmp_path), A_COUNT)


def test_another_file_reads_the_count(browser: Browser, path: Path, tmp_path: Path) -> None:
    """All files that Chromium opens from the disk share one storage."""
    context = browser.new_context(locale="de-DE")
    count_all(Counter(context, path))
    other = tmp_path / "anything.html"
    other.write_text("<!doctype html><p>Anything", "utf-8")
    page = context.new_page()
    page.goto(other.as_uri())
    assert A_COUNT in page.evaluate("JSON.stringify(Object.values(localStorage)).replaceAll('\\\\', '')")
    context.close()
