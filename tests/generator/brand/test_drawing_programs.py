"""Logos as drawing programs save them: their headers and additions go, and the picture stays as it was."""

from __future__ import annotations

import base64
import io
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner
from PIL import Image, ImageChops
from playwright.sync_api import Page, sync_playwright

from generator.brand.brand_file import BrandFileError
from generator.brand.svg import sanitised
from generator.commands.main import main
from harness import browsers, sites
from tests.generator.brand.pictures import svg

DRAWINGS = {path.stem: path for path in sorted((Path(__file__).parent / "drawings").glob("*.svg"))}
# What is a program's own, or a computer's, or a person's.
OWN = re.compile(
    r"DOCTYPE|ENTITY|CDATA|adobe|inkscape|sodipodi|corel|serif:|sketch:|ooo:|xpacket|rdf:|C:\\|Anna|font-face|\?>",
    re.IGNORECASE,
)
WIDTH, HEIGHT = 480, 160


@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_a_logo_is_taken_as_the_program_saved_it(tmp_path: Path, drawing: Path) -> None:
    """Nobody has to export it again, and nothing but the drawing reaches the site."""
    clean = sanitised(drawing.read_bytes())
    assert clean.ratio == 3
    assert not OWN.search(clean.contents.decode().replace("-inkscape-stroke", ""))
    (tmp_path / "logo.svg").write_bytes(drawing.read_bytes())
    config = sites.write(tmp_path, f'{sites.BRAND}logo = "logo.svg"\n{sites.SURVEY}')
    done = CliRunner().invoke(main, ["check", "--config", str(config)])
    assert done.exit_code == 0, done.output


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """An empty page of Chromium."""
    with sync_playwright() as playwright:
        browser = browsers.launch(playwright)
        yield browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        browser.close()


def drawn(page: Page, contents: bytes) -> Image.Image:
    """Return how the browser draws the SVG in ``contents``."""
    address = f"data:image/svg+xml;base64,{base64.b64encode(contents).decode()}"
    style = f"position:fixed;inset:0;width:{WIDTH}px;height:{HEIGHT}px"
    page.set_content(f'<img src="{address}" style="{style}">')
    page.evaluate("document.images[0].decode()")
    return Image.open(io.BytesIO(page.screenshot())).convert("RGB")


@pytest.mark.browser
@pytest.mark.parametrize("drawing", DRAWINGS.values(), ids=DRAWINGS)
def test_it_looks_the_same_as_before(page: Page, drawing: Path) -> None:
    """Pixel by pixel: the header, the additions and the wrapping meant nothing to a browser."""
    contents = drawing.read_bytes()
    if b"iso-8859-1" in contents:  # which Chromium does not take from an address
        contents = contents.decode("iso-8859-1").replace("iso-8859-1", "utf-8").encode()
    before, after = drawn(page, contents), drawn(page, sanitised(drawing.read_bytes()).contents)
    assert len(before.getcolors(WIDTH * HEIGHT) or ()) > 1  # it is not blank
    assert ImageChops.difference(before, after).getbbox() is None


HEADERS = {
    "an entity that is no address": '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa">]>',
    "an entity of entities": '<!DOCTYPE svg [<!ENTITY a "http://a.example/"><!ENTITY b "&a;&a;&a;">]>',
    "an entity of a file": '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    "an entity of another server": '<!DOCTYPE svg [<!ENTITY a PUBLIC "-//A" "http://spy.example/a">]>',
    "a parameter entity": '<!DOCTYPE svg [<!ENTITY % a "http://a.example/">%a;]>',
    "an attribute by default": "<!DOCTYPE svg [<!ATTLIST svg onload CDATA 'alert(1)'>]>",
    "an element in an entity": '<!DOCTYPE svg [<!ENTITY a "http://a.example/<script/>">]>',
    "a quote in an entity": """<!DOCTYPE svg [<!ENTITY a "http://a.example/' onload='alert(1)">]>""",
    "another root": "<!DOCTYPE html>",
    "two of them": "<!DOCTYPE svg><!DOCTYPE svg>",
    "one that never ends": "<!DOCTYPE svg [",
    "one in a comment's clothes": "<!-- --><!DOCTYPE svg [<!ENTITY a '--><!-- '>]>",
    "a style sheet in front": "<?xml-stylesheet href='//spy.example/a.css'?><!DOCTYPE svg>",
    "a style sheet behind": "<!DOCTYPE svg><?xml-stylesheet href='//spy.example/a.css'?>",
    "too many entities": "<!DOCTYPE svg ["
    + "".join(f'<!ENTITY a{number} "http://a.example/">' for number in range(50))
    + "]>",
}


