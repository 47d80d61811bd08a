"""The benchmark of building: the comparison is fair, and it measures with the installed peers alone."""

from __future__ import annotations

import importlib.util
from importlib.machinery import ModuleSpec
from pathlib import Path

import pytest

from benchmarks import building, building_sites
from generator.site.files import configured_site_files


@pytest.mark.parametrize("brands", [1, 3])
def test_every_brand_has_as_many_pages_as_the_others_are_given(tmp_path: Path, brands: int) -> None:
    """A fair comparison: all pages of all brands, and the pages in front of several as an extra of ours."""
    pages = [
        name
        for name in configured_site_files(building_sites.site(tmp_path, brands))
        if name.endswith(".html")
    ]
    in_front = ("index.html", "privacy.html", "accessibility.html", "imprint.html")
    front = len(in_front) * len(building_sites.LANGUAGES) if brands > 1 else 0
    assert len(pages) == brands * building_sites.PAGES_OF_A_BRAND + front
    for name, write in {"mkdocs": building_sites.mkdocs, "pelican": building_sites.pelican}.items():
        write(tmp_path / name, 20)
        sources = list((tmp_path / name).rglob("*.md"))
        assert len(sources) == (20 if name == "mkdocs" else 19)  # pelican's index is made of all pages
        assert not [file for file in sources if "{" in file.read_text("utf-8")]


def test_without_the_others_ours_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without mkdocs and pelican, the result says how to get them, and how long our build takes."""
    known = importlib.util.find_spec

    def lacking(name: str, package: str | None = None) -> ModuleSpec | None:
        return None if name in ("mkdocs", "pelican") else known(name, package)

    monkeypatch.setattr(importlib.util, "find_spec", lacking)
    result = building.measure(rounds=1, sizes=(1,))
    assert [str(fault) for fault in result.missing] == [
        f"{name} is not there; get it: pip install --editable '.[bench]'" for name in ("mkdocs", "pelican")
    ]
    assert [row[0] for row in result.tables[0].rows] == ["lastbild", "imports alone"]
    assert [budget.what for budget in result.budgets] == ["full build of one brand, runtime prepared"]
    assert set(result.figures) >= {"build_lastbild_1_wall_ms", "rebuild_a_survey's_title_1_ms"}
