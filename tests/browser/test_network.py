"""Slow and hostile networks: a result after all, or a clear sentence; never a wrong result."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from harness.hurried import answer, assert_kept, assert_result, steps, visiting
from harness.journey import READY
from harness.misbehaving import Misbehaving, Misdeed, Trouble, misbehaving
from questionnaire import survey_texts

pytestmark = pytest.mark.browser
PAGE = survey_texts.load("de")["page"]

_WHOLE = "runtime/whole.wasm."  # parts of the WebAssembly with all its functions
SITE, PYSCRIPT = "assets/site.js", "runtime/pyscript.js"
# Files that run as modules, for which their type matters.
MODULES = frozenset({SITE, PYSCRIPT})


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Misbehaving]:
    """A server of the example site that can do wrong."""
    with misbehaving(built) as running:
        yield running


@pytest.fixture(scope="module")
def real_server(real_built: Path) -> Iterator[Misbehaving]:
    """A server of the example site with Pyodide that can do wrong."""
    with misbehaving(real_built) as running:
        yield running


@pytest.fixture(scope="module")
def needed(built: Path) -> frozenset[str]:
    """Every file that an ordinary visit asks for beside the page."""
    return _asked_for(built)


@pytest.fixture(scope="module")
def real_needed(real_built: Path) -> frozenset[str]:
    """The same files for the site with Pyodide."""
    return _asked_for(real_built)


def _asked_for(built: Path) -> frozenset[str]:
    runtime = {f"runtime/{path.name}" for path in (built / "runtime").iterdir()}
    return frozenset(path for path in {*runtime, SITE} if not path.startswith(_WHOLE))


@pytest.fixture(scope="module")
def one_of_each(needed: frozenset[str]) -> frozenset[str]:
    """The last part of each file that an ordinary visit asks for beside the page."""
    last = {re.sub(r"\.\d\d\.zip$", "", path): path for path in sorted(needed)}
    return frozenset(last.values())


def served_for(misdeed: Misdeed, request: pytest.FixtureRequest) -> tuple[Misbehaving, frozenset[str]]:
    """Return the server with the stub, and the files that a visit needs from it.

    For wrong types, return the one with Pyodide: PyScript runs one of the modules.
    """
    kind = "real_" if misdeed == "type" else ""
    return request.getfixturevalue(f"{kind}server"), request.getfixturevalue(f"{kind}needed")


def whole(trouble: Trouble) -> dict[str, int]:
    """Return how often each requested part of the whole WebAssembly was asked for."""
    return {path: asked for path, asked in trouble.asked.items() if path.startswith(_WHOLE)}


@pytest.mark.parametrize("ranges", [True, False], ids=["ranges", "no ranges"])
def test_a_connection_that_is_cut_in_every_file_only_costs_time(
    browser: Browser, real_server: Misbehaving, real_needed: frozenset[str], *, ranges: bool
) -> None:
    """Each file breaks off once and the page fetches it again, on any server; the result comes by itself."""
    trouble = Trouble("cut", real_needed, times=1, ranges=ranges)
    with visiting(browser, real_server.address(trouble)) as [page]:
        answer(page)
        assert_result(page)
        shown = steps(page)
    assert set(trouble.done) == real_needed
    assert shown == sorted(shown)
    assert shown[-1] == 1
    assert not whole(trouble)


def test_a_download_that_breaks_off_goes_on_with_the_part_that_is_missing(
    browser: Browser, server: Misbehaving, needed: frozenset[str]
) -> None:
    """After a break in a large file the page asks only for that part again, and for no other file or part."""
    broken = "runtime/pyodide.wasm.02.zip"
    trouble = Trouble("cut", frozenset({broken}), times=1)
    with visiting(browser, server.address(trouble)) as [page]:
        answer(page)
        assert_result(page)
    assert {path: asked for path, asked in trouble.asked.items() if path in needed} == {
        path: 1 + (path == broken) for path in needed
    }


@pytest.mark.parametrize("misdeed", ["corrupt", "truncate", "unavailable", "type"])
def test_every_file_that_comes_damaged_once_is_fetched_again(
    request: pytest.FixtureRequest, browser: Browser, misdeed: Misdeed
) -> None:
    """The second answer is right, and so is the result, whatever the browser's cache kept of the first."""
    server, needed = served_for(misdeed, request)
    trouble = Trouble(misdeed, needed, times=1)
    with visiting(browser, server.address(trouble)) as [page]:
        answer(page)
        assert_result(page)
        shown = steps(page)
    assert set(trouble.done) == needed
    again = MODULES if misdeed == "type" else needed
    assert {path for path in again if trouble.asked[path] < 2} == set()
    assert shown == sorted(shown)
    assert not whole(trouble)


def assert_told(page: Page, path: str) -> None:
    """A plain sentence says that a file is missing or still on its way."""
    told = re.compile("|".join(PAGE[key] for key in ("failed_file", "failed_slow", "interrupted")))
    notices = page.locator(".notice:visible, #interrupted:visible").filter(has_text=told)
    expect(notices.first, f"{path} is wrong").to_be_visible(timeout=READY)


@pytest.mark.parametrize("misdeed", ["cut", "corrupt", "truncate", "missing", "type"])
def test_a_file_that_stays_damaged_is_told_until_it_is_well(
    request: pytest.FixtureRequest, browser: Browser, one_of_each: frozenset[str], misdeed: Misdeed
) -> None:
    """While a file is wrong there is no result, and the answers stay; once it is right, the result comes."""
    server, _ = served_for(misdeed, request)
    paths = sorted(MODULES if misdeed == "type" else one_of_each)
    troubles = [Trouble(misdeed, frozenset([path]), ranges=False) for path in paths]
    with visiting(browser, *map(server.address, troubles)) as pages:
        by_path = dict(zip(paths, pages, strict=True))
        without_script = by_path.pop(SITE)  # asks for the script again by itself
        for page in by_path.values():
            answer(page)
        for path, page in by_path.items():
            assert_told(page, path)
            # The page gives up a file that cannot get better by itself, and waits for one that may.
            expect(page.locator("#waiting")).to_be_visible(visible=misdeed == "cut", timeout=READY)
            assert_kept(page)
        assert_told(without_script, SITE)
        for trouble in troubles:
            trouble.heal()
        answer(without_script)
        # If the page fetches every file anew in the same way, one file shows it.
        waiting = list(by_path.values())[: None if misdeed in {"cut", "corrupt"} else 1]
        for page in waiting:
            if misdeed != "cut":
                page.locator('[data-action="finish"]').click()
        for page in (without_script, *waiting):
            assert_result(page)


def test_what_is_no_module_may_come_as_any_type(
    browser: Browser, real_server: Misbehaving, needed: frozenset[str]
) -> None:
    """A server that knows neither zip archives nor text still serves a working site."""
    trouble = Trouble("type", needed - MODULES)
    with visiting(browser, real_server.address(trouble)) as [page]:
        answer(page)
        assert_result(page)
