"""A person on a bad network, with a page of less patience than the real one, so that tests are quick."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from harness import stub_python
from harness.journey import READY, answer_at_once
from harness.page_numbers import number
from questionnaire import ITEM_IDS, classify

# Gegenwind, little influence of one's own.
SHEET = dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3, "B2": 2, "D3": 3}

# How long the page waits, in milliseconds: for Python as a whole, for the next byte, between attempts, and
# for the answer of a Python that is ready.
_SLOW_AFTER = number("download_progress.js", "SLOW_AFTER")
_SILENCE = number("download.js", "SILENCE")
_PAUSES = number("download.js", "FIRST_PAUSE"), number("download.js", "LONGEST_PAUSE")
_LOST_AFTER = number("python.js", "LOST_AFTER")

# Shortens all of these but the last, and notes each step of the progress.
_HURRIED = """
const real = window.setTimeout;
const [slow, silence, lost, first, longest, patience] = PATIENCE;
const sooner = { [slow]: 1.5 * patience, [silence]: patience, [lost]: lost };
const pause = (after) => (after > first && after <= longest ? Math.min(after, 2 * first) : after);
window.setTimeout = (act, after, ...rest) => real(act, sooner[after] ?? pause(after), ...rest);
window.steps = [];
new MutationObserver((changes) => {
  for (const { target } of changes) {
    if (target.matches("#waiting progress")) window.steps.push(target.position);
  }
}).observe(document, { subtree: true, attributeFilter: ["value", "max"] });
"""


def hurried(silence: int = 1_000) -> str:
    """Return the script for such a page; it gives up a connection that was silent for ``silence`` ms."""
    return _HURRIED.replace("PATIENCE", str([_SLOW_AFTER, _SILENCE, _LOST_AFTER, *_PAUSES, silence]))


@contextmanager
def visiting(
    browser: Browser, *addresses: str, front: str = "", silence: int = 1_000
) -> Iterator[list[Page]]:
    """Open each address in a profile of its own, all at once; ``front`` runs before the page's scripts.

    A page gives up a connection that was silent for ``silence`` milliseconds.
    """
    contexts = [browser.new_context(viewport={"width": 1280, "height": 800}) for _ in addresses]
    for context in contexts:
        stub_python.answer_in(context)
    pages = [context.new_page() for context in contexts]
    for page, address in zip(pages, addresses, strict=True):
        page.add_init_script(front + hurried(silence))
        page.goto(address, wait_until="commit")
    yield pages
    for context in contexts:
        context.close()


def answer(page: Page, sheet: Mapping[str, int] = SHEET) -> None:
    """Answer every question as soon as the page can be used, and ask for the result."""
    expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
    page.locator("[data-action=start]").dispatch_event("click")
    answer_at_once(page, sheet)


def assert_result(page: Page, sheet: Mapping[str, int] = SHEET) -> None:
    """Assert that the result comes, is right down to its code, and leaves no notice."""
    outcome = classify(sheet)
    expect(page.locator("#result")).to_have_attribute("data-outcome", outcome.type, timeout=READY)
    # What a sealed survey would seal stands in front of what it would send.
    expect(page.locator(":is(#seal-contents, #send-preview)").first).to_have_text(
        f'{{"code":"{outcome.code("levers")}"}}', timeout=READY
    )
    expect(page.locator(".notice:visible")).to_have_count(0)
    expect(page.locator("#waiting")).to_be_hidden()


def assert_kept(page: Page) -> None:
    """Assert that there is no result, and that every answer is as it was given."""
    assert page.locator("#result").get_attribute("data-outcome") is None
    answers = page.locator("#survey input:checked").evaluate_all(
        "every => every.map(({ name, value }) => [name, +value])"
    )
    assert dict(answers) == SHEET


def steps(page: Page) -> list[float]:
    """Return every share of arrived bytes that the page has shown, from 0 to 1."""
    return [float(step) for step in page.evaluate("window.steps")]
