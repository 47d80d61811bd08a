"""The handbook's figures, of files and megabytes, are those that the software writes today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import main
from tests.architecture.handbook import CHAPTERS, HANDBOOK

MEGABYTE = 1_000_000  # bytes, as the commands tell them
NEAR = 0.05  # of what is measured: a reader's "etwa", and a release or two of what the site carries

# The chapter -> what the megabytes in it are of.
OF_CHAPTER = {
    "04-eigene-seite.md": "dist",
    "10-veroeffentlichen.md": "dist",
    "18-studio.md": "studio",
    "19-eine-datei.md": "team-herbst.html",
    "20-auszaehlen-im-browser.md": "auswertung.html",
}


def told_in_megabytes(chapter: Path) -> list[float]:
    """Return every figure of megabytes in a chapter."""
    figures = re.findall(r"(\d+(?:,\d+)?)[ \u00a0]MB", chapter.read_text("utf-8"))
    return [float(figure.replace(",", ".")) for figure in figures]


def size(path: Path) -> int:
    """Return the bytes of a file, or of all files in a folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(one.stat().st_size for one in path.rglob("*") if one.is_file())


def run(*arguments: str) -> str:
    """Return what ``lastbild`` says in German to ``arguments``."""
    done = CliRunner().invoke(main, ["--lang", "de", *arguments])
    assert done.exit_code == 0, done.output
    return done.stdout


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all that the chapters tell to write, from the answers `lastbild init` offers."""
    folder = tmp_path_factory.mktemp("handbook")
    config_path = folder / "site.toml"
    run("init", str(folder), "--yes")
    run("build", "--config", str(config_path), "--out", str(folder / "dist"))
    run("build", "--config", str(config_path), "--single-file", "--out", str(folder / "team-herbst.html"))
    run("studio", "--out", str(folder / "studio"))
    text = config_path.read_text("utf-8").replace('mode = "off"', 'mode = "paper"')
    paper = folder / "paper.toml"
    paper.write_text(re.sub(r"^# (headcount|opens|closes)", r"\1", text, flags=re.MULTILINE), "utf-8")
    run("count", "--config", str(paper), "--out", str(folder / "auswertung.html"))
    return folder


def test_no_figure_is_left_unmeasured() -> None:
    """Megabytes stand only in the chapters whose figures are measured here."""
    assert [path.name for path in CHAPTERS if told_in_megabytes(path)] == list(OF_CHAPTER)


@pytest.mark.parametrize(("chapter", "name"), OF_CHAPTER.items())
def test_megabytes_are_near_what_is_written(chapter: str, name: str, written: Path) -> None:
    """What the chapter tells differs from what the command writes by a twentieth at most."""
    measured = size(written / name) / MEGABYTE
    for told in told_in_megabytes(HANDBOOK / chapter):
        assert told == pytest.approx(measured, rel=NEAR)


def test_files_and_pages_are_those_of_the_first_site(written: Path) -> None:
    """The chapter on the first site shows the numbers of files and pages that its reader gets."""
    text = (HANDBOOK / "04-eigene-seite.md").read_text("utf-8")
    config_path = str(written / "site.toml")
    said = run("check", "--config", config_path)
    said += run("build", "--config", config_path, "--out", str(written / "again"))
    for counted in (r"(\d+) Dateien", r"(\d+) Seiten"):
        assert len(found := set(re.findall(counted, said))) == 1
        assert set(re.findall(counted, text)) == found
