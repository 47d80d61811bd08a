"""The wheel: a facilitator who installs it needs neither node nor network, and gets the very same site."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from hashlib import sha256
from pathlib import Path

import pytest

from generator.runtime import store
from harness import sites
from harness.commands import build
from harness.paths import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
PACKAGES = set(PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from this checkout into a temporary folder."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh virtual environment with the wheel in it, and this one's dependencies visible behind it."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", str(python), "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "install", "--no-index", "--no-deps", str(wheel)], check=True)
    # A folder named in a .pth file comes after the fresh one's own, and its .pth files are not read, so
    # that this environment's editable install of the checkout stays invisible.
    (packages,) = (folder / "lib").glob("python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return folder


def alone(installed: Path, working_folder: Path) -> tuple[list[str], dict[str, str]]:
    """Return what to put before a command, and its environment: no node and, where possible, no network."""
    nothing = working_folder / "empty"
    nothing.mkdir(exist_ok=True)
    environment = {"PATH": str(nothing), "HOME": str(working_folder)}
    assert not any(
        shutil.which(tool, path=f"{nothing}{os.pathsep}{installed / 'bin'}") for tool in ("node", "npm")
    )
    unshare = shutil.which("unshare")
    without_network = [unshare, "-rn"] if unshare else []
    probe = subprocess.run([*without_network, sys.executable, "-c", ""], capture_output=True, check=False)
    return (without_network if probe.returncode == 0 else []), environment


def test_the_wheel_speaks_german_without_compiling_anything(installed: Path, tmp_path: Path) -> None:
    """It carries the compiled catalogue: help is German, and nothing is written beside it."""
    before, environment = alone(installed, tmp_path)
    files = {path for path in installed.rglob("*") if "__pycache__" not in path.parts}
    command = [*before, str(installed / "bin" / "lastbild"), "build", "--help"]
    shown = subprocess.run(
        command, env={**environment, "LC_ALL": "de_DE.UTF-8"}, capture_output=True, text=True, check=True
    )
    assert shown.stdout.startswith("Aufruf: lastbild build [OPTIONEN]\n")
    assert {path for path in installed.rglob("*") if "__pycache__" not in path.parts} == files
    assert [path.name for path in installed.rglob("*.mo") if "generator" in path.parts] == ["lastbild.mo"]


def test_the_wheel_holds_everything_that_a_build_needs(wheel: Path) -> None:
    """The packages, both languages, every template, the prepared runtime, the licences."""
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    for package in PACKAGES:
        for path in (ROOT / package).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc":
                assert path.relative_to(ROOT).as_posix() in names
    prepared = {name.removeprefix("generator/runtime/prepared/") for name in names if "/prepared/" in name}
    assert prepared == {
        "count.js",
        "csp_fallback.js",
        "first_paint.js",
        "plan.js",
        "pyodide.wasm.zip",
        "pyscript.js",
        "sealed_contribution.js",
        "single_first_paint.js",
        "single_guard.js",
        "single_pages.js",
        "single_survey.js",
        "site.js",
        "stdlib.zip",
        "studio_page.js",
        "trustee.js",
        "whole.wasm.zip",
        "worker.zip",
    }, "the app is made of the wheel's own sources"
    whole = {name.rpartition("/")[2] for name in names if "/prepared_whole/" in name}
    assert whole == {"brotli.zip", "generator.zip", "library.zip", "packages.zip", "worker.zip"}
    licences = {Path(name).name for name in names if ".dist-info/" in name}
    assert {"LICENSE", "THIRD_PARTY_NOTICES"} <= licences


def test_the_notices_name_the_versions_that_are_shipped() -> None:
    """Their licences ask for the source's address, which is of use with the version only."""
    notices = (ROOT / "THIRD_PARTY_NOTICES").read_text("utf-8")
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    named = re.findall(r"^(Pyodide|PyScript) (\S+)|(npm package pyodide) (\S+)", notices, re.MULTILINE)
    pyodide, pyscript = (locked[f"node_modules/{name}"]["version"] for name in ("pyodide", "@pyscript/core"))
    assert {"".join(words) for words in named} == {
        f"Pyodide{pyodide}",
        f"npm package pyodide{pyodide}",
        f"PyScript{pyscript}",
    }, "write the versions of package-lock.json into THIRD_PARTY_NOTICES"


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    """No tests, no npm packages, no cache, no byte code."""
    with zipfile.ZipFile(wheel) as opened:
        names = opened.namelist()
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == PACKAGES
    assert [
        name for name in names if re.search(r"node_modules|\.cache|__pycache__|\.pyc$|/tests?/", name)
    ] == []


