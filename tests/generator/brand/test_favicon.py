"""The picture in the browser's tab is the brand's own, or drawn in the brand's colour."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.brand import picture
from generator.brand.brand_file import BrandFileError
from generator.brand.brand_files import default_icon
from generator.site.files import configured_site_files
from harness import sites
from tests.generator.brand.pictures import png, svg


@pytest.mark.parametrize(
    ("name", "contents", "expected"),
    [("mark.svg", svg("", box="0 0 80 100").encode(), "favicon.svg"), ("mark", png(100, 80), "favicon.png")],
)
def test_a_favicon_is_a_picture_that_is_about_square(
    tmp_path: Path, name: str, contents: bytes, expected: str
) -> None:
    """It may be up to a quarter wider or higher, and gets a name that servers know."""
    (tmp_path / name).write_bytes(contents)
    assert picture.read_icon(tmp_path / name, "favicon").name == expected


@pytest.mark.parametrize(
    ("width", "height", "message"), [(79, 100, "higher than wide"), (126, 100, "wider than high")]
)
def test_a_whole_logo_is_no_favicon(tmp_path: Path, width: int, height: int, message: str) -> None:
    """A wide name is a smudge in a tab; the message says what to use instead."""
    (tmp_path / "mark.png").write_bytes(png(width, height))
    with pytest.raises(BrandFileError, match=f"about square, but it is {message}; use only the mark"):
        picture.read_icon(tmp_path / "mark.png", "favicon")


def test_the_default_icon_is_drawn_in_the_colours_asked_for() -> None:
    """Ground and drawing take the brand's colours, even if these are the default colours exchanged."""
    assert default_icon("#2f5d62", "#fbf8f3") != default_icon("#fbf8f3", "#2f5d62")
    icon = default_icon("#111111", "#eeeeee").decode()
    assert {value[:7] for value in icon.split('="') if value.startswith("#")} == {"#111111", "#eeeeee"}


def test_no_site_shows_the_colour_of_another(tmp_path: Path) -> None:
    """The icon of a site without favicon has that site's accent, and no other's."""
    red = configured_site_files(sites.write(tmp_path, sites.BRAND + 'primary = "#7a1f3d"\n' + sites.SURVEY))
    assert b"#7a1f3d" in red["assets/icon.svg"]
    assert b"#2f5d62" not in red["assets/icon.svg"]


def test_a_given_favicon_is_part_of_the_site(tmp_path: Path) -> None:
    """It lies beside the other files of the brand, and every page names it."""
    (tmp_path / "mark.png").write_bytes(png())
    files = configured_site_files(
        sites.write(tmp_path, sites.BRAND + 'favicon = "mark.png"\n' + sites.SURVEY)
    )
    assert files["assets/favicon.png"] == png()
    pages = [page for name, page in files.items() if name.endswith(".html")]
    assert all(b'assets/favicon.png">' in page for page in pages)
