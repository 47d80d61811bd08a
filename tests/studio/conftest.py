"""The studio as its two desks serve it: in a static folder with Python, and beside ``lastbild serve``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import output
from generator.preview.server import InMemoryFiles, preview_server
from generator.preview.studio_door import FOLDER, StudioDoor
from generator.studio.desk import open_desk
from generator.studio.files import studio_files
from harness.browser_fixtures import browser, engine, playwright
from harness.servers import plain_server, serving

__all__ = ["browser", "engine", "playwright"]


@pytest.fixture(scope="package")
def static_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The studio's folder, with Python for the browser."""
    folder = tmp_path_factory.mktemp("studio") / "web" / "studio"
    output.write(studio_files(), folder, "studio")
    return folder


@pytest.fixture(scope="package")
def static_address(static_folder: Path) -> Iterator[str]:
    """The address of the static studio, under a sub-path of a plain server."""
    with plain_server(static_folder.parent) as root:
        yield f"{root}studio/"


@pytest.fixture(scope="package")
def server_files() -> dict[str, bytes]:
    """The studio's page for ``lastbild serve``."""
    return {f"{FOLDER}{name}": contents for name, contents in studio_files("server").items()}


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """The folder that the studio beside ``serve`` works on."""
    return tmp_path / "workspace"


@pytest.fixture
def served_address(workspace: Path, server_files: dict[str, bytes]) -> Iterator[str]:
    """The address of the studio beside ``serve``, for a new workspace."""
    door = StudioDoor(open_desk(workspace))
    with preview_server(workspace, 0, InMemoryFiles(server_files), door) as server, serving(server) as port:
        yield f"http://127.0.0.1:{port}/{FOLDER}"
        door.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh profile, without motion; it must not report an error."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, reduced_motion="reduce")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


@pytest.fixture
def studio(page: Page, served_address: str) -> Page:
    """The German studio beside ``serve``, once the desk has answered."""
    page.goto(served_address)
    expect(page.locator("#readiness .text")).to_contain_text("Noch")
    return page
