"""The size of a page without the runtime, which a thin client on a slow line must get at once."""

from __future__ import annotations

import gzip
import posixpath
import re
import shutil
from pathlib import Path

import pytest

from generator.site.files import SEALING, configured_site_files
from harness.example_modes import unsealed
from harness.paths import EXAMPLES

# Bytes, compressed: the design's budget, for sealed surveys, too.
LARGEST = 40_000
# It stands in the page; a browser asks for the file only where a server's own policy forbids that.
FALLBACK = "assets/first_paint.js"
LARGEST_SEALING = 14_500  # of what is loaded later, by those who contribute to a sealed survey


@pytest.mark.parametrize("sealed", [False, True], ids=["unsealed", "sealed"])
@pytest.mark.parametrize("example", ["hafenkontor", "lumo"])
def test_the_page_without_the_runtime_is_light(tmp_path: Path, example: str, *, sealed: bool) -> None:
    """HTML, CSS and JavaScript of every start page, each compressed by itself, as a server does."""
    config = shutil.copytree(EXAMPLES / example, tmp_path / example) / "site.toml"
    if not sealed:
        config.write_text(unsealed(config.read_text("utf-8")), "utf-8")
    files = configured_site_files(config)
    for name in files:
        if name.endswith("index.html") and b'id="survey"' in files[name]:
            assert sum(weight(files[asset]) for asset in assets(files, name)) <= LARGEST, name


@pytest.mark.parametrize("example", ["hafenkontor", "lumo"])
def test_what_seals_comes_later_and_is_light(example: str) -> None:
    """No page names it, so no browser loads it by itself; test_sealed_contribution.py shows when it comes."""
    files = configured_site_files(EXAMPLES / example / "site.toml")
    assert weight(files[SEALING]) <= LARGEST_SEALING
    assert [name for name in files if name.endswith(".html") and b"sealed_contribution" in files[name]] == []


def assets(files: dict[str, bytes], page: str) -> set[str]:
    """Return the paths within the site of the page, its stylesheet and every script of ours that it loads.

    ``benchmarks.page.weight`` counts the same at a server, with the heads of the answers.
    """
    html = files[page].decode()
    link = re.search(r'rel="stylesheet" href="([^"]+)"', html)
    assert link
    stylesheet = posixpath.normpath(posixpath.join(posixpath.dirname(page), link[1]))
    scripts = {name for name in files if re.fullmatch(r"assets/\w+\.js", name)} - {SEALING, FALLBACK}
    return {page, stylesheet, *scripts}


def weight(contents: bytes) -> int:
    """Return the size of ``contents`` compressed, in bytes."""
    return len(gzip.compress(contents, 9))
