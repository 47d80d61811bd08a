"""What a page weighs without the runtime: a thin client behind a slow line gets it at once."""

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
    """HTML, CSS and JavaScript of every start page, each compressed by itself as a server would."""
    files = configured_site_files(EXAMPLES / example / "site.toml")
    for name in files:
        if name.endswith("index.html") and b'id="survey"' in files[name]:
            assert sum(weight(files[asset]) for asset in assets(files, name)) <= LARGEST, name


def assets(files: dict[str, bytes], page: str) -> set[str]:
    """Return the page, its style and every script of the house that it loads, as paths within the site."""
    html = files[page].decode()
    style = re.search(r'rel="stylesheet" href="([^"]+)"', html)
    assert style
    look = posixpath.normpath(posixpath.join(posixpath.dirname(page), style[1]))
    return {page, look, *(name for name in files if re.fullmatch(r"assets/\w+\.js", name))}


def weight(contents: bytes) -> int:
    """Return the bytes of ``contents`` on the wire."""
    return len(gzip.compress(contents, 9))
