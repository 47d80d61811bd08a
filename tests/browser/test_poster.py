"""The printed poster: one page, scannable, readable."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import numpy as np
import pytest
import zxingcpp
from coloraide import Color
from playwright.sync_api import Browser, Page

from generator.brand.text_width import Typeface
from generator.poster.files import Size, poster_files
from harness import fonts, sites
from harness.paths import EXAMPLES
from questionnaire import trustee_key

pytestmark = pytest.mark.browser

ADDRESS = "https://intranet.kontor.example/umfrage/"
MILLIMETRE = 100 / 25.4  # pixels, at 100 to the inch
SITE = sites.COMPLETE.replace("[site]\n", f'[site]\naddress = "{ADDRESS}"\n')
# The longest reasonable texts of a site, on a poster that also mentions slips.
LONG = (
    SITE.replace('["de", "en"]', '["de"]')
    .replace(
        "Hafenkontor Versand AG", "Kundenservicegesellschaft Mitteldeutschland und Thüringen mbH & Co. KG"
    )
    .replace(
        "[survey]\n",
        """[texts.de.poster]
title = "Was prägt Ihren Arbeitsalltag in der Kundenbetreuung, und was davon könnte anders sein?"
lead = "Zwölf Fragen zu Ihrer Arbeit. Wenige Minuten, in der Arbeitszeit. Ein Ergebnis, das nur Sie sehen."
[survey]
""",
    )
)
# The same, sealed to two trustees.
SEALED = LONG.replace(
    'mode = "slips"',
    f'mode = "slips"\nseal = {json.dumps([trustee_key.written(bytes([each]) * 32) for each in (1, 2)])}',
)
PAPER = {"A4": (210, 297), "A3": (297, 420)}  # millimetres

# The colours of every visible text: [colour, background].
_COLOURS = """() => [...document.querySelectorAll("body *")].filter((element) =>
    [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())).map((element) => {
        let behind = element;
        while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
        return [getComputedStyle(element).color, getComputedStyle(behind).backgroundColor];
    })"""
# Texts that overflow the page or their box.
_OUTSIDE = """() => [...document.querySelectorAll("body *:not(svg *)")].filter((element) =>
    element.clientWidth && element.scrollWidth > element.clientWidth + 1).map(({className}) => className)"""
# The width of a text, divided by its font size.
_WIDTH = """async ([font, text]) => {
    await document.fonts.load(font, text);
    const line = document.body.appendChild(document.createElement("span"));
    line.textContent = text;
    line.style = `font: ${font}; position: absolute; white-space: pre`;
    return line.getBoundingClientRect().width / 100;
}"""


@pytest.fixture
def page(browser: Browser) -> Page:
    """A window that asks no server for anything."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.emulate_media(media="print")
    return page


def opened(page: Page, folder: Path, text: str, size: Size = "A4", language: str = "de") -> None:
    """Write the poster of a site to a file and open it."""
    path = folder / "poster.html"
    path.write_bytes(poster_files(sites.write(folder, text), size)[f"poster-{language}.html"])
    page.goto(path.as_uri())


def printed(page: Page, folder: Path) -> list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]:
    """Print, and return each page as a grey image, 100 pixels to the inch."""
    page.pdf(path=folder / "poster.pdf", prefer_css_page_size=True, print_background=False)
    command = ["pdftoppm", "-gray", "-r", "100", "poster.pdf", "page"]
    subprocess.run(command, cwd=folder, check=True)
    return [_grey(path.read_bytes()) for path in sorted(folder.glob("page-*.pgm"))]


