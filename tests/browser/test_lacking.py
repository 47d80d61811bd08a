"""A trimmed Python that lacks a function after all: the page starts one with all functions."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from generator.runtime import npm
from generator.runtime.trimming import reached, wasm
from harness.hurried import answer, assert_result, visiting
from harness.journey import READY
from harness.misbehaving import Trouble, misbehaving
from tests.browser import reach
from tests.browser.test_network import whole as whole_files

pytestmark = pytest.mark.browser

# Sends Python an invalid request, so that it has to report an error.
_NONSENSE = "document.querySelector('script[type=py]').xworker.sync.classify('{', 'type').catch(String)"


@pytest.fixture(scope="module")
def whole() -> bytes:
    """Pyodide's WebAssembly with all its functions."""
    return (npm.install_packages() / "pyodide" / reached.WASM).read_bytes()


def entered(browser: Browser, folder: Path, whole: bytes) -> frozenset[int]:
    """Return the functions that a visit enters until Python is ready."""
    reach.write(folder, wasm.instrument(whole), reach.NOTING)
    with misbehaving(folder) as server, visiting(browser, server.address(Trouble("cut"))) as [page]:
        expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=READY)
        answer(page)
        assert_result(page)
        return frozenset(page.workers[0].evaluate("entered()"))


def test_what_is_lacking_at_the_start_costs_a_second_start(
    browser: Browser, tmp_path: Path, whole: bytes
) -> None:
    """If Python dies while it boots, the page fetches the whole one, once, and the result is right."""
    known = sorted(reached.functions_of(npm.install_packages() / "pyodide"))
    reach.write(tmp_path, wasm.stub_unreached(whole, known[::2]), "")
    trouble = Trouble("cut")
    with misbehaving(tmp_path) as server, visiting(browser, server.address(trouble)) as [page]:
        answer(page)
        assert_result(page)
    assert set(whole_files(trouble).values()) == {1}


def test_what_is_lacking_later_costs_a_second_start(browser: Browser, tmp_path: Path, whole: bytes) -> None:
    """If a ready Python dies of a question, another one answers the person's own."""
    needed = entered(browser, tmp_path / "noting", whole)
    reach.write(tmp_path / "lacking", wasm.stub_unreached(whole, needed), "")
    trouble = Trouble("cut")
    with misbehaving(tmp_path / "lacking") as server, visiting(browser, server.address(trouble)) as [page]:
        expect(page.locator("html")).to_have_attribute("data-python", "ready", timeout=READY)
        assert not whole_files(trouble)
        assert "outcome" not in str(
            page.evaluate(f"Promise.race([{_NONSENSE}, new Promise((r) => setTimeout(r, 300))])")
        )
        answer(page)
        assert_result(page)
        for action in ("delete", "delete-now", "restart"):
            page.locator(f'[data-action="{action}"]').click()
        answer(page)
        assert_result(page)
    assert set(whole_files(trouble).values()) == {1}
