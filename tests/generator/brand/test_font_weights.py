"""A font in several files: one for each weight, as most houses have it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.brand.brand_files import BrandFiles, font_faces
from generator.brand.font import Font, nearest
from generator.poster.files import poster_files
from generator.site.files import configured_site_files
from harness import fonts, sites

TWO = 'font = ["a.ttf", "b.ttf"]\n'


def written(folder: Path, keys: str = TWO, weights: tuple[int, ...] = (400, 700)) -> Path:
    """Write a site.toml with ``keys`` in [brand], and beside it a font of each of ``weights``."""
    for name, weight in zip("abc", weights, strict=False):
        (folder / f"{name}.ttf").write_bytes(fonts.written(fonts.made(weight=weight)))
    address = '[site]\naddress = "https://muster.example/"\n'
    return sites.write(folder, address + sites.BRAND + keys + sites.SURVEY)


def test_each_weight_has_a_file_and_they_are_one_family(tmp_path: Path) -> None:
    """Bold text is drawn in the bold letters that the house has, not in thickened ones."""
    files = configured_site_files(written(tmp_path))
    assert {"assets/font-1.woff2", "assets/font-2.woff2"} <= set(files)
    style = files["assets/later.css"].decode()
    face = '@font-face{{font-family:"brand text";src:url("font-{}.woff2") format("woff2");font-weight:{};'
    assert face.format(1, 400) in style
    assert face.format(2, 700) in style
    assert '--font-text:"brand text";--font-headings:"brand text";' in style


def test_a_poster_holds_every_weight(tmp_path: Path) -> None:
    """It is one file, and looks as the site does."""
    poster = poster_files(written(tmp_path), "A4")["poster-de.html"].decode()
    assert poster.count('font-family:"brand text"') == len(("regular", "bold"))
    assert "font-weight:700;font-display" in poster


def test_headings_may_have_weights_of_their_own() -> None:
    """A list stands for headings, too."""
    faces = (Font("h-1.woff2", b"", "300"), Font("h-2.woff2", b"", "700"))
    style = font_faces(BrandFiles(font_headings=faces))
    assert style.count('font-family:"brand headings"') == len(faces)
    assert '{--font-headings:"brand headings";}' in style


@pytest.mark.parametrize(
    ("weights", "regular", "bold"),
    [
        (("400", "700"), "400", "700"),
        (("300", "600"), "300", "600"),
        (("300", "500"), "500", "500"),
        (("600", "900"), "600", "900"),
        (("200 900",), "200 900", "200 900"),
        (("800", "600", "100"), "100", "800"),
    ],
)
def test_text_is_measured_in_the_weight_that_a_browser_takes(
    weights: tuple[str, ...], regular: str, bold: str
) -> None:
    """CSS Fonts 4, 5.2: from a regular weight up to 500, then lighter; from a bold one heavier first."""
    faces = [Font(f"{weight}.woff2", b"", weight) for weight in weights]
    assert (nearest(faces, 400).weights, nearest(faces, 700).weights) == (regular, bold)


def test_the_same_weight_twice_is_told(tmp_path: Path) -> None:
    """Else a browser draws one of the two, and nobody knows which."""
    path = written(tmp_path, 'font = ["a.ttf", "b.ttf", "c.ttf"]\n', (400, 700, 400))
    [fault] = sites.faults(path)
    assert "brand.font[3]" in fault
    assert "has the same weight (400) as brand.font[1]; expected one file for each weight" in fault


def test_each_file_of_a_list_is_checked(tmp_path: Path) -> None:
    """A missing one is named with its place in the list."""
    [fault] = sites.faults(written(tmp_path, 'font = ["a.ttf", "none.ttf"]\n'))
    assert 'brand.font[2] = "none.ttf": No such file or directory' in fault


@pytest.mark.parametrize("value", ["[]", "7", '["a.ttf", 7]', "{ regular = 1 }", str(["a.ttf"] * 10)])
def test_what_is_no_font_is_told(tmp_path: Path, value: str) -> None:
    """Neither nothing, nor numbers, nor more files than there are weights."""
    path = written(tmp_path, f"font = {value}\n", (400,))
    told = sites.faults(path)
    assert any("expected the name of a font file, or a list of at most 9 files" in line for line in told)
