"""The page that is given away names the works of others in it, and holds their licences in full."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.brand.brand_files import BrandFiles
from generator.brand.font import Font
from generator.configuration import load
from generator.count.single_file import count_files
from generator.one_file.licences import licence_texts, works
from harness.markup import Page
from harness.releases import site
from tests.generator.count.counting import PAPER

PAGE = "auswertung.html"
PARTS = frozenset({"worker.zip", "whole.wasm.zip", "library.zip", "packages.zip", "generator.zip"})


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page as a build writes it."""
    [contents] = count_files(load.load_site(site(tmp_path_factory.mktemp("site"), PAPER))).values()
    return contents.decode()


def test_the_parts_of_the_page_are_those_whose_works_are_named(page: str) -> None:
    """A part that is added later is looked up in the bill of materials, too."""
    assert set(re.findall(r'<script type="text/plain" data-part="([^"]+)"', page)) == PARTS
    shown = [text.text for text in Page(page.encode()).texts if text.within(id="licences")]
    for name, version, licence in works(PAGE, PARTS, BrandFiles()):
        line = f"{name} {version}: {licence}" if version else f"{name}: {licence}"
        assert any(line in text for text in shown), line


def test_what_is_in_the_page_is_listed_and_nothing_else() -> None:
    """Python with its libraries and packages, the reader of QR codes, the fonts; not PyScript."""
    named = {work.name for work in works(PAGE, PARTS, BrandFiles())}
    assert {"pyodide", "cpython", "sqlite", "pydantic", "jinja2", "segno", "qr"} <= named
    assert {"alegreya-sans-400.woff2", "alegreya-sans-700.woff2"} <= named
    assert not {"@pyscript/core", "polyscript", "brotli-wasm", "brotli"} & named


def test_a_brands_own_font_takes_the_place_of_ours() -> None:
    """Its licence is the brand's concern."""
    own = replace(BrandFiles(), font=(Font("font.woff2", b"wOF2\0", "400"),))
    assert not {work.name for work in works(PAGE, PARTS, own) if work.name.startswith("alegreya")}


def test_every_licence_stands_there_in_full(page: str) -> None:
    """Word for word, as a text that nothing else in the page can be mistaken for."""
    parsed = " ".join(
        " ".join(text.text for text in Page(page.encode()).texts if text.within(id="licences")).split()
    )
    for text in licence_texts().values():
        assert " ".join(text.split()) in parsed


def test_the_works_that_are_named_have_their_licence_there() -> None:
    """The beginning of each licence is found among the texts; for a few no text is asked for."""
    texts = " ".join(licence_texts().values()).upper()
    begins = {
        "MIT": "MIT LICENSE", "BSD-3-Clause": "BSD 3-CLAUSE", "MPL-2.0": "MOZILLA PUBLIC LICENSE",
        "PSF-2.0": "PYTHON SOFTWARE FOUNDATION LICENSE", "OFL-1.1": "SIL OPEN FONT LICENSE",
        "Apache-2.0 WITH LLVM-exception": "APACHE LICENSE",
    }  # fmt: skip
    without_text = {"0BSD", "Zlib", "blessing", "bzip2-1.0.6"}
    for work in works(PAGE, PARTS, BrandFiles()):
        assert work.licence in without_text or begins[work.licence] in texts, work