def test_the_wheel_tells_its_dependencies_and_its_command(wheel: Path) -> None:
    """What pip installs beside it, and ``lastbild``."""
    with zipfile.ZipFile(wheel) as opened:
        (metadata,) = (opened.read(n).decode() for n in opened.namelist() if n.endswith("/METADATA"))
        (commands,) = (opened.read(n).decode() for n in opened.namelist() if n.endswith("/entry_points.txt"))
    # What belongs to an extra says so behind a semicolon; a platform may stand there as well.
    required = set(re.findall(r"^Requires-Dist: ([\w-]+)(?!.*extra ==)", metadata, re.MULTILINE))
    assert required == {re.split("[^a-z0-9-]", needed)[0] for needed in PROJECT["project"]["dependencies"]}
    assert "lastbild = generator.commands.main:main" in commands


def test_the_installed_packages_are_the_wheels(installed: Path, tmp_path: Path) -> None:
    """What the following test runs is the fresh installation and not this checkout."""
    code = "\n".join(f"import {package}; print({package}.__file__)" for package in sorted(PACKAGES))
    command = [str(installed / "bin" / "python"), "-c", code]
    _, environment = alone(installed, tmp_path)
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    paths = [Path(line) for line in done.stdout.splitlines()]
    assert len(paths) == len(PACKAGES)
    assert all(installed in path.parents for path in paths)


def test_the_installed_command_builds_the_same_site_alone(installed: Path, tmp_path: Path) -> None:
    """init, check and build without node and without a network; the checkout builds the same bytes."""
    config = tmp_path / "mine" / "site.toml"
    lastbild(installed, tmp_path, "init", config.parent)
    lastbild(installed, tmp_path, "check", "--config", config)
    assert_built_alike(installed, tmp_path, config)


@pytest.mark.parametrize("example", ["hafenkontor", "lumo"])
def test_the_installed_command_builds_the_examples_alone(
    installed: Path, tmp_path: Path, example: str
) -> None:
    """Both complete examples, copied away from the checkout: the same bytes, no node, no network."""
    shutil.copytree(ROOT / "examples" / example, tmp_path / example)
    assert_built_alike(installed, tmp_path, tmp_path / example / "site.toml")


def test_the_installed_studio_is_the_checkouts(installed: Path, tmp_path: Path) -> None:
    """The whole generator for the browser, without node and without a network."""
    code = (
        "import hashlib; from generator.runtime.store import generator_files\n"
        "for name, contents in sorted(generator_files().items()):\n"
        "    print(name, hashlib.sha256(contents).hexdigest())"
    )
    before, environment = alone(installed, tmp_path)
    command = [*before, str(installed / "bin" / "python"), "-c", code]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=True)
    native = sorted(store.generator_files().items())
    assert done.stdout.splitlines() == [f"{name} {sha256(contents).hexdigest()}" for name, contents in native]


def lastbild(installed: Path, folder: Path, *arguments: object) -> None:
    """Run the installed command alone in ``folder``; it must succeed and have nothing to complain about."""
    before, environment = alone(installed, folder)
    done = subprocess.run(
        [*before, str(installed / "bin" / "lastbild"), *map(str, arguments)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, ""), arguments


def assert_built_alike(installed: Path, folder: Path, config: Path) -> None:
    """The installed command and this checkout make the same bytes of ``config``."""
    lastbild(installed, folder, "build", "--config", config, "--out", folder / "dist")
    build(config, folder / "checkout")
    assert sites.contents(folder / "dist") == sites.contents(folder / "checkout")
