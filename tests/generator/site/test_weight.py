"""The size of a page without the runtime, which a thin client on a slow line must get at once."""

from __future__ import annotations

import gzip
import posixpath
import re

import pytest

from generator.site.files import configured_site_files
from harness.paths import EXAMPLES

LARGEST = 40_000  # bytes, compressed; the design's budget for page, style and scripts


@pytest.mark.parametrize("example", ["hafenkontor", "lumo"])
def test_the_page_without_the_runtime_is_light(example: str) -> None:
    """HTML, CSS and JavaScript of every start page, each compressed by itself, as a server does."""
    files = configured_site_files(EXAMPLES / example / "site.toml")
    for name in files:
        if name.endswith("index.html") and b'id="survey"' in files[name]:
            assert sum(weight(files[asset]) for asset in assets(files, name)) <= LARGEST, name


def assets(files: dict[str, bytes], page: str) -> set[str]:
    """Return the paths within the site of the page, its stylesheet and every script of ours."""
    html = files[page].decode()
    link = re.search(r'rel="stylesheet" href="([^"]+)"', html)
    assert link
    stylesheet = posixpath.normpath(posixpath.join(posixpath.dirname(page), link[1]))
    return {page, stylesheet, *(name for name in files if re.fullmatch(r"assets/\w+\.js", name))}


def weight(contents: bytes) -> int:
    """Return the size of ``contents`` compressed, in bytes."""
    return len(gzip.compress(contents, 9))
