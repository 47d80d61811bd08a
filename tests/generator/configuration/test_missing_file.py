"""A site.toml that is not there: the fault names the one that was probably meant, and how to use it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.commands.main import main
from harness import sites


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder; nothing of other tests is beside it."""
    folder = tmp_path / "befragungen" / "hier"
    folder.mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def check(*arguments: str) -> str:
    """Return what ``lastbild check`` says to ``arguments``, which it refuses with status 1."""
    done = CliRunner().invoke(main, ["check", *arguments])
    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    return done.stderr


def passes_as_advised(said: str) -> None:
    """Check that the option in the advice ``said`` leads to a file without faults."""
    option = shlex.split(re.search(r"--config ([\"][^\"]*[\"]|[^\s,]+)", said)[0])  # type: ignore[index]
    done = CliRunner().invoke(main, ["check", *option])
    assert done.exit_code == 0, done.output


def test_windows_hides_the_ending_txt(folder: Path) -> None:
    """Notepad saves ``site.toml.txt``, and the Explorer shows ``site.toml``: the fault says why."""
    sites.write(folder).rename(folder / "site.toml.txt")
    said = check()
    assert said.startswith("site.toml: file: there is site.toml.txt: rename it to site.toml (Windows hides ")
    (folder / "site.toml.txt").rename(folder / "site.toml")
    assert CliRunner().invoke(main, ["check"]).exit_code == 0


@pytest.mark.parametrize("name", ["Site.toml", "SITE.TOML", "sit.toml", "site.tml", "site (1).toml", "site"])
def test_a_similar_name_is_recognised(folder: Path, name: str) -> None:
    """Another case, a slip of the finger, a second download."""
    sites.write(folder).rename(folder / name)
    said = check()
    assert said.startswith(
        f"site.toml: file: there is no such file, but there is {name}; rename it to site.toml"
    )
    passes_as_advised(said)


@pytest.mark.parametrize("name", ["pyproject.toml", "notizen.txt", "site.html", "site.json"])
def test_a_file_of_another_kind_is_not_offered(folder: Path, name: str) -> None:
    """No guess is better than a wrong one; the advice is how to make a first site.toml."""
    (folder / name).write_text("x", "utf-8")
    assert check() == (
        "site.toml: file: No such file or directory; expected a readable site.toml"
        " (`lastbild init DIR` writes one to start from)\n"
    )


@pytest.mark.parametrize("place", ["umfrage", "umfrage/2027", "..", "../..", "../nebenan", "mit Leerzeichen"])
def test_a_file_in_another_folder_is_found(folder: Path, place: str) -> None:
    """Below, above or beside the working folder: the terminal was opened in the wrong place."""
    sites.write(folder / place)
    said = check()
    assert said.startswith(
        "site.toml: file: there is no such file here, but there is one in another folder; say"
    )
    passes_as_advised(said)


def test_the_nearest_folder_wins(folder: Path) -> None:
    """A folder below goes before one above, and hidden folders are none of anybody's."""
    sites.write(folder / ".git")
    sites.write(folder.parent)
    assert "--config ../site.toml" in check()
    sites.write(folder / "umfrage")
    assert "--config umfrage/site.toml" in check()


def test_a_folder_in_place_of_the_file_is_answered_with_the_file(folder: Path) -> None:
    """``--config umfrage`` is near enough to say what to write."""
    sites.write(folder / "umfrage")
    said = check("--config", "umfrage")
    assert said == "umfrage: file: is a folder; expected the file in it: --config umfrage/site.toml\n"
    passes_as_advised(said)
    (folder / "leer").mkdir()
    assert "leer: file: Is a directory; expected a readable site.toml" in check("--config", "leer")


def test_the_preview_says_the_same(folder: Path) -> None:
    """``serve`` looks for the same file."""
    sites.write(folder).rename(folder / "site.toml.txt")
    done = CliRunner().invoke(main, ["serve", "--no-open"])
    assert done.exit_code == 1
    assert "there is site.toml.txt: rename it to site.toml" in done.stderr


def test_a_folder_that_nobody_may_look_into_is_no_crash(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plain fault is told as ever."""

    def refuse(_: object) -> None:
        raise PermissionError

    with monkeypatch.context() as changed:
        changed.setattr("os.scandir", refuse)
        assert check().startswith("site.toml: file: No such file or directory")
    assert folder.is_dir()


def test_a_huge_folder_is_not_searched_to_its_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder may be somebody's whole disk: only so many entries of each folder are looked at."""
    monkeypatch.setattr("generator.configuration.missing_file._MOST_ENTRIES", 3)
    for number in range(30):
        (folder / f"ordner-{number}").mkdir()
    sites.write(folder / "umfrage")
    told = check()
    assert "No such file" in told or "umfrage" in told