@pytest.mark.parametrize("header", HEADERS.values(), ids=HEADERS)
def test_a_header_that_could_do_more_is_refused(header: str) -> None:
    """Only the plain addresses of namespaces are read; nothing is expanded into anything else, or fetched."""
    with pytest.raises(BrandFileError, match=r"expected an SVG .*; export it again"):
        sanitised((header + svg("<text>&a;</text>")).encode())


def test_an_address_cannot_be_repeated_into_a_gigabyte() -> None:
    """The number of places is limited, and so is what an address can become."""
    header = f'<!DOCTYPE svg [<!ENTITY a "http://a.example/{"a" * 150}">]>'
    with pytest.raises(BrandFileError, match="expected an SVG that declares nothing"):
        sanitised((header + svg("&a;" * 1001)).encode())
    assert sanitised((header + svg("<text>&a;</text>")).encode()).ratio == 1


def test_what_an_entity_brings_is_checked_like_everything_else() -> None:
    """An address in a place where it would be fetched is refused, and text stays text."""
    header = '<!DOCTYPE svg [<!ENTITY a "https://spy.example/a.png">]>'
    with pytest.raises(BrandFileError, match="expected no links to elsewhere"):
        sanitised((header + svg("<image href='&a;'/>")).encode())
    with pytest.raises(BrandFileError, match="expected a style without references"):
        sanitised((header + svg("<rect style='fill:url(&a;)'/>")).encode())
    assert b"<title>https://spy.example/a.png</title>" in (
        sanitised((header + svg("<title>&a;</title>")).encode()).contents
    )


def test_a_fault_further_down_names_its_line_in_the_file() -> None:
    """The header is gone, and its lines are counted nevertheless."""
    lines = DRAWINGS["illustrator"].read_text("utf-8").splitlines()
    broken = "\n".join([*lines[:20], "<g <", *lines[20:]])
    with pytest.raises(BrandFileError, match="cannot be read from line 21 on"):
        sanitised(broken.encode())


@pytest.mark.parametrize(
    "inside",
    [
        "<switch><foreignObject><p/></foreignObject></switch>",
        "<switch><g><script>alert(1)</script></g></switch>",
        "<switch onload='alert(1)'><g/></switch>",
        "<switch><g systemLanguage='de'/><g/></switch>",
        "<switch><switch><image href='//spy.example/a.png'/></switch></switch>",
        "<font><glyph/></font><style>@font-face{src:url(#a),url(//spy.example/a.woff)}</style>",
        "<style>@font-face{src:url(//spy.example/a.woff)}</style>",
        "<style>@font-@font-face{src:url(#a)}face{src:url(//spy.example/a.woff)}</style>",
    ],
)
def test_no_wrapping_hides_what_acts(inside: str) -> None:
    """What a browser would show of a switch is checked, and only a font inside the picture goes."""
    with pytest.raises(BrandFileError, match="expected"):
        sanitised(svg(inside).encode())


def test_the_part_of_a_switch_that_no_browser_shows_is_gone() -> None:
    """Illustrator hides its own file there; the drawing comes after it."""
    inside = (
        "<switch fill='red'><title>a</title>"
        "<foreignObject requiredExtensions='urn:x'><script/></foreignObject>"
        "<g><circle r='1'/></g><g><circle r='2'/></g></switch>"
    )
    assert sanitised(svg(inside).encode()).contents.endswith(
        b'<g fill="red"><g><circle r="1"/></g></g></svg>'
    )


@pytest.mark.parametrize(
    "slow",
    [
        "<!--" * 100_000,
        "<!---->" * 60_000 + "<!DOCTYPE",
        "<!DOCTYPE svg [" + '<!ENTITY a "' * 40_000,
        "<!DOCTYPE svg [" + " " * 400_000,
        "<!DOCTYPE svg [" + "<!--" * 100_000 + "]>",
        "<?a " * 100_000,
        svg("<style>" + "@font-face{" + "url(#a)" * 60_000 + "</style>"),
        svg("<style>" + "@font-face " * 40_000 + "</style>"),
    ],
    ids=range(8),
)
def test_no_header_takes_long_to_read(slow: str) -> None:
    """Half a megabyte made to slow a reader down is refused in moments."""
    begin = time.perf_counter()
    with pytest.raises(BrandFileError):
        sanitised(slow.encode())
    assert time.perf_counter() - begin < 5
