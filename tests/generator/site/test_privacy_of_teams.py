"""The privacy page of surveys that are released in one act: it says so before anybody answers."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.site.files import configured_site_files
from harness import sites
from harness.markup import Page
from harness.teams import site_toml

FOLDERS = {"de": "", "en": "en/", "de-leicht": "de-leicht/"}
SAID = {
    "teams": {
        "de": "Sonst stehen mehrere Teams gemeinsam in einem Bericht.",
        "en": "Otherwise several teams stand together in one report.",
        "de-leicht": "Die anderen Teams stehen zusammen in einem Bericht.",
    },
    "whole": {
        "de": "keinen über ein einzelnes Team",
        "en": "none on a single team",
        "de-leicht": "keinen Bericht über ein einzelnes Team",
    },
}


@pytest.mark.parametrize("release", ["each", "teams", "whole"])
def test_it_says_how_the_surveys_are_released(release: str, tmp_path: Path) -> None:
    """In every language and for every survey; where each is on its own, nothing of it is there."""
    text = site_toml({"nord": 60, "west": 60}, release=release, languages=tuple(FOLDERS))
    files = configured_site_files(sites.write(tmp_path, text))
    for survey in ("nord/", "west/"):
        for language, folder in FOLDERS.items():
            page = Page(files[f"{survey}{folder}privacy.html"])
            text = " ".join(" ".join(each.text for each in page.texts).split())
            assert [kind for kind in SAID if SAID[kind][language] in text] == [
                kind for kind in SAID if kind == release
            ]