def _grey(image: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    kind, width, height, most, pixels = image.split(maxsplit=4)
    assert (kind, most) == (b"P5", b"255")
    return np.frombuffer(pixels, np.uint8).reshape(int(height), int(width))


@pytest.mark.parametrize("size", ["A4", "A3"])
@pytest.mark.parametrize("text", [SITE, LONG, SEALED], ids=["usual", "long", "sealed"])
def test_it_is_one_page_whose_code_leads_to_the_survey(
    page: Page, tmp_path: Path, text: str, size: Size
) -> None:
    """A scan of the print gives the address; the dark code measures at least 45 mm and has a light rim."""
    opened(page, tmp_path, text, size)
    (paper,) = printed(page, tmp_path)
    assert [round(side / MILLIMETRE) for side in reversed(paper.shape)] == list(PAPER[size])
    (code,) = zxingcpp.read_barcodes(paper, try_invert=False)
    assert code.text == ADDRESS
    corners = code.position
    left, right, top, bottom = (
        corners.top_left.x,
        corners.top_right.x,
        corners.top_left.y,
        corners.bottom_left.y,
    )
    scale = PAPER[size][0] / PAPER["A4"][0]
    assert right - left >= 45 * scale * MILLIMETRE
    rim = round(4 * scale * MILLIMETRE)
    around = paper[top - rim : bottom + rim, left - rim : right + rim].copy()
    around[rim - 2 : -rim + 2, rim - 2 : -rim + 2] = 255
    assert around.min() > 250
    assert page.evaluate(_OUTSIDE) == []


@pytest.mark.parametrize("example", sorted(EXAMPLES.glob("*/site.toml")), ids=lambda path: path.parent.name)
def test_every_example_prints_on_one_page(page: Page, tmp_path: Path, example: Path) -> None:
    """With each brand's own font, corners and logo, in every language, of every survey."""
    for name, contents in poster_files(example, "A4").items():
        if name.endswith(".html"):
            path = tmp_path / name / "poster.html"
            path.parent.mkdir(parents=True)
            path.write_bytes(contents)
            page.goto(path.as_uri())
            assert page.evaluate("document.fonts.ready.then(() => document.fonts.size)") >= 2
            assert page.evaluate("[...document.fonts].some(({status}) => status === 'error')") is False
            assert len(printed(page, path.parent)) == 1, name


def test_a_wide_font_and_a_wide_logo_leave_it_on_one_page(page: Page, tmp_path: Path) -> None:
    """The longest texts in a font as wide as a typewriter's, beside the widest logo."""
    (tmp_path / "wide.ttf").write_bytes(fonts.written(fonts.made()))
    (tmp_path / "logo.svg").write_text(sites.LOGO.replace("0 0 8 8", "0 0 90 10"), "utf-8")
    text = SEALED.replace("primary =", 'font = "wide.ttf"\nlogo = "logo.svg"\nprimary =')
    opened(page, tmp_path, text)
    assert len(printed(page, tmp_path)) == 1
    assert page.evaluate(_OUTSIDE) == []


MEASURED = [
    ("Alegreya Sans", 400, "site_templates/fonts/alegreya-sans-400.woff2"),
    ("Alegreya Sans", 700, "site_templates/fonts/alegreya-sans-700.woff2"),
    ("brand text", 400, "examples/lumo/fonts/atkinson-hyperlegible-next.woff2"),
    ("brand text", 700, "examples/lumo/fonts/atkinson-hyperlegible-next.woff2"),
    ("brand headings", 700, "examples/lumo/fonts/zilla-slab-600.woff2"),
]


def test_letters_are_as_wide_as_they_were_measured(page: Page, tmp_path: Path) -> None:
    """A browser needs no more width than measured, in the site's fonts and a brand's, also a variable one."""
    path = tmp_path / "poster.html"
    path.write_bytes(poster_files(EXAMPLES / "lumo" / "site.toml", "A4")["vertrag/poster-de.html"])
    page.goto(path.as_uri())
    for family, weight, font in MEASURED:
        face = Typeface((EXAMPLES.parent / font).read_bytes(), weight)
        for text in (
            "Was prägt Ihren Arbeitsalltag?",
            "intranet.kontor.example/umfrage/",
            "Müller & Söhne AG",
        ):
            seen = page.evaluate(_WIDTH, [f'{weight} 100px "{family}"', text])
            assert 0.995 < face.width(text) / seen < 1.05, (family, weight, text)


def test_the_english_one_leads_to_the_english_pages(page: Page, tmp_path: Path) -> None:
    """The printed address and the QR code do."""
    opened(page, tmp_path, SITE, language="en")
    (paper,) = printed(page, tmp_path)
    assert [code.text for code in zxingcpp.read_barcodes(paper)] == [f"{ADDRESS}en/"]


@pytest.mark.parametrize("primary", ["#7a1f3d", "#ffe600", "#000000", "#ffffff", "#8a8a8a"])
def test_every_text_can_be_read(page: Page, tmp_path: Path, primary: str) -> None:
    """Every text has a contrast of 4.5 to 1, as on the pages, whatever the brand's colour."""
    opened(page, tmp_path, SITE.replace("#7a1f3d", primary))
    seen = page.evaluate(_COLOURS)
    assert len(seen) > 10
    for colour, behind in seen:
        assert Color(colour).contrast(Color(behind)) >= 4.5, (colour, behind)
