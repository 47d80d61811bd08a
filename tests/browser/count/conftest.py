"""The count's page, opened from a folder as by a double click."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from generator.count.single_file import write_count_files
from harness import sites
from harness.count_page import Counter, write_page
from harness.paths import EXAMPLE
from harness.releases import DAY


@pytest.fixture(scope="package")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page as a single file."""
    return write_page(tmp_path_factory.mktemp("usb"))


@pytest.fixture(scope="package")
def config_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's site.toml, on paper; its last day was yesterday."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "logo.svg").write_bytes((EXAMPLE.parent / "logo.svg").read_bytes())
    today = dt.datetime.now().astimezone().date()
    lines = {"mode": '"paper"', "url": None, "opens": today - 20 * DAY, "closes": today - DAY}
    text = EXAMPLE.read_text("utf-8").splitlines()
    changed = [
        f"{key} = {lines[key]}" if (key := line.partition(" ")[0]) in lines else line
        for line in text
        if not line.startswith(("url =", "seal ="))
    ]
    return sites.write(folder, "\n".join(changed) + "\n")


@pytest.fixture(scope="package")
def file(config_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that counts its ballots."""
    [path] = write_count_files(config_path, tmp_path_factory.mktemp("usb"))
    return path


@pytest.fixture
def counter(browser: Browser, path: Path) -> Iterator[Counter]:
    """Somebody who has just opened the page; it must not have failed, nor asked for another file."""
    context = browser.new_context(locale="de-DE", viewport={"width": 1366, "height": 641})
    counter = Counter(context, path)
    yield counter
    context.close()
    assert counter.errors == []
    assert {
        request for request in counter.requests if not request.startswith(("data:", "blob:", "about:"))
    } == {path.as_uri()}
