"""While Python is still on its way: the page says the truth, keeps the answers and misleads nobody."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import pytest
from playwright.sync_api import Browser, Page, expect

from generator.runtime import store
from generator.runtime.archive import packed_zip
from harness.archives import unpacked
from harness.browsers import INSECURE
from harness.hurried import answer, assert_kept, assert_result, steps, visiting
from harness.journey import READY, Journey
from harness.misbehaving import Misbehaving, Trouble, misbehaving
from harness.paths import EXAMPLE
from harness.stub_python import site_files
from questionnaire import ITEM_IDS, survey_texts
from tests.browser.test_network import whole

pytestmark = pytest.mark.browser
PAGE = survey_texts.load("de")["page"]
LIBRARY, APP = "runtime/stdlib.01.zip", "runtime/app.zip"


@pytest.fixture(scope="module")
def server(built: Path) -> Iterator[Misbehaving]:
    """A server of the example site that can do wrong."""
    with misbehaving(built) as running:
        yield running


def assert_waiting(page: Page) -> None:
    """The page says that the result will come, and shows that a part of its files has arrived."""
    expect(page.locator("#waiting")).to_be_visible()
    expect(page.locator("#waiting")).to_contain_text(PAGE["waiting"])
    # A function: an expression would be evaluated again and again, which the page's policy forbids.
    page.wait_for_function(
        "() => (({ position }) => position > 0 && position < 1)(document.querySelector('progress'))"
    )
    assert_kept(page)


def test_whoever_is_quicker_than_the_line_gets_the_result_by_itself(
    browser: Browser, server: Misbehaving, built: Path
) -> None:
    """While every file of the runtime stops half-way for long, people can answer all questions."""
    runtime = {path.relative_to(built).as_posix() for path in (built / "runtime").iterdir()}
    trouble = Trouble("stall", frozenset(runtime))
    with visiting(browser, server.address(trouble)) as [page]:
        answer(page)
        assert_waiting(page)
        trouble.heal()
        assert_result(page)
        shown = steps(page)
    assert shown == sorted(shown)
    assert shown[-1] == 1


def test_without_network_the_page_says_so_and_goes_on_when_it_is_back(
    browser: Browser, server: Misbehaving
) -> None:
    """Offline during a part, the page says so and how much is here; online, the rest and the result come."""
    trouble = Trouble("stall", frozenset({LIBRARY}), times=1)
    # Time enough to go offline on a busy machine, before the page asks once more and gets the file.
    with visiting(browser, server.address(trouble), silence=8_000) as [page]:
        answer(page)
        assert_waiting(page)
        page.context.set_offline(offline=True)
        expect(page.locator("#interrupted")).to_be_visible(timeout=READY)
        expect(page.locator("#interrupted")).to_have_text(PAGE["interrupted"])
        assert_waiting(page)
        page.context.set_offline(offline=False)
        assert_result(page)
        shown = steps(page)
    assert trouble.asked[LIBRARY] == 2
    assert shown == sorted(shown)
    assert shown[-1] == 1


def test_a_connection_that_falls_silent_is_given_up_for_a_new_one(
    browser: Browser, server: Misbehaving
) -> None:
    """If the server keeps the connection and sends nothing, a new connection brings the rest."""
    trouble = Trouble("stall", frozenset({LIBRARY, "runtime/pyodide.wasm.02.zip"}), times=1)
    with visiting(browser, server.address(trouble)) as [page]:
        answer(page)
        assert_result(page)
    assert {path for path, asked in trouble.asked.items() if asked > 1} == trouble.paths


def test_nobody_meets_the_result_of_whoever_was_there_before(browser: Browser, server: Misbehaving) -> None:
    """After leaving while the result was on its way, the page has neither answers nor a result on return."""
    trouble = Trouble("stall", frozenset({LIBRARY}))
    with visiting(browser, server.address(trouble)) as [page]:
        answer(page)
        assert_waiting(page)
        page.goto("about:blank")
        page.go_back()
        trouble.heal()
        expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=READY)
        expect(page.locator("#start")).to_be_visible()
        page.locator('[data-action="start"]').click()
        expect(page.locator("#waiting")).to_be_hidden()
        assert page.locator("#survey input:checked").count() == 0
        assert page.locator("#result").get_attribute("data-outcome") is None


def test_two_tabs_at_once_each_get_their_own_result(browser: Browser, server: Misbehaving) -> None:
    """Both wait on the same bad line, with different answers."""
    trouble = Trouble("cut", frozenset({LIBRARY, APP}), times=2)
    with visiting(browser, server.address(trouble)) as [page]:
        other = page.context.new_page()
        other.goto(page.url)
        answer(page)
        answer(other, dict.fromkeys(ITEM_IDS, 0))
        assert_result(page)
        assert_result(other, dict.fromkeys(ITEM_IDS, 0))


def test_without_https_a_damaged_file_is_noticed_all_the_same(browser: Browser, server: Misbehaving) -> None:
    """Damaged once, the page fetches it again; always damaged, it says so and shows no result."""
    once, always = (Trouble("corrupt", frozenset({APP}), times=times) for times in (1, None))
    with visiting(browser, server.address(once), server.address(always), front=INSECURE) as [well, ill]:
        for page in (well, ill):
            answer(page)
        assert well.evaluate("crypto.subtle") is None
        assert_result(well)
        expect(ill.locator('.notice[data-reason="file"]')).to_be_visible(timeout=READY)
        assert_kept(ill)
    assert once.asked[APP] == 2


def test_an_older_script_in_the_cache_never_meets_a_newer_page(browser: Browser, tmp_path: Path) -> None:
    """Even if the site is built anew between two visits and the browser may keep its files for a day."""
    newer = b'\ndocument.documentElement.dataset.newer = "yes";\n'
    write(tmp_path, site_files(EXAMPLE))
    with misbehaving(tmp_path) as server:
        trouble = Trouble("cut")
        with visiting(browser, server.address(trouble)) as [page]:
            expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
            page.reload()
            expect(page.locator("html")).to_have_attribute("data-ready", "yes", timeout=READY)
            scripts = store.page_scripts()
            scripts["site.js"] += newer
            with mock.patch.object(store, "page_scripts", return_value=scripts):
                write(tmp_path, site_files(EXAMPLE))
            page.goto(page.url)
            expect(page.locator("html")).to_have_attribute("data-newer", "yes", timeout=READY)
            answer(page)
            assert_result(page)
    assert trouble.asked["assets/later.css"] == 1  # kept: it is the same
    assert not whole(trouble)


def test_a_runtime_of_a_former_build_in_the_cache_is_asked_for_anew(browser: Browser, tmp_path: Path) -> None:
    """File names stay the same: the page fetches changed files past the cache, and no other file twice."""
    write(tmp_path, site_files(EXAMPLE))
    newer = store.runtime_files()
    for name in ("app.zip", "stdlib.zip"):
        newer[name] = packed_zip({**unpacked(newer[name]), "0.txt": b"of a newer build"})
    with misbehaving(tmp_path) as server:
        trouble = Trouble("cut")
        with visiting(browser, server.address(trouble)) as [page]:
            expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=READY)
            before = dict(trouble.asked)
            with mock.patch.object(store, "runtime_files", return_value=newer):
                write(tmp_path, site_files(EXAMPLE))
            page.goto(page.url)
            answer(page)
            assert_result(page)
    again = {path for path, asked in trouble.asked.items() if asked > before.get(path, 0)}
    assert {path for path in again if path.startswith("runtime/")} == {
        "runtime/app.zip",
        "runtime/stdlib.01.zip",
        "runtime/stdlib.02.zip",
    }


def write(folder: Path, site: dict[str, bytes]) -> None:
    """Write a site into a folder, over the files there."""
    for name, contents in site.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents)


def test_once_python_is_ready_nobody_needs_a_connection(real_journey: Journey) -> None:
    """Whoever loses the connection after that answers all questions and gets the whole result."""
    journey = real_journey
    journey.wait_for_python()
    expect(journey.page.locator("html")).to_have_attribute("data-ready", "yes")
    journey.page.context.set_offline(offline=True)
    journey.take(dict.fromkeys(ITEM_IDS, 0) | {"A1": 3, "A2": 3})
    expect(journey.page.locator("#result h1")).to_have_text("Gegenwind")
    assert journey.complaints == []
