"""The command line: help everywhere, faults on stderr, exit statuses 0, 1 and 2, nothing half-done."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from generator import __version__
from generator.commands.main import main
from generator.runtime import PreparationError, store
from generator.sealing.key_file import public_text_in
from harness import sites
from harness.paths import EXAMPLES
from questionnaire import trustee_key

COMMANDS = tuple(main.commands)


def run(*arguments: str | Path) -> Result:
    """Run ``lastbild`` with ``arguments``."""
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def build(config_path: Path, out: Path) -> Result:
    """Run ``lastbild build``."""
    return run("build", "--config", config_path, "--out", out)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_every_option_has_help(command: str) -> None:
    """Nobody has to read the source to use a command."""
    shown = run(command, "--help")
    assert shown.exit_code == 0
    assert main.commands[command].help
    for parameter in main.commands[command].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert max(parameter.opts, key=len) in shown.stdout
    assert run(command, "-h").stdout == shown.stdout


def test_help_lists_every_command() -> None:
    """The first page of help, which a facilitator sees first, names every command."""
    shown = run("--help").stdout
    assert {"init", "check", "build", "serve"} <= set(COMMANDS)
    assert all(f"\n  {command} " in shown for command in COMMANDS)


def test_python_m_generator_is_the_same_command() -> None:
    """It calls itself lastbild, and ends with 0 for help and with 2 for an unknown command."""
    shown = subprocess.run(
        [sys.executable, "-m", "generator", "--help"], capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("Usage: lastbild ")
    unknown = subprocess.run(
        [sys.executable, "-m", "generator", "biuld"], capture_output=True, text=True, check=False
    )
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "No such command 'biuld'" in unknown.stderr


def test_the_version_is_the_packages() -> None:
    """It stands in one file only."""
    assert run("--version").stdout == f"lastbild, version {__version__}\n"


def test_help_loads_nothing_heavy() -> None:
    """The command line imports neither pydantic nor Jinja2 nor any other library that only commands need."""
    heavy = "{'pydantic', 'jinja2', 'coloraide', 'markdown_it', 'watchfiles'}"
    code = f"import sys, generator.commands.main; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_build_makes_the_site_and_says_so(tmp_path: Path) -> None:
    """Status 0, the folder and the number of files, nothing on stderr."""
    done = build(sites.write(tmp_path), tmp_path / "dist")
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"Built {tmp_path / 'dist'}: ")
    assert {"index.html", "en/index.html", "manifest.json", "runtime/app.zip"} <= set(
        sites.contents(tmp_path / "dist")
    )


def test_the_defaults_are_site_toml_and_dist(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the folder of a site, no option is needed."""
    sites.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert (run("check").exit_code, run("build").exit_code) == (0, 0)
    assert (tmp_path / "dist" / "index.html").is_file()


def test_building_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """In two folders, and over the first build."""
    config_path = sites.write(tmp_path)
    assert [build(config_path, tmp_path / out).exit_code for out in ("a", "b", "a")] == [0, 0, 0]
    assert sites.contents(tmp_path / "a") == sites.contents(tmp_path / "b")


def test_check_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It only says how many pages a build would make."""
    config_path = sites.write(tmp_path)
    monkeypatch.chdir(tmp_path)
    done = run("check", "--config", config_path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.startswith(f"{config_path}: no faults; a build would make 12 pages\n")
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_missing_imprint_is_noted_once_for_each_brand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """It is no fault: the status is 0, and the note says what the page then shows."""
    monkeypatch.chdir(tmp_path)
    several = "".join(f'[[surveys]]\nid = "{name}"\nfolder = "{name}"\ntitle = "{name}"\n' for name in "ab")
    own = '[surveys.brand]\nname = "Tochter AG"\n'
    imprint = 'imprint = "Muster AG, Berlin"\n'
    for text, names in (
        (sites.SMALLEST, ["Muster AG"]),
        (sites.BRAND + several, ["Muster AG"]),
        (sites.BRAND + several + own, ["Muster AG", "Tochter AG"]),
        (sites.BRAND + imprint + sites.SURVEY, []),
    ):
        sites.write(tmp_path, text)
        done = run(command)
        assert done.exit_code == 0, done.stderr
        notes = [line for line in done.stdout.splitlines() if "brand.imprint" in line]
        assert len(notes) == len(names)
        for note, name in zip(notes, names, strict=True):
            assert f"the imprint says only that {name} offers the site" in note


@pytest.mark.parametrize("command", ["check", "build"])
def test_an_address_that_leaves_room_for_neighbours_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """It is no fault either: the note says who could read along, and what would be better."""
    monkeypatch.chdir(tmp_path)
    several = '[[surveys]]\nid = "a"\ntitle = "a"\n[[surveys]]\nid = "b"\ntitle = "b"\n'
    beside, alone = "https://intranet.muster.example/lastbild/", "https://lastbild.muster.example/"
    for address, text, number in (
        (beside, sites.SMALLEST, 1),
        (beside, sites.BRAND + several, 1),
        (alone, sites.SMALLEST, 0),
        (alone, sites.BRAND + several, 0),
    ):
        sites.write(tmp_path, f'[site]\naddress = "{address}"\n{text}')
        done = run(command)
        assert done.exit_code == 0, done.stderr
        notes = [line for line in done.stdout.splitlines() if "site.address" in line]
        assert len(notes) == number
        assert all("any other page of intranet.muster.example could read" in note for note in notes)
        assert all("such as https://lastbild.muster.example/" in note for note in notes)


@pytest.mark.parametrize("command", ["check", "build"])
def test_an_unsealed_survey_on_screen_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """No fault either: one note says who can read the codes, and what is recommended."""
    monkeypatch.chdir(tmp_path)
    unsealed = sites.COMPLETE.replace("[site]\n", '[site]\naddress = "https://kontor.example/"\n')
    key = trustee_key.written(bytes(range(32)))
    for text, number in (
        (unsealed, 1),
        (unsealed.replace('mode = "slips"', 'mode = "open"'), 1),
        (unsealed.replace('mode = "slips"', f'mode = "slips"\nseal = "{key}"'), 0),
        (unsealed.replace('mode = "slips"', 'mode = "paper"'), 0),
        (sites.SMALLEST, 0),
    ):
        sites.write(tmp_path, text)
        done = run(command)
        assert done.exit_code == 0, done.stderr
        notes = [line for line in done.stdout.splitlines() if "collection.seal" in line]
        assert len(notes) == number
        assert all("whoever runs the collector can read the codes" in note for note in notes)
        assert all("sealed, with slips" in note for note in notes)


def test_the_key_of_the_examples_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who copies an example is told that everybody can open what is sealed to its key, once a place."""
    monkeypatch.chdir(tmp_path)
    for example, number in (("hafenkontor", 1), ("lumo", 1)):
        done = run("check", "--config", EXAMPLES / example / "site.toml")
        notes = [line for line in done.stdout.splitlines() if "collection.seal" in line]
        assert len(notes) == number
        assert all("everybody can open" in note and "keys new" in note for note in notes)
    text = (EXAMPLES / "lumo" / "site.toml").read_text("utf-8")
    assert public_text_in((EXAMPLES / "trustee-key.json").read_bytes()) in text


