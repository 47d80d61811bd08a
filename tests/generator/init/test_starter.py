"""``lastbild init`` writes a first site that works unchanged, and overwrites nothing."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.commands.main import main
from generator.configuration.schema import DEFAULT_LANGUAGES
from generator.init import starter
from generator.studio.starter import template
from harness import sites


def run(*arguments: str | Path) -> Result:
    """Run ``lastbild`` with ``arguments``."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_init_writes_a_configuration_and_a_logo(tmp_path: Path) -> None:
    """It names both files, and says what to do next."""
    folder = tmp_path / "sites" / "herbst"
    done = run("init", folder)
    assert (done.exit_code, done.stderr) == (0, "")
    assert set(sites.contents(folder)) == set(starter.FILES) == {"site.toml", "logo.svg"}
    assert all(f"wrote {folder / name}" in done.stdout for name in starter.FILES)
    assert f"lastbild serve --config {folder / 'site.toml'}" in done.stdout


def test_what_init_writes_names_the_languages_that_a_site_has_by_itself() -> None:
    """A site.toml without the line has the same languages."""
    assert tomllib.loads(template())["site"]["languages"] == list(DEFAULT_LANGUAGES)


def test_what_init_writes_passes_and_builds_unchanged(tmp_path: Path) -> None:
    """Three commands make a site from nothing, without any message on stderr."""
    config_path = tmp_path / "site.toml"
    for arguments in (
        ("init", tmp_path),
        ("check", "--config", config_path),
        ("build", "--config", config_path, "--out", tmp_path / "dist"),
    ):
        done = run(*arguments)
        assert (done.exit_code, done.stderr) == (0, ""), arguments
    logo = (tmp_path / "logo.svg").read_bytes().rstrip()
    assert (tmp_path / "dist" / "assets" / "logo.svg").read_bytes() == logo


@pytest.mark.parametrize("taken", [["site.toml"], ["logo.svg"], ["site.toml", "logo.svg"]])
def test_nothing_is_overwritten(tmp_path: Path, taken: list[str]) -> None:
    """Every file in the way is named on a line of its own, and no file is added."""
    for name in taken:
        (tmp_path / name).write_text("precious", "utf-8")
    done = run("init", tmp_path)
    assert done.exit_code == 1
    expected = "is there already and is not overwritten; choose another folder, or remove it first"
    assert done.stderr.splitlines() == [
        f'command line: DIR = "{tmp_path / name}": {expected}' for name in taken
    ]
    assert sites.contents(tmp_path) == dict.fromkeys(taken, b"precious")


def test_a_link_that_leads_nowhere_is_not_written_through(tmp_path: Path) -> None:
    """A dangling link called site.toml belongs to somebody, too."""
    (tmp_path / "site.toml").symlink_to(tmp_path / "elsewhere.toml")
    assert run("init", tmp_path).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


def test_other_files_may_be_there(tmp_path: Path) -> None:
    """In a folder with other files, the two are added to them."""
    (tmp_path / "notes.txt").write_text("mine", "utf-8")
    assert run("init", tmp_path).exit_code == 0
    assert set(sites.contents(tmp_path)) == {"notes.txt", *starter.FILES}


@pytest.mark.parametrize("path", ["taken", "taken/herbst"])
def test_a_file_in_the_way_is_said(tmp_path: Path, path: str) -> None:
    """If DIR or its parent is a file, a message names it, and the file stays."""
    (tmp_path / "taken").write_text("precious", "utf-8")
    done = run("init", tmp_path / path)
    assert done.exit_code != 0
    assert str(tmp_path / path) in done.stderr
    assert sites.contents(tmp_path) == {"taken": b"precious"}
