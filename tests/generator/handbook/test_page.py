"""The handbook as a page: whole, in one file, with links that lead somewhere; and its command."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import main
from generator.handbook import chapters
from generator.handbook.page import MARK, NAME, handbook_page, name, title

ELSEWHERE = ("https:", "mailto:", "tel:")


@pytest.fixture(scope="module")
def page() -> str:
    """The page."""
    return handbook_page().decode()


def test_every_chapter_is_in_it_in_order(page: str) -> None:
    """The contents name each chapter once, the cover first and the papers last."""
    named = re.findall(r'<li><a href="#([\w-]+)">', page.partition("</nav>")[0])
    every = [name(chapter) for chapter in chapters.chapters()]
    assert named == every
    assert (every[0], every[1], every[-2:]) == ("readme", "worum-es-geht", ["datenschutz", "betrieb"])
    assert all(f'<h1 id="{one}">' in page for one in every)
    assert all(title(chapter) in page for chapter in chapters.chapters())


def test_every_link_leads_into_the_page_or_outside(page: str) -> None:
    """No link leads to a file that the page does not hold; one within it leads to a heading."""
    ids = set(re.findall(r' id="([^"]+)"', page))
    targets = re.findall(r'<a href="([^"]*)"', page)
    assert len(targets) > 100
    wrong = [one for one in targets if not one.startswith(ELSEWHERE) and one.removeprefix("#") not in ids]
    assert wrong == []


def test_no_two_headings_have_the_same_name(page: str) -> None:
    """Otherwise a link would lead to the first of them."""
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))


def test_it_loads_nothing(page: str) -> None:
    """Every picture and font is in it, and its policy forbids anything else."""
    sources = re.findall(r'src="([^"]{0,30})', page) + re.findall(r"url\(\"?([^)]{0,30})", page)
    assert len(sources) > 10
    assert {source[:5] for source in sources} == {"data:"}
    assert "default-src 'none'" in page
    assert "<script" not in page


def test_the_command_writes_it_once_more_over_its_own_file_only(tmp_path: Path) -> None:
    """A former handbook is replaced; another page of the same name is not."""
    runner, target = CliRunner(), tmp_path / NAME
    for _ in range(2):
        done = runner.invoke(main, ["handbook", "--out", str(tmp_path), "--no-open"])
        assert (done.exit_code, done.stderr) == (0, "")
        assert str(target) in done.stdout
        assert MARK in target.read_bytes()[:2_000]
    target.write_text("<!doctype html><title>mine</title>", "utf-8")
    refused = runner.invoke(main, ["handbook", "--out", str(target), "--no-open"])
    assert refused.exit_code == 1
    assert target.read_text("utf-8").endswith("mine</title>")


def test_a_wheel_carries_every_file_of_it() -> None:
    """Whatever the page shows is among the files that the build hook puts into the wheel."""
    carried = chapters.files_for_wheel()
    shown = {f"handbuch/{chapter.name}.md" for chapter in chapters.chapters()[:-2]}
    assert shown <= set(carried)
    assert {"datenschutz.md", "betrieb.md", "pictures/start.png"} <= set(carried)
    assert all(path.is_file() for path in carried.values())
