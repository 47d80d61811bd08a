"""Firefox writes the state of forms into its session file every few seconds, for a start after a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lz4.block
import pytest
from playwright.sync_api import Playwright

from harness import browsers
from harness.engines import wanted
from harness.engines.firefox import firefox
from harness.engines.relay import relay
from harness.engines.visit import Visit
from harness.engines.window import Window
from harness.polling import until

SHEET = {f"{c}{lens}": 3 if c == "A" and lens < 3 else 1 for lens in (1, 2, 3) for c in "ABCD"}
_MAGIC = b"mozLz40\0"
# A radio in no form: Firefox keeps whether it is ticked.
_ADD_NAIVE = """
document.querySelector("main").prepend(
    Object.assign(document.createElement("input"), { type: "radio", id: "naive" }))
"""


@pytest.fixture(params=[name for name in wanted() if name == "firefox"])
def visit(playwright: Playwright, real_address: str, tmp_path: Path) -> Iterator[tuple[Visit, Path]]:
    """A person in front of the start page in the system's Firefox, and the browser's profile."""
    if browsers.playwrights_own(playwright, "firefox"):
        pytest.skip("Playwright's own Firefox has no profile to look into")
    path = browsers.system_paths("firefox")[0]
    with firefox(path, tmp_path) as engine, relay() as wire, engine.window(wire.host) as window:
        yield Visit(window, real_address), tmp_path / "profile"


def kept(profile: Path, address: str) -> list[dict[str, Any]]:
    """Return the pages at ``address`` in the session file, each with its ``formdata`` if Firefox kept any."""
    file = profile / "sessionstore-backups" / "recovery.jsonlz4"
    contents = file.read_bytes() if file.exists() else b""
    if not contents.startswith(_MAGIC):
        return []
    session = json.loads(lz4.block.decompress(contents.removeprefix(_MAGIC)))
    tabs = [tab for window in session["windows"] for tab in window["tabs"]]
    return [tab for tab in tabs if any(entry["url"].startswith(address) for entry in tab["entries"])]


def test_nothing_that_is_ticked_is_in_the_session_file(visit: tuple[Visit, Path], real_address: str) -> None:
    """Neither an answer nor a step nor a word of the person; the same search finds a radio in no form."""
    person, profile = visit
    window = person.window
    person.take_by_mouse(SHEET)
    window.click('#result label:has([name="step"][value="A-a"])')
    window.click("#conversation-text")
    window.press("1")
    page = until(
        lambda: _scrolled(window, profile, real_address, 321), "the session file has the result's page"
    )
    assert "formdata" not in page
    window.goto(f"{real_address}method.html")
    window.evaluate(_ADD_NAIVE)
    window.click("#naive")
    page = until(lambda: _scrolled(window, profile, real_address, 123), "the session file has the other page")
    assert page["formdata"]["id"] == {"naive": True}


def _scrolled(window: Window, profile: Path, address: str, position: int) -> dict[str, Any] | None:
    """Scroll to ``position``, and return what Firefox has kept of the page since.

    What is kept with this position was written after everything before. The page may itself scroll to what
    was pressed, so each look scrolls again.
    """
    window.evaluate(f"scrollTo(0, {position})")
    return next(
        (tab for tab in kept(profile, address) if tab.get("scroll", {}).get("scroll") == f"0,{position}"),
        None,
    )
