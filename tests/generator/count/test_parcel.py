"""The survey in the page: the same configuration and files as read from site.toml, and no comment of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.brand.brand_files import BrandFiles
from generator.brand.font import Font
from generator.brand.picture import Picture
from generator.configuration import load
from generator.count import parcel
from harness import sites
from harness.paths import EXAMPLES

SITES = sorted(EXAMPLES.rglob("site.toml"))


@pytest.mark.parametrize("path", SITES, ids=lambda path: path.parent.name)
def test_the_examples_arrive_unchanged(path: Path) -> None:
    """Every value and every byte of a brand's files."""
    for survey in load.load_surveys(path):
        assert parcel.unpack(parcel.pack(survey.config, survey.brand_files)) == (
            survey.config,
            survey.brand_files,
        )


def test_every_kind_of_file_arrives(tmp_path: Path) -> None:
    """Pictures with their shape, fonts with their weights."""
    files = BrandFiles(
        Picture("logo.svg", b"<svg/>", 1.5),
        Picture("favicon.png", bytes(range(256)), 1.0),
        (Font("font-1.woff2", b"wOF2\0", "400"), Font("font-2.woff2", b"wOF2\2", "700")),
        (Font("font-headings.woff2", b"wOF2\1", "200 900"),),
    )
    config, _ = sites.only(sites.write(tmp_path))
    assert parcel.unpack(parcel.pack(config, files)) == (config, files)


def test_comments_stay_at_home(tmp_path: Path) -> None:
    """They may hold internal notes, and the page is given to others."""
    path = sites.write(tmp_path, sites.COMPLETE.replace("[brand]", "# Betriebsrat fragen!\n[brand]"))
    assert "Betriebsrat" in path.read_text("utf-8")
    assert "Betriebsrat" not in parcel.pack(*sites.only(path))


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "null", '{"config": {}, "files": {}}', '{"config": 3, "files": []}']
)
def test_anything_else_is_no_survey(text: str) -> None:
    """A parcel that was cut off or changed is refused as a value, not by chance later."""
    with pytest.raises(ValueError, match=r"."):
        parcel.unpack(text)
