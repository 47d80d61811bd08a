"""``[brand] name_beside_logo``: a logo that holds the name stands alone, and is still read out."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.poster.files import poster_files
from generator.slips.sheet import slip_sheet
from harness import sites, stub_python

NAME = "<span>Muster AG</span>"
ADDRESS = '[site]\naddress = "https://lastbild.muster.de/"\n'


def written(folder: Path, brand: str) -> Path:
    """Write a site with ``brand`` lines below the name, and a logo beside it."""
    (folder / "logo.svg").write_text(sites.LOGO, "utf-8")
    return sites.write(folder, ADDRESS + sites.BRAND + brand + sites.SURVEY)


def pages(config: Path) -> list[str]:
    """Return a page of the site, a sheet of slips and a poster."""
    sheet = slip_sheet(sites.only(config)[0], ["ABCD"], sites.only(config)[1])
    files = [
        stub_python.site_files(config)["index.html"],
        sheet,
        poster_files(config, "A4")["poster-de.html"],
    ]
    return [page.decode() for page in files]


@pytest.mark.parametrize("brand", ['logo = "logo.svg"\n', 'logo = "logo.svg"\nname_beside_logo = true\n'])
def test_the_name_stands_beside_the_logo(tmp_path: Path, brand: str) -> None:
    """The picture then says nothing to a screen reader: the name would be read twice."""
    for page in pages(written(tmp_path, brand)):
        assert 'alt=""' in page
        assert NAME in page or "<p>Muster AG</p>" in page
        assert 'alt="Muster AG"' not in page


def test_a_logo_that_holds_the_name_stands_alone(tmp_path: Path) -> None:
    """A screen reader reads the name from the picture, and the title of each page has it as before."""
    for page in pages(written(tmp_path, 'logo = "logo.svg"\nname_beside_logo = false\n')):
        assert 'alt="Muster AG"' in page
        assert NAME not in page
        assert "<p>Muster AG</p>" not in page


def test_without_a_logo_the_name_always_stands_there(tmp_path: Path) -> None:
    """A page without any name would tell nobody whose it is."""
    page = pages(written(tmp_path, "name_beside_logo = false\n"))[0]
    assert NAME in page
