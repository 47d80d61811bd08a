"""``lastbild count`` writes the page that counts the ballots, for every survey on paper, and for no other."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from generator.count.page import MARK
from harness import sites
from harness.desk import refusal
from harness.releases import site
from tests.generator.count.counting import PAPER

SEVERAL = """\
brand.name = "Hafenkontor Versand AG"
collection = { mode = "paper", headcount = 200 }
[[surveys]]
id = "hafen-eins"
title = "Wie geht es uns am Tresen?"
headcount = 140
opens = 2027-01-11
closes = 2027-01-29
[[surveys]]
id = "hafen-zwei"
title = "Wie geht es uns im Lager?"
headcount = 60
opens = 2027-01-11
closes = 2027-01-29
"""


def run(*arguments: str | Path) -> Result:
    """Run ``lastbild`` with ``arguments``."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The site.toml of a hosted survey on paper, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return site(tmp_path, PAPER)


def written(folder: Path) -> list[str]:
    """Return the names of the pages in ``folder`` that count ballots."""
    return sorted(file.name for file in folder.glob("*.html") if MARK in file.read_bytes()[:2000])


def test_it_writes_auswertung_html_beside_site_toml(path: Path) -> None:
    """No option is needed; the line says what to do with the file; again, it replaces its own file."""
    for _ in range(2):
        done = run("count")
        assert (done.exit_code, done.stderr) == (0, "")
        assert done.stdout.startswith("Wrote auswertung.html: one file, ")
        assert done.stdout.endswith("open it by a double click\n")
    assert written(path.parent) == ["auswertung.html"]


def test_the_file_can_have_another_place_or_name(path: Path) -> None:
    """It is the very file that ``build --single-file`` puts beside the survey."""
    assert run("count", "--config", path, "--out", "box/zählen.html").exit_code == 0
    assert run("count", "--config", path, "--out", "box").exit_code == 0
    assert run("build", "--config", path, "--single-file", "--out", "usb").exit_code == 0
    named, put, beside = (
        path.parent / name for name in ("box/zählen.html", "box/auswertung.html", "usb/auswertung.html")
    )
    assert named.read_bytes() == put.read_bytes() == beside.read_bytes()


def test_somebody_elses_file_stays(path: Path) -> None:
    """The sentence says so."""
    (path.parent / "auswertung.html").write_text("<title>mine</title>", "utf-8")
    assert "is a file that no build has made" in refusal(run("count"))
    assert (path.parent / "auswertung.html").read_text("utf-8") == "<title>mine</title>"


@pytest.mark.parametrize("mode", ["off", "open", "slips"])
def test_without_a_survey_on_paper_it_refuses_and_writes_nothing(tmp_path: Path, mode: str) -> None:
    """One plain sentence that names the setting."""
    path = site(tmp_path, ('mode = "slips"', f'mode = "{mode}"'))
    done = run("count", "--config", path, "--out", tmp_path / "out")
    assert sites.unplaced(refusal(done)).startswith(
        f'site.toml: collection.mode = "{mode}": expected "paper": there are no'
    )
    assert not (tmp_path / "out").exists()


def test_each_of_several_surveys_gets_a_file_of_its_own(path: Path) -> None:
    """Named by its id; they never share a file."""
    path.write_text(SEVERAL, "utf-8")
    done = run("count")
    assert done.exit_code == 0, done.output
    assert written(path.parent) == ["auswertung-hafen-eins.html", "auswertung-hafen-zwei.html"]
    refused = refusal(run("count", "--out", "alle.html"))
    assert "several surveys are on paper (hafen-eins, hafen-zwei), and each gets a file of its own" in refused
    assert not (path.parent / "alle.html").exists()


def test_build_says_in_its_last_line_which_command_counts_the_ballots(path: Path) -> None:
    """Only where there are ballots; `check` and a single file, which has the page beside it, say nothing."""
    sentence = "Ballots: `lastbild count` writes auswertung.html, the page that counts them in a browser."
    assert run("build").stdout.splitlines()[-1] == sentence
    assert sentence not in run("check").stdout
    assert sentence not in run("build", "--single-file").stdout
    path.write_text(SEVERAL.replace("headcount = 200", 'headcount = 200, release = "teams"'), "utf-8")
    together = run("build")  # `lastbild tally` counts them: all are released in one act
    assert (together.exit_code, sentence in together.stdout) == (0, False)
    sites.write(path.parent)
    assert sentence not in run("build").stdout