BROKEN = sites.SMALLEST + 'headcount = 0\nopens = "soon"\n[colection]\n'


@pytest.mark.parametrize("command", ["check", "build"])  # serve starts on faults: the studio mends them
def test_faults_go_to_stderr_one_a_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    """Status 1, every fault, no traceback, nothing on stdout and no folder."""
    config_path = sites.write(tmp_path, BROKEN)
    monkeypatch.chdir(tmp_path)
    done = run(command, "--config", config_path)
    assert (done.exit_code, done.stdout) == (1, "")
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith("site.toml: line ") for line in lines)
    assert [path.name for path in tmp_path.iterdir()] == ["site.toml"]


def test_a_broken_configuration_leaves_the_former_build_alone(tmp_path: Path) -> None:
    """A site that is published stays published."""
    config_path, out = sites.write(tmp_path), tmp_path / "dist"
    build(config_path, out)
    before = sites.contents(out)
    sites.write(tmp_path, BROKEN)
    assert build(config_path, out).exit_code == 1
    assert sites.contents(tmp_path) == {"site.toml": BROKEN.encode()} | {
        f"dist/{n}": b for n, b in before.items()
    }


def test_a_target_that_is_not_ours_is_a_fault(tmp_path: Path) -> None:
    """Status 1 and the folder's name, before anything is read."""
    (tmp_path / "dist").mkdir()
    (tmp_path / "dist" / "thesis.txt").write_text("precious", "utf-8")
    done = build(tmp_path / "missing.toml", tmp_path / "dist")
    assert done.exit_code == 1
    assert done.stderr.startswith(
        f'command line: --out = "{tmp_path / "dist"}": is a folder that no build has made'
    )
    assert sites.contents(tmp_path) == {"dist/thesis.txt": b"precious"}


def test_a_missing_configuration_is_a_fault(tmp_path: Path) -> None:
    """Status 1 and the path."""
    path = tmp_path / "no" / "folder" / "site.toml"
    done = run("check", "--config", path)
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{path}: file: No such file or directory")


@pytest.mark.parametrize(
    "arguments",
    [
        ["biuld"],
        ["build", "--ouput", "dist"],
        ["build", "site.toml"],
        ["init"],
        ["serve", "--port", "99999"],
        ["serve", "--port", "http"],
        ["check", "--config"],
    ],
)
def test_wrong_usage_ends_with_2(arguments: list[str]) -> None:
    """Click's own status and message, on stderr."""
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert "Error: " in done.stderr


@pytest.mark.parametrize("mode", ["off", "paper", "open", "slips"])
def test_every_mode_of_collection_builds_without_a_complaint(tmp_path: Path, mode: str) -> None:
    """Status 0, and nothing on stderr."""
    config_path = sites.write(tmp_path, sites.COMPLETE.replace('mode = "slips"', f'mode = "{mode}"'))
    for done in (run("check", "--config", config_path), build(config_path, tmp_path / "dist")):
        assert (done.exit_code, done.stderr) == (0, "")


def test_what_cannot_be_prepared_is_said_in_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without node in a checkout: status 1, a message that says what to do, no traceback and no folder."""

    def missing() -> dict[str, bytes]:
        raise PreparationError("node is missing: install node")

    monkeypatch.setattr(store, "runtime_files", missing)
    done = build(sites.write(tmp_path), tmp_path / "dist")
    assert (done.exit_code, done.stdout, done.stderr) == (1, "", "node is missing: install node\n")
    assert not (tmp_path / "dist").exists()
