"""Never a blank page or an endless spinner: a plain sentence, the questions, and a paper version."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from harness.hurried import answer, hurried
from harness.journey import READY, Journey
from harness.servers import plain_server
from questionnaire import ITEM_IDS, survey_texts
from tests.browser.test_journey import HEADWIND

pytestmark = pytest.mark.browser
PAGE = survey_texts.load("de")["page"]


def assert_told(page: Page, reason: str) -> None:
    """The page shows the sentence for ``reason`` and the link to the paper version, and keeps the answers."""
    expect(page.locator("html")).to_have_attribute("data-python", "failed", timeout=READY)
    notice = page.locator(f'.notice[data-reason="{reason}"]')
    expect(notice).to_be_visible()
    expect(notice).to_contain_text(PAGE[f"failed_{reason}"])
    expect(notice.get_by_role("link")).to_have_attribute("href", "paper.html")


def release(page: Page, held: list[Route]) -> None:
    """Wait for a held request, let all held requests go on, and hold no more."""
    while not held:
        page.wait_for_timeout(50)
    page.route("**/*", lambda route: route.continue_())  # the page may have replaced one by a new one
    for route in held:
        route.continue_()


@pytest.fixture
def copy(built: Path, tmp_path: Path) -> Path:
    """A copy of the built site to break."""
    return Path(shutil.copytree(built, tmp_path / "site"))


def runtime_names(built: Path) -> list[str]:
    """Return every file of the runtime folder that an ordinary visit asks for."""
    names = {path.name for path in (built / "runtime").iterdir()}
    return sorted(name for name in names if not name.startswith("whole.wasm."))


def test_every_runtime_file_that_is_missing_is_noticed(browser: Browser, built: Path, copy: Path) -> None:
    """Whichever file of the runtime is missing, the page says so."""
    with plain_server(copy) as address:
        for name in runtime_names(built):
            (copy / "runtime" / name).unlink()
            context = browser.new_context()
            page = context.new_page()
            page.goto(address)
            try:
                assert_told(page, "file")
            except AssertionError as error:
                raise AssertionError(f"without {name}: {error}") from error
            context.close()
            shutil.copy(built / "runtime" / name, copy / "runtime" / name)


@pytest.mark.parametrize(
    "name", ["pyodide.wasm.02.zip", "stdlib.02.zip", "app.zip", "worker.zip", "start.txt"]
)
@pytest.mark.parametrize("damage", ["truncated", "overwritten"])
def test_a_damaged_runtime_file_is_noticed(
    context: BrowserContext, built: Path, copy: Path, name: str, damage: str
) -> None:
    """Half a download or garbage in the middle: no result, and the page says so."""
    whole = (built / "runtime" / name).read_bytes()
    half = len(whole) // 2
    broken = whole[:half] if damage == "truncated" else whole[:half] + b"\xff<html>" * 8 + whole[half + 56 :]
    (copy / "runtime" / name).write_bytes(broken)
    with plain_server(copy) as address:
        page = context.new_page()
        page.goto(address)
        assert_told(page, "file")
        answer(page, HEADWIND)
        expect(page.locator('.notice[data-reason="file"]')).to_be_in_viewport()
        assert page.locator("#survey input:checked").count() == len(ITEM_IDS)


def test_the_pages_script_that_is_missing_leaves_the_questions(context: BrowserContext, copy: Path) -> None:
    """The page then shows all twelve questions to read and print, and no button without a function."""
    (copy / "assets" / "site.js").unlink()
    with plain_server(copy) as address:
        page = context.new_page()
        page.goto(address)
        assert_told(page, "file")
        assert page.locator("fieldset[data-item]:visible").count() == len(ITEM_IDS)
        assert page.locator("button:visible").count() == 0


def test_without_javascript_there_are_questions_and_a_sentence(browser: Browser, address: str) -> None:
    """The twelve questions, why there is no result, and the way to the paper version."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.get_by_text(PAGE["no_script"])).to_be_visible()
    assert page.locator("fieldset[data-item]:visible").count() == len(ITEM_IDS)
    assert page.locator("button:visible").count() == 0
    page.get_by_role("link", name=PAGE["to_paper"]).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(PAGE["paper"])
    assert page.locator("fieldset[data-item]:visible").count() == len(ITEM_IDS)
    context.close()


def switched_off(page: Page) -> None:
    """No WebAssembly, as in hardened configurations of a browser."""
    page.add_init_script("delete globalThis.WebAssembly")


def forbidden(page: Page) -> None:
    """A server whose own policy allows no WebAssembly."""

    def strict(route: Route) -> None:
        answer = route.fetch()
        policy = "script-src 'self'; worker-src blob:"
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page.route("**/lastbild/", strict)


@pytest.mark.parametrize("hardened", [switched_off, forbidden])
def test_without_webassembly_there_are_questions_and_a_sentence(
    context: BrowserContext, address: str, hardened: Callable[[Page], None]
) -> None:
    """The survey still asks one question at a time; the sentence shows from the start, answers stay."""
    page = context.new_page()
    hardened(page)
    page.goto(address)
    assert_told(page, "wasm")
    answer(page, HEADWIND)
    expect(page.locator('.notice[data-reason="wasm"]')).to_be_in_viewport()
    assert page.locator("#survey input:checked").count() == len(ITEM_IDS)


def test_a_server_that_allows_files_only_gets_files(context: BrowserContext, address: str) -> None:
    """If its policy blocks the page's inline style and script, both come as files instead."""
    page = context.new_page()

    def strict(route: Route) -> None:
        answer = route.fetch()
        policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:"
        route.fulfill(response=answer, headers={**answer.headers, "content-security-policy": policy})

    page.route("**/lastbild/", strict)
    journey = Journey(page, address)
    expect(page.locator("body")).to_have_css("margin", "0px")
    journey.take(HEADWIND)


def test_slow_python_is_waited_for(context: BrowserContext, address: str) -> None:
    """A person who is quicker than Python reads above the buttons that the result is coming, then gets it."""
    page = context.new_page()
    page.set_viewport_size({"width": 360, "height": 640})
    held: list[Route] = []
    page.route("**/stdlib.01.zip", lambda route: held.append(route))
    journey = Journey(page, address)
    answer(page, HEADWIND)
    expect(page.locator("#waiting")).to_be_visible()
    expect(page.locator("#waiting p:visible")).to_have_text(PAGE["waiting"])
    words, buttons = (page.locator(part).bounding_box() for part in ("#waiting", ".steps"))
    assert words
    assert buttons
    assert words["y"] >= 0
    assert words["y"] + words["height"] <= buttons["y"]
    release(page, held)
    expect(page.locator("#result")).to_have_attribute("data-outcome", "A", timeout=READY)
    expect(page.locator("#waiting")).to_be_hidden()
    assert journey.complaints == []


def test_very_slow_python_is_admitted_and_still_used(context: BrowserContext, address: str) -> None:
    """After a minute the page says so; when Python arrives later, the note goes and the result comes."""
    page = context.new_page()
    page.add_init_script(hurried())  # the page's patience is a minute; the test's is not
    held: list[Route] = []
    page.route("**/stdlib.01.zip", lambda route: held.append(route))
    journey = Journey(page, address)
    assert_told(page, "slow")
    release(page, held)
    journey.wait_for_python()
    expect(page.locator('.notice[data-reason="slow"]')).to_be_hidden()
    journey.take(HEADWIND)
